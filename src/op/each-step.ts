import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Tensor as IntTensor } from '../../types/int-tensor.js'
import type { Shape } from '../../types/shape.js'
import { axisOf } from '../tensor/axis.js'
import { packedOf, type Sequences, sequencesOf } from '../tensor/sequences.js'
import { layoutOf, placesOf, putRows, takeRows, unpackIntegers } from './own-steps.js'

/** What is computed of each step alone, of packed sequences: a tensor, `x`, and `back`, which makes of a result of it what goes with the sequences. */
export interface Steps<X> {
  readonly x: X
  readonly back: <Y>(y: FloatTensor<Shape>) => Y
}

/** Reads packed sequences, after a check of their whole tensor. */
export type Reader<X> = (sequences: Sequences, check: (x: unknown) => X) => Steps<X>

/**
 * Floats: `x` has a row for each own step, behind one axis, in the order of PyTorch's `PackedSequence.data`. So padding is never computed with, and what
 * comes back has zeros there.
 */
export const eachStep: Reader<FloatTensor<Shape>> = ({ tensor, lengths }, check) => {
  const padded = check(tensor)
  const places = placesOf(lengths, layoutOf(padded))
  return {
    x: takeRows(padded, places, [axisOf('row', places.length, places.length)]),
    back: (y) => packedOf(putRows(y, places, padded.axes.slice(0, 2)), lengths, true),
  }
}

/** Integers: they keep their places, so that a fault can name its own, and what stands after an end is 0, which is in every table. */
export const eachToken: Reader<IntTensor<Shape, 'i32'>> = ({ tensor, lengths }, check) => ({
  x: unpackIntegers(check(tensor), lengths),
  back: (y) => packedOf(y, lengths, false),
})

/** Runs what treats each step alone: on a tensor as it is, and on packed sequences step by step, packed again. */
export const through = <X, Y>(
  given: unknown,
  read: Reader<X>,
  check: (x: unknown) => X,
  run: (x: X) => FloatTensor<Shape>,
): Y => {
  const sequences = sequencesOf(given)
  // The cast: to the type that the caller's signature computes.
  if (sequences === undefined) return run(check(given)) as unknown as Y
  const { x, back } = read(sequences, check)
  return back(run(x))
}
