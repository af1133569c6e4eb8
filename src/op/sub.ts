import { zipNumbers } from './map-numbers.js'

/** The difference of two tensors of the same axes: `y = a - b`. */
export const sub = zipNumbers((a, b) => a - b)
