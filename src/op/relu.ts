import { mapNumbers } from './map-numbers.js'

/** The positive part of each number: `y = max(0, x)`. NaN stays NaN, as in PyTorch. */
export const relu = mapNumbers((x) => (x <= 0 ? 0 : x))
