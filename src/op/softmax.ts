import type { MaybeRoleOr } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { alongOrLast } from './along.js'
import { checkFloats } from './check.js'
import { maxAlong } from './max.js'
import { record } from './record.js'
import type { Cut } from './sum.js'

/** A tensor without axes is one number. */
export const ONE_NUMBER: Cut = { outer: 1, size: 1, inner: 1 }

/** The sums of `exp(x - max)` along an axis, in float64. */
export const sumsOfExp = (x: Float32Array, most: Float32Array, { outer, size, inner }: Cut): Float64Array => {
  const sums = new Float64Array(outer * inner)
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner, to = o * inner; i < inner; i++)
        sums[to + i] = (sums[to + i] ?? 0) + Math.exp((x[at + i] ?? 0) - (most[to + i] ?? 0))
  return sums
}

const forward = (x: Float32Array, cut: Cut): Float32Array => {
  const { outer, size, inner } = cut
  const most = maxAlong(x, cut)
  const sums = sumsOfExp(x, most, cut)
  const y = roomForFloats(x.length)
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner, to = o * inner; i < inner; i++)
        y[at + i] = Math.exp((x[at + i] ?? 0) - (most[to + i] ?? 0)) / (sums[to + i] ?? 1)
  return y
}

/** `dx_k = y_k (dy_k - sum_j dy_j y_j)`. */
const backward = (dy: Float32Array, y: Float32Array, { outer, size, inner }: Cut): Float32Array => {
  const dx = roomForFloats(y.length)
  const dots = new Float64Array(inner)
  for (let o = 0; o < outer; o++) {
    dots.fill(0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        dots[i] = (dots[i] ?? 0) + (dy[at + i] ?? 0) * (y[at + i] ?? 0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        dx[at + i] = (y[at + i] ?? 0) * ((dy[at + i] ?? 0) - (dots[i] ?? 0))
  }
  return dx
}

/**
 * Numbers as probabilities that sum to 1 along an axis: the last one, or that of a role. The largest is taken off first, so that none overflows.
 *
 * `y_k = exp(x_k) / sum_j exp(x_j)`, with `dx_k = y_k (dy_k - sum_j dy_j y_j)`
 *
 *   x, y : [..., Role, ...]
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.functional.softmax.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, softmax, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(softmax(tensor([feature(2)], [1000, 1000])).toArray(), [0.5, 0.5])
 */
export const softmax = <X, const R = undefined>(
  x: FloatsOr<X, 'x', 'softmax'>,
  role?: MaybeRoleOr<R, FloatShape<X>, 'x', 'softmax'>,
): X => {
  const t = checkFloats(x, 'x', 'softmax')
  const cut = alongOrLast(t.axes, role, 'x', 'softmax') ?? ONE_NUMBER
  const y = forward(floatsOf(t), cut)
  return record([t], wrap<X>(t.axes, y), (dy) => [backward(dy, y, cut)])
}
