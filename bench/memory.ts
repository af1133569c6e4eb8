/** Whether memory stays flat over many binds and calls and steps of training, and how much one step takes. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Case, cases, sizesOf } from './cases.js'

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

/** What a program of this folder prints, in a process of its own. */
const printed = (program: string, args: readonly (string | number)[]): unknown => {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', path, ...args.map(String)], {
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const caseOf = (name: string): Case => {
  const found = cases.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no case ${name}`)
  return found
}

const megabytes = (readings: readonly Reading[], what: 'rss' | 'heapUsed' | 'external'): string =>
  readings.map((reading) => (reading[what] / 2 ** 20).toFixed(1)).join(', ')

/** Steps of training whose resident memory is measured; and loops of them. */
const steps = ['train-rnn-large', 'train-lstm-large', 'train-gru-large']
const trainings = ['train-lstm-small', 'train-rnn-medium']
const trainingLoops = 10_000

/** Floats that a time step of a sequence keeps for the way back, by hidden unit: the output; the gates and c; the gates and what h gives to n. */
const keptOf = { rnn: 1, lstm: 6, gru: 5 } as const

/** The activations that a training step must keep, its input among them, in bytes. */
const keptBytes = ({ kind, time, batch, input, hidden }: Case): number =>
  4 * time * batch * (input + keptOf[kind] * hidden)

const sizesOfTraining = ({ kind, time, batch, input, hidden }: Case): readonly (string | number)[] => [
  kind,
  time,
  batch,
  input,
  hidden,
]

const trainingReport = (): readonly string[] => [
  '',
  'A training step, above a network that is bound: by how many megabytes the resident memory rises, and the activations that must be kept, the input among them.',
  '',
  '| step | sizes | kept | in all | in all / kept |',
  '| --- | --- | --- | --- | --- |',
  ...steps.map((name) => {
    const one = caseOf(name)
    const kept = keptBytes(one)
    const { bytes } = printed('memory-training.js', [...sizesOfTraining(one), 1]) as { readonly bytes: number }
    const [inAll, must] = [bytes, kept].map((count) => (count / 2 ** 20).toFixed(1))
    return `| ${name} | ${sizesOf(one)} | ${must} | ${inAll} | ${(bytes / kept).toFixed(2)} |`
  }),
  '',
  'Steps of training; megabytes at five moments, as above.',
  '',
  ...tableOfReadings(
    trainings.map((name) => {
      const args = [...sizesOfTraining(caseOf(name)), trainingLoops]
      return [`${trainingLoops.toLocaleString('en')} of ${name}`, printed('memory-training.js', args) as Reading[]]
    }),
  ),
]

const tableOfReadings = (
  rows: readonly (readonly [name: string, readings: readonly Reading[]])[],
): readonly string[] => [
  '| loops | rss | JavaScript heap | external |',
  '| --- | --- | --- | --- |',
  ...rows.map(
    ([name, readings]) =>
      `| ${name} | ${megabytes(readings, 'rss')} | ${megabytes(readings, 'heapUsed')} | ${megabytes(readings, 'external')} |`,
  ),
]

/** Tables in Markdown. */
export const memoryReport = (): string => {
  const rows = loops.map(({ name, count, yieldEvery }) => {
    const { time, batch, input, hidden } = caseOf(name)
    const turns = yieldEvery === 0 ? 'no turn of the event loop' : `a turn every ${yieldEvery}`
    const readings = printed('memory-loop.js', [count, time, batch, input, hidden, yieldEvery]) as Reading[]
    return [`${count.toLocaleString('en')} of ${name}, ${turns}`, readings] as const
  })
  return [
    '## Memory',
    '',
    'Each loop binds new parameters and calls once. Megabytes at five moments from 1% to the end, each after a collection.',
    '',
    ...tableOfReadings(rows),
    ...trainingReport(),
  ].join('\n')
}
