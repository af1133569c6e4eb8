/** `npm run quickstart`: both examples, printed for a person. Every number that is printed here is held to PyTorch's in the tests. */
import { readFileSync } from 'node:fs'
import { either as E, function as F } from 'fp-ts'
import {
  type AnyTensor,
  type Batch,
  backend,
  batch,
  type Cell,
  type Feature,
  feature,
  type Layer,
  layer,
  type Seq,
  type Size,
  scan,
  type Tensor,
  toSteps,
  zeros,
} from 'shapefold'
import { distance } from '../test/golden/distance.js'
import * as pytorch from './pytorch.js'
import { correlation, monthly, numbers, sparkline } from './text.js'
import * as tutorial from './tutorial.js'
import * as weather from './weather.js'

const say = (...lines: readonly string[]): void => {
  for (const line of lines) console.log(line === '' ? '' : `  ${line}`)
}

/** `(batch 2, seq 4, feature 5)`: an axis with a name shows both, `days = 1461`. */
const shape = ({ axes }: AnyTensor): string =>
  `(${axes.map(({ role, label, size }) => `${role} ${label === size ? size : `${label} = ${size}`}`).join(', ')})`

const time = (milliseconds: number): string =>
  milliseconds < 1 ? `${(milliseconds * 1000).toFixed(0)} µs` : `${milliseconds.toFixed(1)} ms`

const off = (difference: number): string =>
  difference === 0 ? 'no difference' : `${difference.toExponential(1)} off at most`

const timed = <A>(run: () => A): readonly [A, number] => {
  const start = performance.now()
  const result = run()
  return [result, performance.now() - start]
}

const printTutorial = (): void => {
  const { input, state0, output, hidden } = tutorial
  const [theirOutput, theirHidden] = [pytorch.tutorialNumbers('output'), pytorch.tutorialNumbers('hidden')]
  say(
    "1. The example of PyTorch's nn.RNN tutorials",
    '',
    'rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true }), all drawn after manualSeed(0)',
    '',
    `input    ${shape(input)}`,
    `state0   ${shape(state0)}`,
    `output   ${shape(output)}`,
    `hidden   ${shape(hidden)}`,
    '',
  )
  const row = (place: string, ours: Float32Array, theirs: Float32Array, at: number): void =>
    say(`${place.padEnd(23)}${numbers(ours.slice(at, at + 3))}    ${numbers(theirs.slice(at, at + 3))}`)
  say(`${' '.repeat(25)}${'shapefold'.padEnd(28)}${pytorch.version}`)
  for (let i = 0; i < 8; i++) {
    const place = `${i === 0 ? 'output' : '      '}   ${i % 4 === 0 ? `batch ${i / 4}` : '       '}  seq ${i % 4}`
    row(place, output.data, theirOutput, i * 3)
  }
  for (let i = 0; i < 2; i++) row(`${i === 0 ? 'hidden' : '      '}   batch ${i}`, hidden.data, theirHidden, i * 3)
  say(
    '',
    `Output and hidden: ${off(Math.max(distance(output.data, theirOutput), distance(hidden.data, theirHidden)))}.`,
  )
}

/** One feature of every day. It takes a tensor of any width, and the compiler knows which. */
const series = <N extends Size>(x: Tensor<[Seq<'days'>, Batch<1>, Feature<N>]>, index: number): readonly number[] =>
  Array.from(x.data.filter((_, i) => i % x.shape[2] === index))

/** The units of the upper layer by how closely their outputs go with `values`, from the one that goes with them to the one that goes against. */
const unitsBy = (values: readonly number[], output: Tensor<[Seq<'days'>, Batch<1>, Feature<16>]>) =>
  Array.from({ length: 16 }, (_, unit) => {
    const outputs = series(output, unit)
    return { unit, outputs, close: correlation(outputs, values) }
  }).sort((a, b) => b.close - a.close)

/** A bound `step` is a cell like any other, with the network's states as its state. */
const dayByDay: Cell<
  Tensor<[Layer<2>, Batch<1>, Feature<16>]>,
  Tensor<[Batch<1>, Feature<4>]>,
  Tensor<[Batch<1>, Feature<16>]>
> = (state, day) => {
  const { output, hidden } = weather.step(day, state)
  return [output, hidden]
}

const printWeather = ({ dates, series: input }: weather.Weather): void => {
  const [{ output, hidden }, first] = timed(() => weather.run(input))
  const [, again] = timed(() => weather.run(input))
  const days = toSteps(input)
  const [[, last], streamed] = timed(() => scan(dayByDay)(zeros([layer(2), batch(1), feature(16)]))(days))
  say(
    "2. Seattle's weather, 2012 to 2015, through two layers",
    '',
    'rnn({ inputSize: 4, hiddenSize: 16, numLayers: 2 }), weights drawn after manualSeed(0)',
    '',
    `input    ${shape(input)}: ${weather.features.join(', ')}`,
    `output   ${shape(output)}`,
    `hidden   ${shape(hidden)}`,
    '',
    `${' '.repeat(16)}2012        2013        2014        2015`,
  )
  const temperatures = series(input, weather.features.indexOf('temp_max'))
  const units = unitsBy(temperatures, output)
  const line = (name: string, values: readonly number[]): string =>
    `${name.padEnd(16)}${sparkline(monthly(dates, values))}`
  say(
    line('temp_max', temperatures),
    ...[units.at(0), units.at(-1)].flatMap((one) =>
      one === undefined ? [] : [`${line(`unit ${one.unit}`, one.outputs)}  correlation ${one.close.toFixed(2)}`],
    ),
    '',
    'Means of each month; the units are the two of the upper layer that go with the temperature most, and',
    'against it most, day by day. The weights are random: what they do, they do untrained.',
    '',
    `apply           ${time(first)} for the whole series at first, ${time(again)} from then on (${backend()})`,
    `step            ${time(streamed / days.length)} a day, ${off(distance(last.data, hidden.data))} in the states after the last day`,
    `${'PyTorch'.padEnd(16)}${off(pytorch.weatherDistance({ output, hidden }))} on ${pytorch.weatherDays.length} days and in the last states`,
  )
}

say('', 'shapefold: torch.nn.RNN for TypeScript, with the shapes in the types', '')
printTutorial()
say('')
F.pipe(
  readFileSync(weather.file, 'utf8'),
  weather.readWeather,
  E.match(({ message }) => {
    say(`The weather can't be read: ${message}`)
    process.exitCode = 1
  }, printWeather),
)
say(
  '',
  'The programs are examples/tutorial.ts and examples/weather.ts. Take out batchFirst: true in the first one,',
  'and read what the editor says.',
  '',
)
