import { mapNumbers } from './map-numbers.js'

/** The positive part of each number: `y = max(0, x)`. NaN stays NaN and -0 stays -0, as in PyTorch. */
export const relu = mapNumbers((x) => (x >= 0 || Number.isNaN(x) ? x : 0))
