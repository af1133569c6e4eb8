/**
 * How far two correct runs may be from each other, in one place for all tests that hold an engine to the fold or to a reference.
 *
 * Each sum is rounded in an order of its own. A term is of the size of the weights, so rounding goes by that, even where the terms cancel and the
 * sum is small: over 6,000 random runs a result was at most 6.4e-7 of the larger of its largest number and the size of a weight off, but up to
 * 3.7e-5 of its largest number alone. And every term adds a rounding of its own, which are as often up as down, so that of many terms the
 * rounding grows as the root of their number.
 */
import type { RecurrentResult, RecurrentSpec } from '../../src/kernel/contract.js'
import { largest } from '../golden/distance.js'

type Numbers = Float32Array | Float64Array

/** How many times H rows a weight has. */
export const gatesOf = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const

/** Of a sum of so many terms, as a part of the size of the sum or of a term: 1e-6 up to 64 of them. */
const roundingOf = (terms: number): number => 1e-6 * Math.max(1, Math.sqrt(terms / 64))

type Sizes = Omit<RecurrentSpec, 'kind' | 'bias'>

/** The terms of the longest sum, which is over the widest input and the state before. */
const termsOf = ({ inputSize, hiddenSize, projSize, directions, numLayers }: Sizes): number => {
  const width = projSize || hiddenSize
  return width + (numLayers > 1 ? Math.max(inputSize, directions * width) : inputSize)
}

/** What a result may be off. */
export const tolerance = (spec: Sizes): number => roundingOf(termsOf(spec))

/**
 * What a gradient may be off. A layer passes its rounding on to those below it; a long sum is over all rows, those of each time step of each
 * sequence, or over all gates.
 */
export const gradientTolerance = ({ kind, hiddenSize, numLayers }: RecurrentSpec, rows: number): number =>
  numLayers * roundingOf(Math.max(rows, gatesOf[kind] * hiddenSize))

/**
 * What the rounding of gradients goes by: the largest number of all of them, or what is to be expected of numbers drawn from -1 to 1, some
 * 0.6 each: 1, or in the gradient of a weight the root of the number of products of two. Gradients are sums of products with gradients of the
 * steps and layers above; where these cancel, one may be small as a whole, but is rounded as its terms are. Over 60,000 random runs none was
 * off by more than 0.7 of what is allowed; by its own largest number alone, one in some thousands was off by more than all of it.
 */
export const sizeOfGradients = (gradients: readonly (Numbers | undefined)[], rows: number): number =>
  gradients.reduce(
    (most, one) => Math.max(most, one === undefined ? 0 : largest(one)),
    Math.max(1, Math.sqrt(rows) / 3),
  )

/** The size of a weight, as initial weights and those of `randomWeights` are drawn. */
export const sizeOfWeights = ({ hiddenSize }: Pick<RecurrentSpec, 'hiddenSize'>): number => 1 / Math.sqrt(hiddenSize)

/** The largest difference, as a part of the largest value, or of `least`; NaN and the infinities must be at the same places. */
export const difference = (got: Float32Array, wanted: Numbers, least: number): number => {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY
  let largest = least
  let worst = 0
  wanted.forEach((value, i) => {
    const x = Number(got[i])
    if (Number.isFinite(value)) {
      largest = Math.max(largest, Math.abs(value))
      // A NaN where a number belongs must not slip through `max`.
      worst = Number.isFinite(x) ? Math.max(worst, Math.abs(x - value)) : Number.POSITIVE_INFINITY
    } else if (!Object.is(x, value)) worst = Number.POSITIVE_INFINITY
  })
  return worst / largest
}

/**
 * The differences of all results, as parts of the largest number, or of what is to be expected of the longest sum before it is activated: a term, or the
 * root of the number of terms, each of some third of a weight. Of a few units that is more than any result: one of one unit and 31 inputs was 1.01e-6 off.
 */
export const differences = (
  got: RecurrentResult,
  wanted: { readonly [Key in keyof RecurrentResult]: Numbers | undefined },
  spec: Sizes,
): number => {
  const least = sizeOfWeights(spec) * Math.max(1, Math.sqrt(termsOf(spec)) / 3)
  const of = (one: Float32Array | undefined, other: Numbers | undefined): number => {
    if (one === undefined || other === undefined) return one === other ? 0 : Number.POSITIVE_INFINITY
    return difference(one, other, least)
  }
  return Math.max(of(got.output, wanted.output), of(got.hidden, wanted.hidden), of(got.cell, wanted.cell))
}
