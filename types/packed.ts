import type { AxisOf } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message, Shown } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Size } from './size.js'
import type { AnyTensor, ShapeOf } from './tensor.js'

declare const brand: unique symbol

/**
 * Sequences of several lengths side by side, in a tensor of the axes `S` that is as long as the longest may be. What stands after a sequence's own end
 * influences nothing.
 */
export interface Packed<out S extends Shape> {
  /** Only `packed` and networks make these. */
  readonly [brand]: true
  /** The axes of the tensor. */
  readonly axes: Readonly<S>
  /** How long each sequence is, in the order of the batch. */
  readonly lengths: readonly number[]
}

/** Whatever may be packed: sequences side by side, time or batch first. */
export type Packable =
  | FloatTensor<readonly [AxisOf<'seq'>, AxisOf<'batch'>, AxisOf<'feature'>]>
  | FloatTensor<readonly [AxisOf<'batch'>, AxisOf<'seq'>, AxisOf<'feature'>]>

/** `X` itself where it may be packed, otherwise what is wrong with it. */
export type PackableOr<X> = X extends Packable ? X : NoInfer<PackableFault<X>>

type PackableFault<X> =
  X extends FloatTensor<Shape>
    ? ShapeOf<X> extends infer S extends Shape
      ? Message<'packed axes', { got: Roles<S> }>
      : never
    : X extends AnyTensor
      ? Message<'wrong type of data', { what: 'input'; got: 'i32'; want: 'f32'; who: 'packed' }>
      : Message<'not a tensor', { what: 'input' }>

/** The sequences of `X`, packed. */
export type PackedFrom<X> = X extends FloatTensor<infer S> ? Packed<S> : never

/** How many sequences `X` has. */
type BatchOf<X> =
  X extends FloatTensor<infer S extends Shape>
    ? Extract<S[number], AxisOf<'batch'>> extends { readonly label: infer Label }
      ? Label
      : never
    : never

/** `L` itself where it may be the lengths of the sequences of `X`, otherwise what is wrong with it. */
export type LengthsOr<L, X> = L extends AnyTensor
  ? L extends IntTensor<readonly [AxisOf<'batch'>], 'i32'>
    ? BatchOf<X> extends ShapeOf<L>[0]['label']
      ? L
      : Message<'count of lengths', { got: ShapeOf<L>[0]['label'] & Size; want: BatchOf<X> }>
    : Message<'lengths of other axes', { got: Roles<ShapeOf<L>>; type: L['dtype'] }>
  : L extends readonly number[]
    ? number extends L['length']
      ? L
      : number extends BatchOf<X>
        ? L
        : BatchOf<X> extends L['length'] | string
          ? L
          : Message<'count of lengths', { got: L['length']; want: BatchOf<X> }>
    : L extends ArrayLike<number>
      ? L
      : Message<'not lengths', { got: Shown<L> }>
