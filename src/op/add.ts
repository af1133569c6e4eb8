import { zipNumbers } from './map-numbers.js'

/** The sum of two tensors of the same axes: `y = a + b`. */
export const add = zipNumbers((a, b) => a + b)
