/** A JavaScript peer, seen from the process that measures: host.ts is the other side. */
import { fileURLToPath } from 'node:url'
import { Child, fromBase64 } from './child.js'
import { clock } from './clock.js'
import { type Peer, Unable } from './contender.js'

export const hosted = (name: string): Peer => {
  let child: Child | undefined
  let version = '?'
  const start = (): Child => {
    const host = fileURLToPath(new URL('host.ts', import.meta.url))
    child = new Child(process.execPath, ['--import', 'tsx', host, name, '--clock', clock])
    return child
  }
  return {
    name,
    version: () => version,
    close: () => child?.close(),
    prepare: async (problem) => {
      const process = child ?? start()
      const answer = await process.ask(JSON.stringify({ case: problem.case.name }))
      if (answer.unable !== undefined) throw new Unable(answer.unable)
      version = answer.version ?? version
      return (answer.contenders ?? []).map(({ name: contender, output }, index) => {
        const result = fromBase64(output)
        return {
          name: contender,
          output: () => result,
          time: async (runs) =>
            (await process.ask(JSON.stringify({ contender: index, runs }))).milliseconds ?? Number.NaN,
        }
      })
    },
  }
}
