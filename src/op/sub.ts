import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/** The difference of two tensors of the same axes: `y = a - b`. */
export const sub = <S extends Shape>(a: FloatTensor<S>, b: FloatTensor<S>): FloatTensor<S> => {
  const right = floatsOf(b)
  const y = floatsOf(a).map((x, i) => x - (right[i] ?? Number.NaN))
  return record([a, b], wrap<FloatTensor<S>>(a.axes, y), (dy, [, needsB]) => [
    dy,
    needsB ? dy.map((d) => -d) : undefined,
  ])
}
