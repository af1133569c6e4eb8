import type { RoleOr } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { Gathered, IndicesOr } from '../../types/part.js'
import * as sentences from '../../types/sentences.js'
import { roomForIntegers } from '../room.js'
import { wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, numbersOf, wrap } from '../tensor/tensor.js'
import { along, reduced } from './along.js'
import { addAt, pick, sameAxes } from './broadcast.js'
import { checkFloats, checkIntegers } from './check.js'
import { checkIndices } from './check-indices.js'
import { record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/**
 * The numbers that integers pick along the axis of a role: one for each place of the other axes, or several.
 *
 * `y_oi = x_(o, index_oi, i)`; each number of `dy` is added to `dx` where it came from
 *
 *   x : [..., Role, ...]   index : [..., ...] of i32           y : [..., ...]
 *   x : [..., Role, ...]   index : [..., Picks, ...] of i32    y : [..., Picks, ...]
 *
 * @throws ShapeError where an integer is no index, the axes don't go together, or an argument is no tensor of its type
 * @see https://pytorch.org/docs/1.13/generated/torch.gather.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, gather, tensor } from 'shapefold'
 *
 * const scores = tensor([batch(2), feature(3)], [[1, 2, 3], [4, 5, 6]])
 * const classes = tensor([batch(2)], Int32Array.of(2, 0))
 * assert.deepStrictEqual(gather(scores, 'feature', classes).toArray(), [3, 4])
 */
export const gather = <X, const R, I>(
  x: FloatsOr<X, 'x', 'gather'>,
  role: RoleOr<R, FloatShape<X>, 'x', 'gather'>,
  index: IndicesOr<I, FloatShape<X>, R>,
): Gathered<I> => {
  const t = checkFloats(x, 'x', 'gather')
  const { index: at, axis, size, inner } = along(t.axes, role, 'x', 'gather')
  const indices = checkIntegers(index, 'index', 'gather')
  const without = reduced(t.axes, role, at)
  const picked = indices.axes[at]
  const single = sameAxes(indices.axes, without)
  const several =
    indices.axes.length === t.axes.length &&
    picked?.role === axis.role &&
    sameAxes(reduced(indices.axes, role, at), without)
  if (!single && !several)
    return fail('index axes', { got: wordsOf(indices.axes), want: wordsOf(t.axes), role: axis.role })
  checkIndices(indices, 'index', axis, 'x')
  const count = single ? 1 : (picked?.size ?? 1)
  const numbers = numbersOf(indices)
  const places = roomForIntegers(numbers.length)
  for (let i = 0; i < places.length; i++) {
    const block = Math.floor(i / (count * inner))
    places[i] = (block * size + (numbers[i] ?? 0)) * inner + (i % inner)
  }
  const from = floatsOf(t)
  const { length } = from
  return record([t], wrap<Gathered<I>>(indices.axes, pick(from, places)), (dy) => [addAt(dy, places, length)])
}
