import type { RoleOr, Without } from '../../types/along.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { IndexOr } from '../../types/part.js'
import * as sentences from '../../types/sentences.js'
import { labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { along, reduced } from './along.js'
import { checkFloats } from './check.js'
import { partOf } from './narrow.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/**
 * What stands at one place along the axis of a role, which it takes away: a time step, say. A negative index counts from the end.
 *
 * `y = x_index`, with `dy` in its place among zeros for `dx`
 *
 *   x : [..., Role, ...]   y : [..., ...]
 *
 * @throws ShapeError where there is no such index, x has no axis of this role, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.select.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, select, seq, tensor } from 'shapefold'
 *
 * const x = tensor([seq(2), feature(2)], [[1, 2], [3, 4]])
 * assert.deepStrictEqual(select(x, 'seq', -1).toArray(), [3, 4])
 * assert.deepStrictEqual(select(x, 'feature', 0).toArray(), [1, 3])
 */
export const select = <X, const R, const I>(
  x: FloatsOr<X, 'x', 'select'>,
  role: RoleOr<R, FloatShape<X>, 'x', 'select'>,
  index: IndexOr<I, FloatShape<X>, R>,
): FloatTensor<Without<FloatShape<X>, R>> => {
  const t = checkFloats(x, 'x', 'select')
  const cut = along(t.axes, role, 'x', 'select')
  const at = Number(index)
  if (!Number.isInteger(at) || at < -cut.size || at >= cut.size)
    return fail('no such index', { role: cut.axis.role, size: labelOf(cut.axis), index: at })
  return partOf(t, cut, reduced(t.axes, role, cut.index), at < 0 ? at + cut.size : at, 1)
}
