import type { RoleOr } from '../../types/along.js'
import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { BehindOr, Joint } from '../../types/rearrange.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { axisOf } from '../tensor/axis.js'
import { countOf, labelOf, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { addSizes } from '../tensor/size.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { along } from './along.js'
import { sameAxis } from './broadcast.js'
import { checkFloats } from './check.js'
import { record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/** Blocks of `a` and of `b` in turn: the numbers of both one behind the other along an axis. */
const joined = (a: Float32Array, b: Float32Array, outer: number): Float32Array => {
  const y = roomForFloats(a.length + b.length)
  const [widthA, widthB] = [a.length / outer, b.length / outer]
  for (let o = 0; o < outer; o++) {
    y.set(a.subarray(o * widthA, (o + 1) * widthA), o * (widthA + widthB))
    y.set(b.subarray(o * widthB, (o + 1) * widthB), o * (widthA + widthB) + widthA)
  }
  return y
}

/** Of each of `outer` blocks the `count` numbers from `start` on. */
export const part = (x: Float32Array, outer: number, start: number, count: number): Float32Array => {
  const y = roomForFloats(outer * count)
  const width = x.length / outer
  for (let o = 0; o < outer; o++) y.set(x.subarray(o * width + start, o * width + start + count), o * count)
  return y
}

/**
 * Two tensors one behind the other, along their features or along the axis of another role. All other axes must be the same.
 *
 * `da` and `db` are the parts of `dy`
 *
 *   a : [..., A, ...]   b : [..., B, ...]   y : [..., A + B, ...]
 *
 * @throws ShapeError where another axis differs, a has no such axis or two, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.cat.html
 * @example
 * import * as assert from 'node:assert'
 * import { concat, feature, seq, tensor } from 'shapefold'
 *
 * const a = tensor([seq(1), feature(2)], [[1, 2]])
 * const b = tensor([seq(1), feature(2)], [[3, 4]])
 * assert.deepStrictEqual(concat(a, b).toArray(), [[1, 2, 3, 4]])
 * assert.deepStrictEqual(concat(a, b, 'seq').toArray(), [[1, 2], [3, 4]])
 */
export const concat = <A, B, const R = 'feature'>(
  a: FloatsOr<A, 'a', 'concat'>,
  b: BehindOr<A, B, R>,
  role?: RoleOr<R, FloatShape<A>, 'a', 'concat'>,
): FloatTensor<Joint<FloatShape<A>, FloatShape<B>, NoInfer<R>>> => {
  const [left, right] = [checkFloats(a, 'a', 'concat'), checkFloats(b, 'b', 'concat')]
  const { index, axis } = along(left.axes, role ?? 'feature', 'a', 'concat')
  const other = right.axes[index]
  const fits = left.axes.every((one, i) => i === index || sameAxis(one, right.axes[i]))
  if (!fits || right.axes.length !== left.axes.length || other?.role !== axis.role)
    return fail('axes beside each other', { got: wordsOf(right.axes), want: wordsOf(left.axes), role: axis.role })
  return concatAt(left, right, index, axis, other)
}

/** `concat` along an axis of `a` and one of `b` at the same index, of tensors that are known to fit. */
export const concatAt = <T>(
  a: FloatTensor<Shape>,
  b: FloatTensor<Shape>,
  index: number,
  axis: AnyAxis,
  other: AnyAxis,
): T => {
  const outer = countOf(a.axes.slice(0, index))
  const both = axisOf(axis.role, addSizes(labelOf(axis), labelOf(other)), axis.size + other.size)
  const [from, behind] = [floatsOf(a), floatsOf(b)]
  const [widthA, widthB] = [from.length / outer, behind.length / outer]
  const axes = a.axes.map((one, i) => (i === index ? both : one))
  const output = wrap<T>(axes, joined(from, behind, outer))
  return record([a, b], output, (dy, [needsA, needsB]) => [
    needsA ? part(dy, outer, 0, widthA) : undefined,
    needsB ? part(dy, outer, widthA, widthB) : undefined,
  ])
}
