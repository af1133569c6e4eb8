/**
 * The public networks against PyTorch's: `init`, `apply`, `step` and `train` of `rnn`, from the seeds in the cases. The tolerance is that of
 * recurrent.test.ts.
 */

import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'
import { distance } from './distance.js'
import {
  joined,
  type Numbers,
  type Options,
  type RecurrentCase,
  recurrentCases,
  trainSeedOf,
} from './recurrent-cases.js'
import { title } from './title.js'
import { toleranceOf } from './tolerance.js'

interface Tensor extends Numbers {
  readonly axes: readonly unknown[]
}
type Params = Readonly<Record<string, Tensor>>
interface Result {
  readonly output: Tensor
  readonly hidden: Tensor
}
type Apply = (input: Tensor, state0?: Tensor) => Result
interface Network {
  readonly init: (rng: Rng) => readonly [Params, Rng]
  readonly apply: (params: Params) => Apply
  readonly train: (params: Params) => (input: Tensor, state0?: Tensor) => (rng: Rng) => readonly [Result, Rng]
  readonly step: (params: Params) => Apply
}

/**
 * The library as a program without types sees it.
 *
 * The one cast: the sizes here are read from a file, and the public types refuse a size that the compiler does not know.
 */
const { rnn, tensor, seq, batch, feature, layer } = shapefold as unknown as {
  readonly rnn: (options: Partial<Options>) => Network
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: (size: number) => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
  readonly layer: (size: number) => unknown
}

/** A tensor whose axes have these roles, in order. */
const tensorOf = ({ shape, data }: Numbers, roles: readonly ((size: number) => unknown)[]): Tensor =>
  tensor(
    roles.map((role, i) => role(shape[i] ?? Number.NaN)),
    data,
  )

const isBatched = ({ input }: RecurrentCase): boolean => input.shape.length === 3

const inputOf = (one: RecurrentCase): Tensor =>
  tensorOf(
    one.input,
    isBatched(one) ? (one.options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature],
  )

const state0Of = (one: RecurrentCase): readonly [] | readonly [Tensor] =>
  one.hidden0 === undefined ? [] : [tensorOf(one.hidden0, isBatched(one) ? [layer, batch, feature] : [layer, feature])]

/** The parameters that `init` draws, times the scale of the case; they must be PyTorch's. */
const paramsOf = (one: RecurrentCase, network: Network): Params => {
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
const stepThrough = (one: RecurrentCase, network: Network, params: Params): { output: Numbers; hidden: Numbers } => {
  const step = network.step(params)
  const [time = 0, ...frameShape] = one.input.shape
  const frameSize = one.input.data.length / time
  const outputs: Float32Array[] = []
  let state: readonly [] | readonly [Tensor] = state0Of(one)
  for (let t = 0; t < time; t++) {
    const data = one.input.data.slice(t * frameSize, (t + 1) * frameSize)
    const frame = tensorOf({ shape: frameShape, data }, isBatched(one) ? [batch, feature] : [feature])
    const { output, hidden } = step(frame, ...state)
    outputs.push(output.data)
    state = [hidden]
  }
  const [hidden] = state
  if (hidden === undefined) throw new Error('a case of no time steps')
  return { output: { shape: one.shapes.output, data: joined(outputs) }, hidden }
}

const run = (one: RecurrentCase): { output: Numbers; hidden: Numbers } => {
  const { projSize, ...options } = one.options
  const network = rnn(options)
  const params = paramsOf(one, network)
  if (one.how === 'step') return stepThrough(one, network, params)
  if (one.how !== 'train') return network.apply(params)(inputOf(one), ...state0Of(one))
  const [result, after] = network.train(params)(inputOf(one), ...state0Of(one))(manualSeed(trainSeedOf(one)))
  expect(drawUniform(after, 2)[0], 'the generator after the run').toEqual(one.drawnNext)
  return result
}

describe.each(['rnn'] as const)('%s', (of) => {
  const cases = recurrentCases(of).filter(({ lengths }) => lengths === undefined)
  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const tolerance = toleranceOf(one)
    const { output, hidden } = run(one)
    expect(output.shape).toEqual(one.shapes.output)
    expect(hidden.shape).toEqual(one.shapes.hidden)
    expect(distance(output.data, one.output), 'output').toBeLessThanOrEqual(tolerance)
    expect(distance(hidden.data, one.hidden), 'hidden').toBeLessThanOrEqual(tolerance)
  })
})
