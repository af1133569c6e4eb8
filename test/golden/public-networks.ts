/** The public networks as the goldens run them: options, parameters, inputs and states out of the cases. */

import { expect } from 'vitest'
import * as shapefold from '../../src/index.js'
import { manualSeed } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'
import { type Numbers, paddedInput, type Run, trainSeedOf } from './recurrent-cases.js'

export interface Tensor extends Numbers {
  readonly axes: readonly unknown[]
}
interface Packed {
  readonly lengths: readonly number[]
}
export type Params = Readonly<Record<string, Tensor>>
export interface Result<Output = Tensor> {
  readonly output: Output
  readonly hidden: Tensor
  readonly cell?: Tensor
}
export type State = Tensor | Pick<Result, 'hidden' | 'cell'>
type Apply = <Input extends Tensor | Packed>(input: Input, state0?: State) => Result<Input>
export interface Network {
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
export const library = shapefold as unknown as {
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
export const tensorOf = ({ shape, data }: Numbers, roles: readonly ((size: number) => unknown)[]): Tensor =>
  tensor(
    roles.map((role, i) => role(shape[i] ?? Number.NaN)),
    data,
  )

export const isBatched = ({ input }: Run): boolean => input.shape.length === 3

/** The input; what stands after a sequence's end is NaN. */
export const inputOf = (one: Run): Tensor =>
  tensorOf(
    { ...one.input, data: paddedInput(one) },
    isBatched(one) ? (one.options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature],
  )

const stateOf = (one: Run, hidden: Numbers, cell: Numbers | undefined): State => {
  const axes = isBatched(one) ? [layer, batch, feature] : [layer, feature]
  const tensor = tensorOf(hidden, axes)
  return cell === undefined ? tensor : { hidden: tensor, cell: tensorOf(cell, axes) }
}

export const state0Of = (one: Run): State | undefined => one.hidden0 && stateOf(one, one.hidden0, one.cell0)

/** The network with just the options that its kind has. */
export const networkOf = ({ of, options: { projSize, nonlinearity, ...options } }: Run): Network => {
  if (of === 'rnn') return library.rnn({ ...options, nonlinearity })
  return of === 'lstm' ? library.lstm({ ...options, ...(projSize > 0 && { projSize }) }) : library.gru(options)
}

/** The parameters that `init` draws, times the scale of the case; they must be PyTorch's. */
export const paramsOf = (one: Run, network: Network): Params => {
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

/** `apply` or, after the case's seed, `train`; sequences of different lengths go in packed, and come out so. */
export const runWhole = (one: Run, network: Network, params: Params, input: Tensor, state0: State | undefined) => {
  const runOn = <Input extends Tensor | Packed>(x: Input): readonly [Result<Input>, Rng | undefined] =>
    one.how === 'train'
      ? network.train(params)(x, state0)(manualSeed(trainSeedOf(one)))
      : [network.apply(params)(x, state0), undefined]
  if (one.lengths === undefined) return runOn(input)
  const [result, after] = runOn(library.packed(input, one.lengths))
  expect(result.output.lengths).toEqual(one.lengths)
  return [{ ...result, output: library.unpack(result.output) }, after] as const
}
