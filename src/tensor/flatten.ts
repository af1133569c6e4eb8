import type { either } from 'fp-ts'
import type { Shape } from '../../types/shape.js'
import { left, right } from './either.js'
import { shown } from './message.js'
import { countOf, wordsOf } from './shape.js'
import { type ShapeError, shapeError } from './shape-error.js'

/** The numbers of a tensor. */
export type Numbers = Float32Array | Int32Array

const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)

/** `[1][0]` as it is written. */
const pathOf = (indices: readonly number[]): string => `data${indices.map((i) => `[${i}]`).join('')}`

/**
 * Data as flat numbers for a shape: a copy. Flat data is taken as it is, in row-major order; nested data must have the length of each axis
 * all the way down. Nothing that it is given makes it throw.
 */
export const flatten = (axes: Shape, data: unknown): either.Either<ShapeError, Numbers> => {
  if (!isArrayLike(data)) return left(shapeError('not data', { got: shown(data) }))
  const isFlat = !Array.isArray(data) || axes.length === 1 || !data.some(Array.isArray)
  const want = countOf(axes)
  if (isFlat && data.length !== want)
    return left(shapeError('wrong count', { got: data.length, axes: wordsOf(axes), want }))
  const numbers = data instanceof Int32Array ? new Int32Array(want) : new Float32Array(want)
  const fault = isFlat ? copy(data, numbers, 0, []) : copyNested(axes, data, numbers, [], 0)
  return fault === undefined ? right(numbers) : left(fault)
}

const copy = (
  from: ArrayLike<unknown>,
  to: Numbers,
  start: number,
  path: readonly number[],
): ShapeError | undefined => {
  if (from instanceof Float32Array || from instanceof Int32Array) {
    to.set(from, start)
    return undefined
  }
  for (let i = 0; i < from.length; i++) {
    const value = from[i]
    if (typeof value !== 'number') return shapeError('not a number', { path: pathOf([...path, i]), got: shown(value) })
    to[start + i] = value
  }
  return undefined
}

const copyNested = (
  axes: Shape,
  data: unknown,
  to: Numbers,
  path: readonly number[],
  start: number,
): ShapeError | undefined => {
  const axis = axes[path.length]
  if (axis === undefined || !isArrayLike(data))
    return shapeError('not a list', { path: pathOf(path), got: shown(data), depth: axes.length, axes: wordsOf(axes) })
  if (data.length !== axis.size) {
    return shapeError('wrong length', {
      index: path.length,
      got: data.length,
      axes: wordsOf(axes),
      role: axis.role,
      want: axis.size,
    })
  }
  if (path.length === axes.length - 1) return copy(data, to, start, path)
  const inner = countOf(axes.slice(path.length + 1))
  for (let i = 0; i < data.length; i++) {
    const fault = copyNested(axes, data[i], to, [...path, i], start + i * inner)
    if (fault !== undefined) return fault
  }
  return undefined
}
