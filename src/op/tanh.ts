import { mapNumbers } from './map-numbers.js'

/** The hyperbolic tangent of each number: `y = tanh(x)`. */
export const tanh = mapNumbers(Math.tanh, (y) => 1 - y * y)
