/** Whether memory stays flat over many binds and calls. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.js'

interface Reading {
  readonly loop: number
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
}

const loops = [
  { name: 'tiny', count: 100_000, yieldEvery: 0 },
  { name: 'tiny', count: 100_000, yieldEvery: 10 },
  { name: 'large', count: 1_000, yieldEvery: 0 },
  { name: 'large', count: 1_000, yieldEvery: 1 },
] as const

const readingsOf = (sizes: readonly number[]): readonly Reading[] => {
  const program = fileURLToPath(new URL('memory-loop.js', import.meta.url))
  const args = ['--expose-gc', program, ...sizes.map(String)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Reading[]
}

const megabytes = (readings: readonly Reading[], what: 'rss' | 'heapUsed' | 'external'): string =>
  readings.map((reading) => (reading[what] / 2 ** 20).toFixed(1)).join(', ')

/** A table in Markdown. */
export const memoryReport = (): string => {
  const rows = loops.map(({ name, count, yieldEvery }) => {
    const sizes = cases.find((one) => one.name === name)
    if (sizes === undefined) throw new Error(`no case ${name}`)
    const { time, batch, input, hidden } = sizes
    const readings = readingsOf([count, time, batch, input, hidden, yieldEvery])
    const turns = yieldEvery === 0 ? 'no turn of the event loop' : `a turn every ${yieldEvery}`
    return `| ${count.toLocaleString('en')} of ${name}, ${turns} | ${megabytes(readings, 'rss')} | ${megabytes(readings, 'heapUsed')} | ${megabytes(readings, 'external')} |`
  })
  return [
    '## Memory',
    '',
    'Each loop binds new parameters and calls once. Megabytes at five moments from 1% to the end, each after a collection.',
    '',
    '| loops | rss | JavaScript heap | external |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}
