/**
 * `rnn` against PyTorch's nn.RNN: every combination of the options, edge sizes, edge values, training and single steps.
 *
 * make_rnn.py made the numbers; README.md beside this file gives the tolerance and its reason.
 */

import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'
import type { Rng } from '../../types/rng.js'
import { distance, largest } from './distance.js'
import { checksum } from './read.js'
import { type Numbers, type Options, type RnnCase, rnnCases } from './rnn-cases.js'

interface Tensor extends Numbers {
  readonly axes: readonly unknown[]
}
type Params = Readonly<Record<string, Tensor>>
interface Result {
  readonly output: Tensor
  readonly hidden: Tensor
}
type Run = (input: Tensor, state0?: Tensor) => Result
interface Network {
  readonly init: (rng: Rng) => readonly [Params, Rng]
  readonly apply: (params: Params) => Run
  readonly train: (params: Params) => (input: Tensor, state0?: Tensor) => (rng: Rng) => readonly [Result, Rng]
  readonly step: (params: Params) => Run
}

/**
 * The library as a program without types sees it.
 *
 * The one cast: the sizes here are read from a file, and the public types refuse a size that the compiler does not know.
 */
const { rnn, tensor, seq, batch, feature, layer, manualSeed } = shapefold as unknown as {
  readonly rnn: (options: Options) => Network
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: (size: number) => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
  readonly layer: (size: number) => unknown
  readonly manualSeed: (seed: number) => Rng
}

/** A tensor whose axes have these roles, in order. */
const tensorOf = ({ shape, data }: Numbers, roles: readonly ((size: number) => unknown)[]): Tensor =>
  tensor(
    roles.map((role, i) => role(shape[i] ?? Number.NaN)),
    data,
  )

const isBatched = ({ input }: RnnCase): boolean => input.shape.length === 3

const inputOf = (one: RnnCase): Tensor =>
  tensorOf(
    one.input,
    isBatched(one) ? (one.options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature],
  )

const state0Of = (one: RnnCase): readonly [] | readonly [Tensor] =>
  one.state0 === undefined ? [] : [tensorOf(one.state0, isBatched(one) ? [layer, batch, feature] : [layer, feature])]

/** The weights of the seed times the scale, in state-dict order; first they must be those of PyTorch. */
const paramsOf = (one: RnnCase, network: Network): Params => {
  const [params] = network.init(manualSeed(one.weights.seed))
  const scaled = Object.entries(params).map(
    ([name, { axes, data }]) =>
      [
        name,
        tensor(
          axes,
          data.map((w) => w * Math.fround(one.weights.scale)),
        ),
      ] as const,
  )
  const all = Float32Array.from(scaled.flatMap(([, { data }]) => [...data]))
  expect(checksum(all), 'weights drawn by init').toBe(one.weights.crc32)
  return Object.fromEntries(scaled)
}

/** Each time step by itself, with the state handed on; seq first, as make_rnn.py steps. */
const stepThrough = (one: RnnCase, network: Network, params: Params): { output: Numbers; hidden: Numbers } => {
  const step = network.step(params)
  const [time = 0, ...frameShape] = one.input.shape
  const frameSize = one.input.data.length / time
  const outputs: number[] = []
  let state: readonly [] | readonly [Tensor] = state0Of(one)
  for (let t = 0; t < time; t++) {
    const data = one.input.data.slice(t * frameSize, (t + 1) * frameSize)
    const frame = tensorOf({ shape: frameShape, data }, isBatched(one) ? [batch, feature] : [feature])
    const { output, hidden } = step(frame, ...state)
    outputs.push(...output.data)
    state = [hidden]
  }
  const [hidden] = state
  if (hidden === undefined) throw new Error('a case of no time steps')
  return { output: { shape: one.output.shape, data: Float32Array.from(outputs) }, hidden }
}

const run = (one: RnnCase): { output: Numbers; hidden: Numbers } => {
  const network = rnn(one.options)
  const params = paramsOf(one, network)
  switch (one.how) {
    case 'apply':
      return network.apply(params)(inputOf(one), ...state0Of(one))
    case 'step':
      return stepThrough(one, network, params)
    case 'train': {
      const [result, after] = network.train(params)(inputOf(one), ...state0Of(one))(manualSeed(one.trainSeed))
      expect(drawUniform(after, 2)[0], 'the generator after the run').toEqual(one.drawnNext)
      return result
    }
  }
}

/**
 * How far a result may be from PyTorch's: 1e-6 of the largest number of the run; or, where that is more, 4 times what
 * rounding the inputs alone can change; or 16 steps of the denormal numbers. README.md gives the reasons and what was measured.
 */
const toleranceOf = ({ output, hidden, sensitivity }: RnnCase): number =>
  Math.max(1e-6 * Math.max(largest(output.data), largest(hidden.data)), 4 * sensitivity, 16 * 2 ** -149)

const title = ({ name, how, options, input, state0 }: RnnCase): string => {
  const { inputSize, hiddenSize, numLayers, nonlinearity, ...rest } = options
  const set = Object.entries(rest).filter(([, value]) => value !== false && value !== 0)
  const flags = set.map(([key, value]) => (value === true ? key : `${key} ${value}`))
  return [
    `${name}: ${how} ${nonlinearity} ${inputSize} to ${hiddenSize}, ${numLayers} layers`,
    ...flags,
    `input [${input.shape.join(', ')}]${state0 === undefined ? '' : ' and state'}`,
  ].join(', ')
}

const cases = rnnCases()

describe('rnn gives the numbers of nn.RNN', () => {
  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const tolerance = toleranceOf(one)
    const { output, hidden } = run(one)
    expect(output.shape).toEqual(one.output.shape)
    expect(hidden.shape).toEqual(one.hidden.shape)
    expect(distance(output.data, one.output.data), 'output').toBeLessThanOrEqual(tolerance)
    expect(distance(hidden.data, one.hidden.data), 'hidden').toBeLessThanOrEqual(tolerance)
  })
})

describe('the cases themselves', () => {
  test('they hold every combination of the options, batched or not, with a state or without', () => {
    const seen = new Set(
      cases
        .filter((one) => one.how === 'apply')
        .map(({ options: o, input, state0 }) =>
          [
            o.numLayers,
            o.nonlinearity,
            o.bias,
            o.batchFirst,
            o.bidirectional,
            o.dropout > 0,
            input.shape.length,
            !state0,
          ].join(),
        ),
    )
    // Dropout stands between layers, so that one layer has none: 2 layer counts with and without it, and 1 without.
    expect(seen.size).toBe((2 * 2 + 1) * 2 ** 6)
  })

  test('few of them need more than 1e-6 of their largest number, and none 1e-4 of it', () => {
    const relative = cases
      .filter((one) => largest(one.output.data) > 2 ** -100)
      .map((one) => toleranceOf(one) / Math.max(largest(one.output.data), largest(one.hidden.data)))
    expect(relative.filter((size) => size > 1e-6).length).toBeLessThan(30)
    expect(Math.max(...relative)).toBeLessThan(1e-4)
  })

  test('they are some hundreds, with NaN and infinities in what goes in and in what comes out', () => {
    expect(cases.length).toBeGreaterThan(500)
    const holding = (has: (x: number) => boolean, side: 'input' | 'output') =>
      cases.filter((one) => one[side].data.some(has)).length
    for (const side of ['input', 'output'] as const) {
      expect(holding(Number.isNaN, side)).toBeGreaterThan(15)
    }
    expect(holding((x) => Math.abs(x) === Number.POSITIVE_INFINITY, 'input')).toBeGreaterThan(15)
    expect(holding((x) => x !== 0 && Math.abs(x) < 2 ** -126, 'output')).toBeGreaterThan(5)
  })
})
