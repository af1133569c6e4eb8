import { mapNumbers } from './map-numbers.js'

/** The logistic function of each number: `y = 1 / (1 + exp(-x))`. */
export const sigmoid = mapNumbers(
  (x) => 1 / (1 + Math.exp(-x)),
  (y) => y * (1 - y),
)
