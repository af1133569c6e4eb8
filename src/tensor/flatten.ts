import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { DType } from '../../types/tensor-body.js'
import { roomForFloats, roomForIntegers } from '../room.js'
import { shown } from './message.js'
import { countOf, wordsOf } from './shape.js'
import { failOf } from './shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors)

/** The numbers of a tensor. */
export type Numbers = Float32Array | Int32Array

/** Room for the numbers of a shape: zeros. Throws where there is none. */
export const roomFor = (axes: Shape, dtype: DType): Numbers => {
  const count = countOf(axes)
  try {
    return dtype === 'i32' ? roomForIntegers(count) : roomForFloats(count)
  } catch {
    return fail('no memory', { axes: wordsOf(axes), got: count })
  }
}

/** Whether a value is a list of values: an array, or a typed array of any kind. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

/** Whether data for so many axes is nested. Its first element tells: only one is looked at, since a list may claim to be endless. */
export const isNested = (data: ArrayLike<unknown>, rank: number): boolean => rank > 1 && isList(data[0])

/** A value in a sentence, on one line of some length. */
const quoted = (value: unknown): string => {
  const text = shown(value).replace(/\s+/g, ' ')
  return text.length > 40 ? `${text.slice(0, 37)}...` : text
}

/** `data[1][0]` as it is written. */
const pathOf = (indices: readonly number[]): string => `data${indices.map((i) => `[${i}]`).join('')}`

/**
 * Data as flat numbers for a shape: a copy. A number alone is the data of no axes. Flat data is taken as it is, in row-major order; nested data must have the length of each axis
 * all the way down. Room is made only once the lengths are right. Throws a ShapeError that names the place where they aren't.
 */
export const flatten = (axes: Shape, data: unknown): Numbers => {
  if (axes.length === 0 && typeof data === 'number') return roomFor(axes, 'f32').fill(data)
  if (!isList(data)) return fail('not data', { got: quoted(data) })
  const nested = isNested(data, axes.length)
  const want = countOf(axes)
  if (nested) checkLengths(axes, data, [])
  else if (data.length !== want) return fail('wrong count', { got: data.length, axes: wordsOf(axes), want })
  else checkNumber(data, 0, [])
  const numbers = roomFor(axes, data instanceof Int32Array ? 'i32' : 'f32')
  if (nested) copyNested(axes, data, numbers, [], 0)
  else copy(data, numbers, 0, [])
  return numbers
}

/** The number at a place of a list; throws where it is none. */
const checkNumber = (list: ArrayLike<unknown>, i: number, path: readonly number[]): number => {
  const value = list[i]
  return typeof value === 'number' ? value : fail('not a number', { path: pathOf([...path, i]), got: quoted(value) })
}

/** Throws where a list has another length than its axis, down to the lists of numbers. */
const checkLengths = (axes: Shape, data: unknown, path: readonly number[]): void => {
  const index = path.length
  const axis = axes[index]
  if (axis === undefined || !isList(data)) {
    // Of a number in place the types know that it is one, and no more.
    const got = typeof data === 'number' ? 'a number' : quoted(data)
    fail('not a list', { path: pathOf(path), got, depth: axes.length, axes: wordsOf(axes) })
  } else if (data.length !== axis.size && path.some((i) => i > 0)) {
    fail('ragged', { path: pathOf(path), got: data.length, index, want: axis.size })
  } else if (data.length !== axis.size) {
    fail('wrong length', { index, got: data.length, axes: wordsOf(axes), role: axis.role, want: axis.size })
  } else if (index === axes.length - 1) checkNumber(data, 0, path)
  else for (let i = 0; i < axis.size; i++) checkLengths(axes, data[i], [...path, i])
}

const copyNested = (axes: Shape, data: unknown, to: Numbers, path: readonly number[], start: number): void => {
  const axis = axes[path.length]
  // The lengths are right, so this is only for data that changes while it is read.
  if (axis === undefined || !isList(data) || data.length !== axis.size) {
    fail('unreadable', { what: pathOf(path), got: 'it changes' })
  } else if (path.length === axes.length - 1) copy(data, to, start, path)
  else {
    const inner = countOf(axes.slice(path.length + 1))
    for (let i = 0; i < axis.size; i++) copyNested(axes, data[i], to, [...path, i], start + i * inner)
  }
}

const copy = (from: ArrayLike<unknown>, to: Numbers, start: number, path: readonly number[]): void => {
  if (from instanceof Float32Array || from instanceof Int32Array) to.set(from, start)
  else for (let i = 0, { length } = from; i < length; i++) to[start + i] = checkNumber(from, i, path)
}
