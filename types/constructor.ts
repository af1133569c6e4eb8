import type { AnyAxis, Axis, OpenAxis } from './axis.js'
import type { Message } from './message.js'
import type { Shape } from './shape.js'
import type { CallOf, Size, SizeOr } from './size.js'
import type { Tensor } from './tensor.js'
import type { DType } from './tensor-body.js'

/** `A` itself where it may be the axes of a tensor, otherwise what is wrong. */
export type AxesOr<A> = A extends Shape
  ? number extends A['length']
    ? Message<'axes of any length', object>
    : A
  : NoInfer<AxesFault<A>>

type AxesFault<A> = A extends readonly [infer First, ...infer Rest]
  ? First extends AnyAxis
    ? AxesFault<Rest>
    : First extends OpenAxis<infer Open>
      ? Message<'name without a number', { role: Open['role']; got: Open['label'] & Size; call: CallOf<Open['role']> }>
      : Message<'not an axis', object>
  : Message<'not axes', object>

/** `A` itself where it may be axes that are still to be read off data: some may have a name and no number. */
export type OpenAxesOr<A> = A extends readonly (AnyAxis | OpenAxis<AnyAxis>)[]
  ? number extends A['length']
    ? Message<'axes of any length', object>
    : A
  : NoInfer<OpenAxesFault<A>>

type OpenAxesFault<A> = A extends readonly unknown[] ? Message<'not an axis', object> : Message<'not axes', object>

/** The shape of a list of axes: as a tuple that editors show without `readonly`, every name with its number. */
export type ShapeFrom<A> = A extends readonly (AnyAxis | OpenAxis<AnyAxis>)[]
  ? { -readonly [K in keyof A]: A[K] extends OpenAxis<infer Open> ? Open : A[K] }
  : never

/** The tensor of a list of axes. */
export type TensorFrom<A, D extends DType = 'f32'> = A extends Shape ? Tensor<[...A], D> : never

/** The tensor of a list of axes of which some are open. */
export type TensorRead<A, D extends DType = 'f32'> = ShapeFrom<A> extends infer S extends Shape ? Tensor<S, D> : never

/** The length of `randperm`: a positive integer, or the axis that the permutation is to have. */
export type LengthOr<N> = N extends AnyAxis
  ? N
  : N extends string
    ? Message<'not a size', { what: 'randperm'; call: 'batch(' }>
    : SizeOr<N, 'randperm', 'batch'>

/** A permutation of `N` things: along the axis that was given, or along one of its own. */
export type PermutationOf<N> = Tensor<[N extends AnyAxis ? N : Axis<'index', N & Size>], 'i32'>
