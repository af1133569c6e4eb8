import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/** The sum of all numbers, taken in float64 and rounded once. */
export const sum = (x: FloatTensor<Shape>): FloatTensor<[]> => {
  const from = floatsOf(x)
  const output: FloatTensor<[]> = wrap([], Float32Array.of(from.reduce((total, one) => total + one, 0)))
  return record([x], output, ([d = 0]) => [new Float32Array(from.length).fill(d)])
}
