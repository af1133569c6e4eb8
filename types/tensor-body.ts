import type { ReadonlyFloat32Array, ReadonlyInt32Array } from './readonly-array.js'
import type { Nested, Numbers, Shape } from './shape.js'

/** The type of a tensor's numbers: 32-bit floats, or 32-bit integers for class and token ids. */
export type DType = 'f32' | 'i32'

declare const brand: unique symbol

/** Whatever has the mark of a tensor: a tensor, of any axes. */
export interface Branded<out D extends DType> {
  readonly [brand]: D
}

/** What every tensor has. */
export interface TensorBody<out S extends Shape, out D extends DType> {
  /** Only this library makes tensors: a look-alike does not fit. (It stands here again, since a base would cost each tensor type an instantiation.) */
  readonly [brand]: D
  readonly dtype: D
  /** The axes, from the outermost to the contiguous one. */
  readonly axes: Readonly<S>
  /** The sizes as numbers, as in PyTorch. */
  readonly shape: Numbers<S>
  /** The numbers in row-major order. Not to be written. */
  readonly data: D extends 'f32' ? ReadonlyFloat32Array : ReadonlyInt32Array
  /** The numbers as nested arrays, a copy. */
  readonly toArray: () => Nested<S>
}
