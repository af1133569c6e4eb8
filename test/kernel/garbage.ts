/** The garbage collector, which Node shows only when it is asked to. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** Collects all garbage. */
export const gc: () => void = runInNewContext('gc')

/** Collects all garbage, and lets those know who asked to be told: the callbacks of a registry run in tasks of their own. */
export const collect = async (): Promise<void> => {
  gc()
  await new Promise((resolve) => setTimeout(resolve, 10))
}
