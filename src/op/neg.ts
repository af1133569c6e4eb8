import type { FloatsOr } from '../../types/floats.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { checkFloats } from './check.js'
import { record } from './record.js'

/** `y[i] = -x[i]`. */
export const negated = (x: Float32Array): Float32Array => {
  const y = roomForFloats(x.length)
  for (let i = 0; i < y.length; i++) y[i] = -(x[i] ?? 0)
  return y
}

/**
 * The negative of each number.
 *
 * `y = -x`, with `dx = -dy`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.neg.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, neg, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(neg(tensor([feature(2)], [1, -2])).toArray(), [-1, 2])
 */
export const neg = <X>(x: FloatsOr<X, 'x', 'neg'>): X => {
  const t = checkFloats(x, 'x', 'neg')
  return record([t], wrap<X>(t.axes, negated(floatsOf(t))), (dy) => [negated(dy)])
}
