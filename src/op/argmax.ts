import type { RoleOr, Without } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { Tensor } from '../../types/tensor.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { along, reduced } from './along.js'
import { checkFloats } from './check.js'
import type { Cut } from './sum.js'

const places = (x: Float32Array, { outer, size, inner }: Cut): Int32Array => {
  const y = new Int32Array(outer * inner)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const at = (k: number): number => x[(o * size + k) * inner + i] ?? 0
      let best = 0
      for (let k = 1; k < size && !Number.isNaN(at(best)); k++) if (!(at(k) <= at(best))) best = k
      y[o * inner + i] = best
    }
  return y
}

/**
 * The place of the largest number along the axis of a role, which it takes away: the first one of several, or the first NaN. Places are integers, so
 * no gradient goes through.
 *
 *   x : [..., Role, ...]   y : [..., ...] of i32
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.argmax.html
 * @example
 * import * as assert from 'node:assert'
 * import { argmax, batch, feature, tensor } from 'shapefold'
 *
 * const scores = tensor([batch(2), feature(3)], [[1, 9, 3], [4, 5, 6]])
 * assert.deepStrictEqual(argmax(scores, 'feature').toArray(), [1, 2])
 */
export const argmax = <X, const R>(
  x: FloatsOr<X, 'x', 'argmax'>,
  role: RoleOr<R, FloatShape<X>, 'x', 'argmax'>,
): Tensor<Without<FloatShape<X>, R>, 'i32'> => {
  const t = checkFloats(x, 'x', 'argmax')
  const cut = along(t.axes, role, 'x', 'argmax')
  return wrap(reduced(t.axes, role, cut.index), places(floatsOf(t), cut))
}
