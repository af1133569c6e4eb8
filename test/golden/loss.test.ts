/** Every loss under every option, with its gradients, against PyTorch's; make_loss.py made the numbers. */

import { describe, expect, test } from 'vitest'
import { valueAndGrad } from '../../src/grad/value-and-grad.js'
import { mul } from '../../src/op/mul.js'
import { sum } from '../../src/op/sum.js'
import { axisOf } from '../../src/tensor/axis.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { wrap } from '../../src/tensor/tensor.js'
import { bceWithLogits } from '../../src/train/loss/bce-with-logits.js'
import { crossEntropy } from '../../src/train/loss/cross-entropy.js'
import { l1 } from '../../src/train/loss/l1.js'
import { mse } from '../../src/train/loss/mse.js'
import { nll } from '../../src/train/loss/nll.js'
import { smoothL1 } from '../../src/train/loss/smooth-l1.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { distance, largest } from './distance.js'
import { float32, int32, readJson, ulpsApart } from './read.js'

interface Golden {
  readonly cases: readonly {
    readonly loss: keyof typeof losses
    readonly shape: readonly number[]
    readonly options: Readonly<Record<string, unknown>>
    readonly tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: string }>>
    readonly float32: Readonly<Record<string, string>>
    readonly double: Readonly<Record<string, string>>
  }[]
}

// The cast: the cases call these with what the script wrote, which no types describe.
const losses = { mse, l1, smoothL1, crossEntropy, nll, bceWithLogits } as unknown as Readonly<
  Record<
    'mse' | 'l1' | 'smoothL1' | 'crossEntropy' | 'nll' | 'bceWithLogits',
    (...args: unknown[]) => FloatTensor<Shape>
  >
>

const { cases } = readJson<Golden>('loss.json')

/** Roles for up to three axes: the last one is the classes. */
const axesOf = (shape: readonly number[], full: number): Shape => {
  const roles = ['seq', 'batch', 'class'].slice(3 - full)
  return shape.map((size, i) => axisOf(roles[i] ?? 'other', size, size))
}

/** The tensors of a case. Weights that PyTorch broadcasts over an axis of size 1 are without that axis here. */
const tensorsOf = ({ tensors, shape }: Golden['cases'][number]): Readonly<Record<string, AnyTensor>> =>
  Object.fromEntries(
    Object.entries(tensors).map(([key, { shape: own, data }]) => {
      const isIds = key === 'target' && (own.length < shape.length || 'logProbabilities' in tensors)
      const numbers = isIds ? int32(data) : float32(data)
      const all = axesOf(shape, shape.length)
      const isWeight = key === 'weight' || key === 'posWeight'
      const axes = isWeight && own.length === 1 ? all.slice(-1) : all.slice(0, own.length)
      return [
        key,
        wrap<AnyTensor>(
          axes.filter((_, i) => own[i] !== 1 || own.length < 2),
          numbers,
        ),
      ]
    }),
  )

/** The loss and the gradients of all its differentiable inputs, of the loss's sum weighted by numbers that PyTorch drew, too. */
const run = (one: Golden['cases'][number]): Readonly<Record<string, Float32Array>> => {
  const { weight, posWeight, ...inputs } = tensorsOf(one)
  const options = { ...one.options, ...(weight && { weight }), ...(posWeight && { posWeight }) }
  const [prediction] = Object.keys(inputs).filter((key) => key !== 'target')
  const names = [prediction ?? '', 'target']
  const isFixed = inputs.target?.dtype === 'i32'
  const params = Object.fromEntries(names.filter((name) => !(isFixed && name === 'target')).map((n) => [n, inputs[n]]))
  let value: FloatTensor<Shape> | undefined
  const f = (given: Readonly<Record<string, AnyTensor | undefined>>): FloatTensor<[]> => {
    value = losses[one.loss](...names.map((name) => given[name] ?? inputs[name]), options)
    const dy = drawUniform(manualSeed(99), value.data.length)[0].map((u) => u * 2 - 1)
    return sum(value.axes.length === 0 ? value : mul(value, wrap<FloatTensor<Shape>>(value.axes, dy)))
  }
  const [, grads] = valueAndGrad(f)(params)
  return {
    value: value?.data ?? new Float32Array(0),
    ...Object.fromEntries(Object.entries(grads).map(([key, grad]) => [`d${key}`, Float32Array.from(grad?.data ?? [])])),
  }
}

describe('a loss and its gradients are PyTorch’s', () => {
  test.each(
    cases.map(
      (one, i) =>
        [one.loss, one.shape.join(' by '), JSON.stringify(one.options), Object.keys(one.tensors).join(' '), i] as const,
    ),
  )('%s of %s, %s, with %s (%i)', (_, __, ___, ____, index) => {
    const one = cases[index]
    if (one === undefined) throw new Error('no such case')
    const got = run(one)
    expect(Object.keys(got).sort()).toEqual(Object.keys(one.double).sort())
    for (const [key, numbers] of Object.entries(got)) {
      const [exact, rounded] = [float32(one.double[key] ?? ''), float32(one.float32[key] ?? '')]
      expect(numbers, key).toHaveLength(exact.length)
      const finite = [...exact.keys()].filter((i) => Number.isFinite(exact[i]))
      const only = (list: Float32Array): Float32Array => Float32Array.from(finite, (i) => list[i] ?? Number.NaN)
      // NaN and infinities stand where PyTorch has them.
      expect(
        [...numbers].map((x) => (Number.isFinite(x) ? 0 : x)),
        key,
      ).toEqual([...exact].map((x) => (Number.isFinite(x) ? 0 : x)))
      expect(Math.max(0, ...ulpsApart(only(numbers), only(exact))), key).toBeLessThanOrEqual(1)
      expect(distance(only(numbers), only(rounded)), key).toBeLessThanOrEqual(2e-6 * largest(only(exact)))
    }
  })
})

test('the gradient of a target beside an infinite logit is infinite, as PyTorch’s: the negative of the logit', () => {
  const logits = wrap<FloatTensor<Shape>>([axisOf('batch', 2, 2)], Float32Array.of(-Infinity, Infinity))
  const target = wrap<FloatTensor<Shape>>([axisOf('batch', 2, 2)], Float32Array.of(0.25, 0.5))
  const loss = (t: FloatTensor<Shape>): FloatTensor<[]> => sum(bceWithLogits(logits, t, { reduction: 'sum' }))
  expect([...valueAndGrad(loss)(target)[1].data]).toEqual([Infinity, -Infinity])
})
