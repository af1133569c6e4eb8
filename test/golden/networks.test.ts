/**
 * The public networks against PyTorch's: `init`, `apply`, `step` and `train` of `rnn`, `lstm` and `gru`, packed too, and gradients through them, from the seeds in
 * the cases. README.md beside this file gives the tolerances and their reasons.
 */

import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'
import { distance } from './distance.js'
import { paddedInput } from './on-engine.js'
import {
  gradientCases,
  gradientsOf,
  joined,
  type Numbers,
  type RecurrentCase,
  type Run,
  recurrentCases,
  trainSeedOf,
} from './recurrent-cases.js'
import { title } from './title.js'
import { gradientToleranceOf, toleranceOf } from './tolerance.js'

interface Tensor extends Numbers {
  readonly axes: readonly unknown[]
}
interface Packed {
  readonly lengths: readonly number[]
}
type Params = Readonly<Record<string, Tensor>>
interface Result<Output = Tensor> {
  readonly output: Output
  readonly hidden: Tensor
  readonly cell?: Tensor
}
type State = Tensor | Pick<Result, 'hidden' | 'cell'>
type Apply = <Input extends Tensor | Packed>(input: Input, state0?: State) => Result<Input>
interface Network {
  readonly init: (rng: Rng) => readonly [Params, Rng]
  readonly apply: (params: Params) => Apply
  readonly train: (
    params: Params,
  ) => <Input extends Tensor | Packed>(input: Input, state0?: State) => (rng: Rng) => readonly [Result<Input>, Rng]
  readonly step: (params: Params) => Apply
}

/**
 * The library as a program without types sees it.
 *
 * The one cast: the sizes here are read from a file, and the public types refuse a size that the compiler does not know.
 */
const library = shapefold as unknown as {
  readonly rnn: (options: object) => Network
  readonly lstm: (options: object) => Network
  readonly gru: (options: object) => Network
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: (size: number) => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
  readonly layer: (size: number) => unknown
  readonly packed: (x: Tensor, lengths: readonly number[]) => Packed
  readonly unpack: (x: Packed) => Tensor
  readonly sum: (x: Tensor) => Tensor
  readonly mul: (a: Tensor, b: Tensor) => Tensor
  readonly add: (a: Tensor, b: Tensor) => Tensor
  readonly valueAndGrad: <P>(loss: (params: P) => Tensor) => (params: P) => readonly [Tensor, P]
}
const { tensor, seq, batch, feature, layer } = library

/** A tensor whose axes have these roles, in order. */
const tensorOf = ({ shape, data }: Numbers, roles: readonly ((size: number) => unknown)[]): Tensor =>
  tensor(
    roles.map((role, i) => role(shape[i] ?? Number.NaN)),
    data,
  )

const isBatched = ({ input }: Run): boolean => input.shape.length === 3

/** The input; what stands after a sequence's end is NaN. */
const inputOf = (one: Run): Tensor =>
  tensorOf(
    { ...one.input, data: paddedInput(one) },
    isBatched(one) ? (one.options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature],
  )

const stateOf = (one: Run, hidden: Numbers, cell: Numbers | undefined): State => {
  const axes = isBatched(one) ? [layer, batch, feature] : [layer, feature]
  const tensor = tensorOf(hidden, axes)
  return cell === undefined ? tensor : { hidden: tensor, cell: tensorOf(cell, axes) }
}

const state0Of = (one: Run): State | undefined => one.hidden0 && stateOf(one, one.hidden0, one.cell0)

/** The network with just the options that its kind has. */
const networkOf = ({ of, options: { projSize, nonlinearity, ...options } }: Run): Network => {
  if (of === 'rnn') return library.rnn({ ...options, nonlinearity })
  return of === 'lstm' ? library.lstm({ ...options, ...(projSize > 0 && { projSize }) }) : library.gru(options)
}

/** The parameters that `init` draws, times the scale of the case; they must be PyTorch's. */
const paramsOf = (one: Run, network: Network): Params => {
  const [drawn] = network.init(manualSeed(one.seed))
  const scaled = Object.entries(drawn).map(
    ([name, { axes, data }]) =>
      [
        name,
        tensor(
          axes,
          data.map((w) => w * Math.fround(one.weightScale)),
        ),
      ] as const,
  )
  expect(scaled.map(([name, { shape, data }]) => [name, shape, data])).toEqual(
    one.weights.map(([name, { shape, data }]) => [name, shape, data]),
  )
  return Object.fromEntries(scaled)
}

/** Each time step by itself, with the state handed on; seq first, as PyTorch stepped. */
const stepThrough = (one: RecurrentCase, network: Network, params: Params) => {
  const step = network.step(params)
  const [, ...frameShape] = one.input.shape
  const frameSize = one.input.data.length / one.time
  const outputs: Float32Array[] = []
  let state = state0Of(one)
  let last: Result | undefined
  for (let t = 0; t < one.time; t++) {
    const data = one.input.data.slice(t * frameSize, (t + 1) * frameSize)
    last = step(tensorOf({ shape: frameShape, data }, isBatched(one) ? [batch, feature] : [feature]), state)
    outputs.push(last.output.data)
    state = one.of === 'lstm' ? last : last.hidden
  }
  if (last === undefined) throw new Error('a case of no time steps')
  return { ...last, output: { shape: one.shapes.output, data: joined(outputs) } }
}

/** `apply` or, after the case's seed, `train`; sequences of different lengths go in packed, and come out so. */
const runWhole = (one: Run, network: Network, params: Params, input: Tensor, state0: State | undefined) => {
  const runOn = <Input extends Tensor | Packed>(x: Input): readonly [Result<Input>, Rng | undefined] =>
    one.how === 'train'
      ? network.train(params)(x, state0)(manualSeed(trainSeedOf(one)))
      : [network.apply(params)(x, state0), undefined]
  if (one.lengths === undefined) return runOn(input)
  const [result, after] = runOn(library.packed(input, one.lengths))
  expect(result.output.lengths).toEqual(one.lengths)
  return [{ ...result, output: library.unpack(result.output) }, after] as const
}

const run = (one: RecurrentCase): Pick<Result<Numbers>, 'output' | 'hidden' | 'cell'> => {
  const network = networkOf(one)
  const params = paramsOf(one, network)
  if (one.how === 'step') return stepThrough(one, network, params)
  const [result, after] = runWhole(one, network, params, inputOf(one), state0Of(one))
  if (after !== undefined) expect(drawUniform(after, 2)[0], 'the generator after the run').toEqual(one.drawnNext)
  return result
}

describe.each(['rnn', 'lstm', 'gru'] as const)('%s', (of) => {
  test.each(recurrentCases(of).map((one) => [title(one), one] as const))('%s', (_, one) => {
    const tolerance = toleranceOf(one)
    const { output, hidden, cell } = run(one)
    expect(output.shape).toEqual(one.shapes.output)
    expect(hidden.shape).toEqual(one.shapes.hidden)
    expect(cell?.shape).toEqual(of === 'lstm' ? one.shapes.cell : undefined)
    expect(distance(output.data, one.output), 'output').toBeLessThanOrEqual(tolerance)
    expect(distance(hidden.data, one.hidden), 'hidden').toBeLessThanOrEqual(tolerance)
    if (cell !== undefined && one.cell !== undefined)
      expect(distance(cell.data, one.cell), 'cell').toBeLessThanOrEqual(tolerance)
  })
})

describe('gradients through the public networks', () => {
  const cases = gradientCases()

  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const network = networkOf(one)
    const given = { params: paramsOf(one, network), input: inputOf(one), state0: state0Of(one) }
    const weighed = (result: Tensor, weights: Float32Array): Tensor =>
      library.sum(library.mul(result, tensor(result.axes, weights)))
    const [, found] = library.valueAndGrad(({ params, input, state0 }: typeof given) => {
      const [{ output, hidden, cell }] = runWhole(one, network, params, input, state0)
      const loss = library.add(weighed(output, one.loss.output), weighed(hidden, one.loss.hidden))
      return cell === undefined || one.loss.cell === undefined ? loss : library.add(loss, weighed(cell, one.loss.cell))
    })(given)
    const { input, state0, params } = found
    const { hidden, cell } = state0 === undefined || 'axes' in state0 ? { hidden: state0, cell: undefined } : state0
    expect(Object.keys(params)).toEqual(one.weights.map(([name]) => name))
    const got = [input, ...(hidden ? [hidden] : []), ...(cell ? [cell] : []), ...Object.values(params)]
    const want = gradientsOf(one)
    expect(got).toHaveLength(want.length)
    for (const [i, { data }] of got.entries())
      expect(distance(data, want[i] ?? new Float32Array())).toBeLessThanOrEqual(gradientToleranceOf(one))
  })
})
