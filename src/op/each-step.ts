import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Tensor as IntTensor } from '../../types/int-tensor.js'
import type { Shape } from '../../types/shape.js'
import { axisOf } from '../tensor/axis.js'
import { packedOf, sequencesOf } from '../tensor/sequences.js'
import { layoutOf, placesOf, putRows, takeRows, unpackIntegers } from './own-steps.js'

/**
 * What treats each time step alone takes packed sequences and gives them packed. It sees a tensor, `x`, computes with it, and `back` makes of the result
 * what goes with the input. The cast in `back`: to the type that the caller's signature computes.
 */
export interface Steps<X> {
  readonly x: X
  readonly back: <Y>(y: FloatTensor<Shape>) => Y
}

const unchanged = <Y>(y: FloatTensor<Shape>): Y => y as unknown as Y

/**
 * Floats, after a check of the whole tensor. Of packed sequences `x` has a row for each of their own steps, behind one axis, in the order of PyTorch's
 * `PackedSequence.data`: padding is never computed with.
 */
export const eachStep = (given: unknown, check: (x: unknown) => FloatTensor<Shape>): Steps<FloatTensor<Shape>> => {
  const sequences = sequencesOf(given)
  if (sequences === undefined) return { x: check(given), back: unchanged }
  const tensor = check(sequences.tensor)
  const { lengths } = sequences
  const places = placesOf(lengths, layoutOf(tensor))
  return {
    x: takeRows(tensor, places, [axisOf('row', places.length, places.length)]),
    back: (y) => packedOf(putRows(y, places, tensor.axes.slice(0, 2)), lengths, true),
  }
}

/** Integers, likewise. They keep their places, so that a fault can name its own, and what stands after an end is 0, which is in every table. */
export const eachToken = (
  given: unknown,
  check: (x: unknown) => IntTensor<Shape, 'i32'>,
): Steps<IntTensor<Shape, 'i32'>> => {
  const sequences = sequencesOf(given)
  if (sequences === undefined) return { x: check(given), back: unchanged }
  const { tensor, lengths } = sequences
  return { x: unpackIntegers(check(tensor), lengths), back: (y) => packedOf(y, lengths, false) }
}
