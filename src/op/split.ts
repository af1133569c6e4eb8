import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'

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
  const from = floatsOf(x)
  const width = like.shape.at(-1) ?? 1
  const parts = Array.from({ length: count }, (_, part) => {
    const y = new Float32Array(from.length / count)
    for (let at = 0; at < y.length; at += width) {
      const start = at * count + part * width
      y.set(from.subarray(start, start + width), at)
    }
    return wrap<FloatTensor<S>>(like.axes, y)
  })
  // The cast: there are as many parts as were asked for.
  return parts as unknown as Times<FloatTensor<S>, Count>
}
