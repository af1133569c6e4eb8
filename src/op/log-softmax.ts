import type { MaybeRoleOr } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { alongOrLast } from './along.js'
import { checkFloats } from './check.js'
import { maxAlong } from './max.js'
import { record } from './record.js'
import { ONE_NUMBER, sumsOfExp } from './softmax.js'
import type { Cut } from './sum.js'

const forward = (x: Float32Array, cut: Cut): Float32Array => {
  const { outer, size, inner } = cut
  const most = maxAlong(x, cut)
  const logs = sumsOfExp(x, most, cut).map(Math.log)
  const y = roomForFloats(x.length)
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner, to = o * inner; i < inner; i++)
        y[at + i] = (x[at + i] ?? 0) - (most[to + i] ?? 0) - (logs[to + i] ?? 0)
  return y
}

/** `dx_k = dy_k - exp(y_k) sum_j dy_j`. */
const backward = (dy: Float32Array, y: Float32Array, { outer, size, inner }: Cut): Float32Array => {
  const dx = roomForFloats(y.length)
  const sums = new Float64Array(inner)
  for (let o = 0; o < outer; o++) {
    sums.fill(0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++) sums[i] = (sums[i] ?? 0) + (dy[at + i] ?? 0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        dx[at + i] = (dy[at + i] ?? 0) - Math.exp(y[at + i] ?? 0) * (sums[i] ?? 0)
  }
  return dx
}

/**
 * The logarithm of `softmax`, exact also where a probability is too small to be a number.
 *
 * `y_k = x_k - log sum_j exp(x_j)`, with `dx_k = dy_k - exp(y_k) sum_j dy_j`
 *
 *   x, y : [..., Role, ...]
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.functional.log_softmax.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, logSoftmax, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(logSoftmax(tensor([feature(2)], [1000, 0])).toArray(), [0, -1000])
 */
export const logSoftmax = <X, const R = undefined>(
  x: FloatsOr<X, 'x', 'logSoftmax'>,
  role?: MaybeRoleOr<R, FloatShape<X>, 'x', 'logSoftmax'>,
): X => {
  const t = checkFloats(x, 'x', 'logSoftmax')
  const cut = alongOrLast(t.axes, role, 'x', 'logSoftmax') ?? ONE_NUMBER
  const y = forward(floatsOf(t), cut)
  return record([t], wrap<X>(t.axes, y), (dy) => [backward(dy, y, cut)])
}
