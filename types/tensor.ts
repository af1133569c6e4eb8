import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Shape } from './shape.js'
import type { DType } from './tensor-body.js'

/**
 * A block of numbers with its axes in its type: `Tensor<[Seq<4>, Batch<2>, Feature<5>]>`, or with integers
 * `Tensor<[Seq<4>, Batch<2>], 'i32'>`. It never changes.
 */
export type Tensor<S extends Shape, D extends DType = 'f32'> =
  D extends Exclude<DType, 'f32'> ? IntTensor<S, D> : FloatTensor<S>

/** Any tensor, whatever its axes and its numbers. */
export type AnyTensor = FloatTensor<Shape> | IntTensor<Shape, 'i32'>

/** The axes of a tensor. */
export type ShapeOf<T> = T extends FloatTensor<infer S> ? S : T extends IntTensor<infer S, 'i32'> ? S : never
