import type { Shape } from './shape.js'
import type { TensorBody } from './tensor-body.js'

/**
 * A tensor of 32-bit floats. It is called `Tensor` here, and takes one parameter, so that editors show
 * `Tensor<[Seq<4>, Batch<2>]>`: they never leave out a default. `tensor.ts` gives the public name.
 */
export interface Tensor<out S extends Shape> extends TensorBody<S, 'f32'> {}
