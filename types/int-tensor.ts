import type { Shape } from './shape.js'
import type { DType, TensorBody } from './tensor-body.js'

/** A tensor of another type of numbers, shown as `Tensor<[Seq<4>], "i32">`. See `float-tensor.ts` for its name. */
export interface Tensor<out S extends Shape, out D extends Exclude<DType, 'f32'>> extends TensorBody<S, D> {}
