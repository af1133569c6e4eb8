/** What a fresh process waits for: import, instantiation, the first bind and call. Medians of several processes. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.js'
import { median } from './statistics.js'

const processes = 11

/** What first-call.js prints, in milliseconds. */
const phases = {
  imported: 'import, ms',
  instantiated: 'instantiate, ms',
  packed: 'first bind, ms',
  first: 'first call, ms',
  second: 'second call, ms',
} as const
type Phase = keyof typeof phases

const once = (sizes: readonly number[]): Readonly<Record<Phase, number>> => {
  const program = fileURLToPath(new URL('first-call.js', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...sizes.map(String)], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Record<Phase, number>
}

/** A table in Markdown. */
export const loadReport = (): string => {
  // The cast: the names that the literal above has.
  const names = Object.keys(phases) as Phase[]
  const rows = cases
    .filter(({ name }) => ['tiny', 'medium', 'large'].includes(name))
    .map(({ name, time, batch, input, hidden }) => {
      const all = Array.from({ length: processes }, () => once([time, batch, input, hidden]))
      return `| ${name} | ${names.map((phase) => median(all.map((one) => one[phase])).toFixed(2)).join(' | ')} |`
    })
  return [
    '## A fresh process',
    '',
    `| medians of ${processes} processes | ${names.map((phase) => phases[phase]).join(' | ')} |`,
    `| --- |${names.map(() => ' ---: |').join('')}`,
    ...rows,
  ].join('\n')
}
