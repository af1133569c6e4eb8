import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'

/** `y[i] = f(x[i])`, rounded to float32. What an operation on single numbers is made of. */
export const mapNumbers =
  (f: (x: number) => number) =>
  <S extends Shape>(x: FloatTensor<S>): FloatTensor<S> =>
    wrap(x.axes, floatsOf(x).map(f))

/** `y[i] = f(a[i], b[i])`, rounded to float32. */
export const zipNumbers =
  (f: (a: number, b: number) => number) =>
  <S extends Shape>(a: FloatTensor<S>, b: FloatTensor<S>): FloatTensor<S> => {
    const right = floatsOf(b)
    return wrap(
      a.axes,
      floatsOf(a).map((x, i) => f(x, right[i] ?? Number.NaN)),
    )
  }
