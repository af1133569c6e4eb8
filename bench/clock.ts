import { parseArgs } from 'node:util'

/**
 * The clock of all samples, in milliseconds: the wall's, or with `--clock cpu` what this process has computed, which is steadier where others use the
 * machine too. In quiet both tell the same, but for the helper threads of the JavaScript engine, which the second counts as well.
 */
export type Clock = 'wall' | 'cpu'

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const { clock: asked } = parseArgs({ options: { clock: { type: 'string', default: 'wall' } }, strict: false }).values
if (asked !== 'wall' && asked !== 'cpu') throw new Error('--clock takes wall or cpu')

export const clock: Clock = asked

export const now: () => number = clock === 'cpu' ? cpu : () => performance.now()
