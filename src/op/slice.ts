import type { RoleOr } from '../../types/along.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { EndOr, Slice } from '../../types/part.js'
import { axisOf } from '../tensor/axis.js'
import { along } from './along.js'
import { checkFloats } from './check.js'
import { checkBounds, partOf, replaced } from './narrow.js'

/**
 * The part of a tensor from `start` to before `end` along the axis of a role. Both count from 0, and are literals: their difference is a size. For
 * numbers that are computed there is `narrow`.
 *
 * `y_k = x_(start + k)`, with `dy` in its place among zeros for `dx`
 *
 *   x : [..., Role, ...]   y : [..., end - start, ...]
 *
 * @throws ShapeError where there is no such part, x has no axis of this role, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.narrow.html
 * @example
 * import * as assert from 'node:assert'
 * import { seq, slice, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(slice(tensor([seq(4)], [1, 2, 3, 4]), 'seq', 1, 3).toArray(), [2, 3])
 */
export const slice = <X, const R, const Start extends number, const End>(
  x: FloatsOr<X, 'x', 'slice'>,
  role: RoleOr<R, FloatShape<X>, 'x', 'slice'>,
  start: Start,
  end: EndOr<End, Start, FloatShape<X>, R>,
): FloatTensor<Slice<FloatShape<X>, R, Start, End>> => {
  const t = checkFloats(x, 'x', 'slice')
  const cut = along(t.axes, role, 'x', 'slice')
  const to = Number(end)
  checkBounds(cut, start, to)
  const axis = axisOf(cut.axis.role, to - start, to - start)
  return partOf(t, cut, replaced(t.axes, cut.index, axis), start, to - start)
}
