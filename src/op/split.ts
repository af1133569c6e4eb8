import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
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
  const from = floatsOf(x)
  const width = like.shape.at(-1) ?? 1
  const places = (part: number): readonly [from: number, to: number][] =>
    Array.from({ length: from.length / count / width }, (_, row) => [row * width * count + part * width, row * width])
  const parts = Array.from({ length: count }, (_, part) => {
    const y = new Float32Array(from.length / count)
    for (const [at, to] of places(part)) y.set(from.subarray(at, at + width), to)
    return wrap<FloatTensor<S>>(like.axes, y)
  })
  const outputs = recordAll([x], parts, (cotangents) => {
    const dx = new Float32Array(from.length)
    for (const [part, dy] of cotangents.entries())
      if (dy !== undefined) for (const [at, to] of places(part)) dx.set(dy.subarray(to, to + width), at)
    return [dx]
  })
  // The cast: there are as many parts as were asked for.
  return outputs as unknown as Times<FloatTensor<S>, Count>
}
