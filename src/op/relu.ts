import { mapNumbers } from './map-numbers.js'

/** The positive part of each number: `y = max(0, x)`. NaN stays NaN and -0 stays -0, as in PyTorch. The slope at 0 is 0. */
export const relu = mapNumbers(
  (x) => (x >= 0 || Number.isNaN(x) ? x : 0),
  (y) => (y > 0 || Number.isNaN(y) ? 1 : 0),
)
