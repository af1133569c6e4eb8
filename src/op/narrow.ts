import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { NarrowAxisOr, Narrowed, StartOr } from '../../types/part.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { toSizedAxis } from '../tensor/axis.js'
import { labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type Along, along } from './along.js'
import { checkFloats } from './check.js'
import { part } from './concat.js'
import { record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes, sentences.parts)

/** The numbers of a part put back in their place among zeros: the way back of `part`. */
export const putBack = (y: Float32Array, outer: number, start: number, width: number): Float32Array => {
  const x = roomForFloats(outer * width)
  const count = y.length / outer
  for (let o = 0; o < outer; o++) x.set(y.subarray(o * count, (o + 1) * count), o * width + start)
  return x
}

/** The `count` places from `start` on along an axis, under the axes that are given. */
export const partOf = <T>(
  t: FloatTensor<Shape>,
  { outer, size, inner }: Along,
  axes: Shape,
  start: number,
  count: number,
): T => {
  const output = wrap<T>(axes, part(floatsOf(t), outer, start * inner, count * inner))
  return record([t], output, (dy) => [putBack(dy, outer, start * inner, size * inner)])
}

/** Throws the sentence of `slice` where no part goes from `start` to before `end` along an axis. */
export const checkBounds = ({ axis, size }: Along, start: number, end: number): void => {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > size)
    fail('no such slice', { role: axis.role, size: labelOf(axis), start, end })
}

/** The axes with another one at an index. */
export const replaced = (axes: Shape, index: number, axis: AnyAxis): Shape =>
  axes.map((one, i) => (i === index ? axis : one))

/**
 * The part of a tensor that begins at `start` and is as long as the axis that is given. `slice` with its length in place of its end: since the axis may
 * have a named size, length and start may be any numbers that the program computes.
 *
 * `y_k = x_(start + k)`, with `dy` in its place among zeros for `dx`
 *
 *   x : [..., Role, ...]   y : [..., axis, ...]
 *
 * @throws ShapeError where the part ends outside, x has no axis of this role, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.narrow.html
 * @example
 * import * as assert from 'node:assert'
 * import { narrow, seq, tensor } from 'shapefold'
 *
 * const x = tensor([seq(5)], [1, 2, 3, 4, 5])
 * const length = [0, 0].length
 * assert.deepStrictEqual(narrow(x, seq('Window', length), 1).toArray(), [2, 3])
 */
export const narrow = <X, A, const Start>(
  x: FloatsOr<X, 'x', 'narrow'>,
  axis: NarrowAxisOr<A, FloatShape<X>>,
  start: StartOr<Start, A, FloatShape<X>>,
): Narrowed<X, A> => {
  const t = checkFloats(x, 'x', 'narrow')
  const wanted = toSizedAxis(axis) ?? fail('not an axis', {})
  const from = Number(start)
  const cut = along(t.axes, wanted.role, 'x', 'narrow')
  checkBounds(cut, from, from + wanted.size)
  return partOf(t, cut, replaced(t.axes, cut.index, wanted), from, wanted.size)
}
