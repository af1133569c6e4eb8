import type { Shape } from './shape.js'
import type { DType } from './tensor-body.js'

declare const brand: unique symbol

/** Whatever has the mark of packed sequences, of any axes. */
export interface PackedBrand<out D extends DType> {
  readonly [brand]: D
}

/** What all packed sequences have. */
export interface PackedBody<out S extends Shape, out D extends DType> {
  /** Only this library packs: a look-alike does not fit. (It stands here again, as with tensors.) */
  readonly [brand]: D
  readonly dtype: D
  /** The axes of the tensor: the first two are time and batch, in either order. */
  readonly axes: Readonly<S>
  /** How long each sequence is, in the order of the batch. */
  readonly lengths: readonly number[]
}
