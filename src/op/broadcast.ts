import type { AnyAxis } from '../../types/axis.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { countOf } from '../tensor/shape.js'

/** The run-time twin of `types/broadcast.ts`: how a tensor that lacks axes of another is repeated along those. */

export const sameAxis = (a: AnyAxis | undefined, b: AnyAxis | undefined): boolean =>
  a !== undefined && b !== undefined && a.role === b.role && a.label === b.label

/** Whether two lists of axes have the same roles and sizes. */
export const sameAxes = (a: Shape, b: Shape): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!sameAxis(a[i], b[i])) return false
  return true
}

/**
 * For each axis of `big` how far the numbers of `small` move along it: 0 where it is repeated. Undefined where its axes don't stand in `big`; the twin
 * of `Stands`.
 */
export const stridesIn = (small: Shape, big: Shape): readonly number[] | undefined => {
  const strides: number[] = new Array(big.length).fill(0)
  let left = small.length
  let stride = 1
  for (let i = big.length - 1; i >= 0 && left > 0; i--) {
    const axis = small[left - 1]
    if (axis === undefined || !sameAxis(axis, big[i])) continue
    strides[i] = stride
    stride *= axis.size
    left--
  }
  return left === 0 ? strides : undefined
}

/** For each number of a tensor of axes `big`, in order, the place that strides lead to. */
export const placesOf = (big: Shape, strides: readonly number[]): Int32Array => {
  const places = new Int32Array(countOf(big))
  // Axis by axis from the last: what is filled so far is the block that the next axis repeats, each time a stride further.
  let filled = 1
  for (let axis = big.length - 1; axis >= 0; axis--) {
    const size = big[axis]?.size ?? 1
    const stride = strides[axis] ?? 0
    for (let k = 1; k < size; k++)
      for (let i = 0; i < filled; i++) places[k * filled + i] = (places[i] ?? 0) + k * stride
    filled *= size
  }
  return places
}

/** The numbers of `x` at those places. */
export const pick = (x: Float32Array, places: Int32Array): Float32Array => {
  const y = roomForFloats(places.length)
  for (let i = 0; i < y.length; i++) y[i] = x[places[i] ?? 0] ?? 0
  return y
}

/** The inverse of `pick`: each number is added where it came from. Sums are taken in float64 and rounded once. */
export const addAt = (y: Float32Array, places: Int32Array, length: number): Float32Array => {
  const sums = new Float64Array(length)
  for (let i = 0; i < y.length; i++) {
    const place = places[i] ?? 0
    sums[place] = (sums[place] ?? 0) + (y[i] ?? 0)
  }
  return Float32Array.from(sums)
}

/** The sum of all numbers in float64. */
export const total = (x: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] ?? 0
  return sum
}
