/** A small model with noise and random data: what the tests of `fit` train. */

import {
  add,
  type BatchOf,
  batch,
  feature,
  manualSeed,
  mse,
  mul,
  type Rng,
  rand,
  randn,
  seq,
  type Tensor,
  type TrainState,
  tanh,
} from '../../src/index.js'
import { sameRng } from '../../src/tensor/rng.js'
import { floatsOf } from '../../src/tensor/tensor.js'
import { leavesOf } from '../../src/train/tree.js'

const [x, afterX] = rand([seq(4), batch(10), feature(2)])(manualSeed(1))
const [y, afterY] = rand([seq(4), batch(10)])(afterX)
const [slope, afterSlope] = randn([feature(2)])(afterY)
const [shift] = randn([feature(2)])(afterSlope)

/** Data that `fit` cuts along its second axis. */
export const data = { x, y }

export const params = { slope, inner: { shift } }

type Params = typeof params

/** A loss without chance. */
export const loss = ({ slope, inner }: Params, { x, y }: BatchOf<typeof data, 3>): Tensor<[]> =>
  mse(mul(tanh(add(mul(x, slope), inner.shift)), y), x)

/** A loss that draws noise, a number of words that depends on the batch. */
export const noisy =
  (given: Params, { x, y }: BatchOf<typeof data, 3>) =>
  (rng: Rng) => {
    const [noise, next] = randn(x.axes)(rng)
    return [loss(given, { x: mul(x, noise), y }), next] as const
  }

/** All numbers of a training state, bit by bit. */
export const bitsOf = ({ params: given, optimizer, step }: TrainState<unknown>): readonly (readonly number[])[] => [
  [step, optimizer.step],
  ...[given, ...Object.values(optimizer.slots)]
    .flatMap((tree) => leavesOf(tree, 'params'))
    .map((leaf) => [...new Int32Array(floatsOf(leaf).slice().buffer)]),
]

export const sameGenerators = (a: TrainState<unknown>, b: TrainState<unknown>): boolean => sameRng(a.rng, b.rng)
