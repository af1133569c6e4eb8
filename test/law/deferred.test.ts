/** Cotangents that are computed where they are needed are the numbers that they would be at once. */
import { describe, expect, test } from 'vitest'
import {
  add,
  batch,
  feature,
  grad,
  gru,
  l1,
  lstm,
  manualSeed,
  mse,
  mul,
  randn,
  rnn,
  seq,
  smoothL1,
  sum,
  type Tensor,
} from '../../src/index.js'
import { deferred, whole } from '../../src/op/deferred.js'

test('few numbers are an array at once, many when they are asked for', () => {
  let calls = 0
  const count = (to: Float32Array, at: number, start: number, length: number): void => {
    calls += 1
    for (let i = 0; i < length; i++) to[at + i] = start + i
  }
  expect([...whole(deferred(3, count))]).toEqual([0, 1, 2])
  expect(deferred(256, count)).toBeInstanceOf(Float32Array)
  expect(calls).toBe(2)
  const many = deferred(257, count)
  expect(many).not.toBeInstanceOf(Float32Array)
  expect(many.length).toBe(257)
  expect(calls).toBe(2)
  expect(whole(many)[256]).toBe(256)
})

// Batch first and several blocks of time steps, so that a block asks for a part of each sequence.
const sizes = [batch(6), seq(60), feature(400)] as const
type Output = Tensor<typeof sizes>
const [target, rng] = randn(sizes)(manualSeed(3))
const [weight] = randn(sizes)(rng)

const losses = {
  mse: (y: Output) => mse(y, target),
  'mse of the target': (y: Output) => mse(target, y),
  'mse, summed': (y: Output) => mse(y, target, { reduction: 'sum' }),
  'mse of each': (y: Output) => sum(mul(mse(y, target, { reduction: 'none' }), weight)),
  l1: (y: Output) => l1(y, target),
  smoothL1: (y: Output) => smoothL1(y, target, { beta: 0.7 }),
  'two losses of one output': (y: Output) => add(mse(y, target), l1(y, weight)),
  'three losses of one output': (y: Output) => add(add(mse(y, target), mse(y, weight)), l1(y, weight)),
}

/** The gradient by the output, as an array. */
const direct = (loss: (y: Output) => Tensor<[]>, y: Output): Output => grad(loss)(y)

const options = { inputSize: 5, hiddenSize: 200, bidirectional: true, batchFirst: true } as const
const [x] = randn([batch(6), seq(60), feature(5)])(manualSeed(5))

/** The gradients by the parameters, of a loss of the output, and of the same output when its cotangent is an array. */
const both =
  <P>(params: P, run: (p: P) => Output) =>
  (loss: (y: Output) => Tensor<[]>): readonly [P, P] => {
    const dOutput = direct(loss, run(params))
    return [grad((p: P) => loss(run(p)))(params), grad((p: P) => sum(mul(run(p), dOutput)))(params)]
  }

const [elman, long, gated] = [rnn(options), lstm(options), gru(options)]
const networks = {
  rnn: both(elman.init(manualSeed(1))[0], (p) => elman.apply(p)(x).output),
  lstm: both(long.init(manualSeed(1))[0], (p) => long.apply(p)(x).output),
  gru: both(gated.init(manualSeed(1))[0], (p) => gated.apply(p)(x).output),
}

describe.each(Object.entries(losses))('%s', (_, loss) => {
  test.each(Object.entries(networks))('of the output of an %s: what the array of its numbers gives', (_, gradients) => {
    const [got, want] = gradients(loss)
    expect(got).toEqual(want)
  })
})
