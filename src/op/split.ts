import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { recordAll } from './record.js'

/** `Count` times `T`. */
export type Times<T, Count extends number, Done extends readonly T[] = []> = Done['length'] extends Count
  ? Done
  : Times<T, Count, [...Done, T]>

/**
 * A tensor in equal parts along its features, each with the axes of `like`: the gates of a cell, which its weights compute at once.
 *
 *   x    : [..., Count * Part]
 *   like : [..., Part]
 *   y    : Count tensors of [..., Part]
 */
export const split = <S extends Shape, Count extends number>(
  x: FloatTensor<Shape>,
  count: Count,
  like: FloatTensor<S>,
): Times<FloatTensor<S>, Count> => {
  const width = like.shape.at(-1) ?? 1
  const size = floatsOf(like).length
  const parts = Array.from({ length: count }, (_, part) => {
    const y = roomForFloats(size)
    eachRow(size, width, count, part, (at, start) => y.set(floatsOf(x).subarray(start, start + width), at))
    return wrap<FloatTensor<S>>(like.axes, y)
  })
  const recorded = recordAll([x], parts, (cotangents, _, { whole }) => {
    const dx = roomForFloats(size * count)
    for (const [part, cotangent] of cotangents.entries()) {
      const dy = cotangent && whole(cotangent)
      if (dy !== undefined) eachRow(size, width, count, part, (at, start) => dx.set(dy.subarray(at, at + width), start))
    }
    return [dx]
  })
  // The cast: there are as many parts as were asked for.
  return recorded as unknown as Times<FloatTensor<S>, Count>
}

/** Where each row of a part begins, in the part and in the whole. */
const eachRow = (
  size: number,
  width: number,
  count: number,
  part: number,
  visit: (at: number, start: number) => void,
): void => {
  for (let at = 0; at < size; at += width) visit(at, at * count + part * width)
}
