import { zipNumbers } from './map-numbers.js'

/** The product of two tensors of the same axes, number by number: `y = a * b`. */
export const mul = zipNumbers((a, b) => a * b)
