/**
 * `npm run example:names`: a GRU learns to spell first names, letter by letter. It is held to what counting letters, and pairs of letters, can tell; it is
 * saved half way to a safetensors file, loaded again, and goes on as if nothing had happened.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { either as E, function as F } from 'fp-ts'
import { fromCheckpoint, progressBar, type TrainStep, toCheckpoint } from 'shapefold'
import { parse, serialize } from 'shapefold/safetensors'
import { lineChart } from '../plot.js'
import { counted, names, rowsOf } from './data.js'
import { EPOCHS, lossOn, type Params, start, training } from './model.js'
import { spelled, speller } from './sample.js'

const rows = rowsOf(names.training)
const unseen = rowsOf(names.test)
const losses: number[] = []
const bar = progressBar(process.stderr)

/** What `twin.py` came to, as it wrote it down. */
const twin = JSON.parse(readFileSync(new URL('../../test/golden/data/names.json', import.meta.url), 'utf8')) as {
  readonly unseen: number
}

/** Runs to the end, and gives the last step. */
const run = async (steps: AsyncIterable<TrainStep<Params>>): Promise<TrainStep<Params>> => {
  let final: TrainStep<Params> | undefined
  for await (const step of steps) {
    bar(step)
    losses.push(step.loss)
    final = step
  }
  if (final === undefined) throw new Error('there was nothing to learn')
  return final
}

/** A state through a file and back. */
const throughFile = (state: TrainStep<Params>['state']): E.Either<Error, TrainStep<Params>['state']> => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'))
  try {
    const file = join(folder, 'names.safetensors')
    writeFileSync(file, serialize(toCheckpoint(state)))
    return F.pipe(parse(readFileSync(file)), E.chainW(fromCheckpoint(start)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The mean of each hundredth of the list: a line that a person can read. */
const smoothed = (values: readonly number[]): readonly number[] => {
  const width = Math.ceil(values.length / 100)
  return Array.from({ length: Math.ceil(values.length / width) }, (_, i) => {
    const part = values.slice(i * width, (i + 1) * width)
    return part.reduce((sum, x) => sum + x, 0) / part.length
  })
}

const begin = performance.now()
const half = await run(training(rows, { steps: Math.round((EPOCHS * names.training.length) / 64 / 2) }))
const saved = throughFile(half.state)
if (E.isLeft(saved)) throw saved.left
const { params } = await run(training(rows, { from: saved.right }))
const seconds = (performance.now() - begin) / 1000
const learnt = lossOn(params, unseen)
const [single, pairs] = [counted(names.training, names.test, 0), counted(names.training, names.test, 1)]

console.log(
  `  ${names.training.length} names, ${losses.length} steps in ${seconds.toFixed(1)} s, saved and loaded half way`,
)
console.log(`\n  nats a letter, over ${names.test.length} names that it has not seen`)
console.log(`  how often a letter is      ${single.toFixed(3)}`)
console.log(`  which letter follows which ${pairs.toFixed(3)}`)
console.log(`  the network                ${learnt.toFixed(3)}`)
console.log(`  its twin in PyTorch        ${twin.unseen.toFixed(3)}`)

const spell = speller(params, 0.7)
if (E.isLeft(spell)) throw spell.left
const known = new Set([...names.training, ...names.test])
const made = spelled(spell.right, 24, 1)
console.log(`\n  from the seed 1, ${made.filter((name) => !known.has(name)).length} of ${made.length} in no list:`)
for (let i = 0; i < made.length; i += 8) console.log(`  ${made.slice(i, i + 8).join(' ')}`)

const chart = lineChart(
  'Spelling names: loss while learning, and what counting can tell',
  'nats',
  [
    { label: 'the network', colour: '#d1495b', values: smoothed(losses) },
    { label: 'pairs of letters', colour: '#3a7ca5', values: [pairs, pairs] },
    { label: 'letters', colour: '#9aa5b1', values: [single, single] },
  ],
  Array.from({ length: EPOCHS }, (_, i) => [(i + 0.5) / EPOCHS, `pass ${i + 1}`]),
)
writeFileSync(new URL('names.svg', import.meta.url), chart)
console.log('\n  examples/names/names.svg shows how it learnt')
if (!(learnt < Math.min(single, pairs))) throw new Error('the network does not beat the baselines')
if (!(Math.abs(learnt / twin.unseen - 1) < 0.01)) throw new Error('the network does not reach what its twin reached')
