import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type Cotangent, record } from './record.js'

/**
 * `y[i] = f(x[i])`, rounded to float32: what an operation on single numbers is made of. Its slope `dy/dx` is a function of the output, so that the
 * tape need keep nothing else.
 */
export const mapNumbers =
  (f: (x: number) => number, slope: (y: number) => number) =>
  <S extends Shape>(x: FloatTensor<S>): FloatTensor<S> => {
    const y = floatsOf(x).map(f)
    return record([x], wrap<FloatTensor<S>>(x.axes, y), (dy) => [scaled(dy, y, slope)])
  }

/** As `mapNumbers`, where the slope is a function of the input. */
export const mapNumbersBySlopeAtInput =
  (f: (x: number) => number, slope: (x: number) => number) =>
  <S extends Shape>(x: FloatTensor<S>): FloatTensor<S> => {
    const from = floatsOf(x)
    return record([x], wrap<FloatTensor<S>>(x.axes, from.map(f)), (dy) => [scaled(dy, from, slope)])
  }

/** `dx[i] = dy[i] * slope(at[i])`. */
const scaled = (dy: Cotangent, at: Float32Array, slope: (x: number) => number): Cotangent =>
  dy.map((d, i) => d * slope(at[i] ?? Number.NaN))
