import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/** The product of two tensors of the same axes, number by number: `y = a * b`. */
export const mul = <S extends Shape>(a: FloatTensor<S>, b: FloatTensor<S>): FloatTensor<S> => {
  const [left, right] = [floatsOf(a), floatsOf(b)]
  return record([a, b], wrap<FloatTensor<S>>(a.axes, product(left, right)), (dy, [needsA, needsB]) => [
    needsA ? product(dy, right) : undefined,
    needsB ? product(dy, left) : undefined,
  ])
}

const product = (a: Float32Array, b: Float32Array): Float32Array => a.map((x, i) => x * (b[i] ?? Number.NaN))
