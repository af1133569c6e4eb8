/** The laws of reverse mode, whatever the operations. */
import { describe, expect, test } from 'vitest'
import {
  elman,
  type Feature,
  feature,
  fold,
  grad,
  layer,
  manualSeed,
  randn,
  rnn,
  ShapeError,
  seq,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  toSteps,
  valueAndGrad,
  zeros,
} from '../../src/index.js'
import { add } from '../../src/op/add.js'
import { mul } from '../../src/op/mul.js'

type Vector = Tensor<[Feature<2>]>
const a = tensor([feature(2)], [2, -3])
const b = tensor([feature(2)], [5, 7])

test('a product: each factor gets the other', () => {
  const [value, grads] = valueAndGrad((p: { a: Vector; b: Vector }) => sum(mul(p.a, p.b)))({ a, b })
  expect(value.toArray()).toBe(10 - 21)
  expect(grads.a.toArray()).toEqual([5, 7])
  expect(grads.b.toArray()).toEqual([2, -3])
})

test('a parameter that is used twice gets both', () => {
  expect(grad((p: Vector) => sum(add(mul(p, p), p)))(a).toArray()).toEqual([5, -5])
})

test('an unused parameter gets zeros', () => {
  expect(grad((p: { a: Vector; b: Vector }) => sum(p.a))({ a, b }).b.toArray()).toEqual([0, 0])
})

test('stopGradient', () => {
  expect(grad((p: Vector) => sum(mul(p, stopGradient(p))))(a).toArray()).toEqual([2, -3])
})

describe('an Elman cell', () => {
  test('through fold', () => {
    const [params] = rnn({ inputSize: 2, hiddenSize: 2 }).init(manualSeed(1))
    const [x] = randn([seq(4), feature(2)])(manualSeed(2))
    const p = { weight_ih: params.weight_ih_l0, weight_hh: params.weight_hh_l0, bias_ih: params.bias_ih_l0 }
    const [value, grads] = valueAndGrad((p0: typeof p) => sum(fold(elman(p0)<[]>)(zeros([feature(2)]))(toSteps(x))))(p)
    expect(value.shape).toEqual([])
    expect(grads.weight_hh.shape).toEqual([2, 2])
  })
})

test('a network refuses', () => {
  const net = rnn({ inputSize: 2, hiddenSize: 2 })
  const [params] = net.init(manualSeed(1))
  const x = zeros([seq(4), feature(2)])
  expect(() => grad((p: typeof params) => sum(net.apply(p)(x).output))(params)).toThrow(ShapeError)
  expect(() =>
    grad((h: Tensor<[Feature<2>]>) => sum(net.apply(params)(x, tensor([layer(1), feature(2)], h.data)).output))(a),
  ).not.toThrow()
})
