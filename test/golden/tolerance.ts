import { largest } from './distance.js'
import { type GradientCase, gradientsOf, joined, type RecurrentCase } from './recurrent-cases.js'

/**
 * How far a result may be from PyTorch's: 1e-6 of the largest number of the run; or, where that is more, 4 times what
 * rounding the inputs alone can change; or 16 steps of the denormal numbers. README.md gives the reasons and what was measured.
 */
export const toleranceOf = ({ output, hidden, cell, sensitivity }: RecurrentCase): number =>
  Math.max(1e-6 * largest(joined([output, hidden, cell])), 4 * sensitivity, 16 * 2 ** -149)

/** As for results; the largest gradient of the run counts, since the terms of the others' sums come from it. */
export const gradientToleranceOf = (one: GradientCase): number =>
  Math.max(1e-6 * largest(joined(gradientsOf(one))), 4 * one.sensitivity)
