import type { AxisOf } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message, Shown } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Compare, PositiveInteger, Size } from './size.js'
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

/** `X` itself where it is packed, otherwise what is wrong with it. */
export type PackedOr<X> = X extends Packed<Shape> ? X : NoInfer<NotPacked<X>>
type NotPacked<X> = Message<'not packed', { got: X extends AnyTensor ? 'a tensor' : Shown<X> }>

/** The sequences of `X`, with zeros after the end of each. */
export type Unpacked<X> = X extends Packed<infer S extends Shape> ? FloatTensor<S> : never

/** The size of the axis of a role of `X`. */
type SizeOf<X, Role extends string> =
  X extends FloatTensor<infer S extends Shape>
    ? Extract<S[number], AxisOf<Role>> extends { readonly label: infer Label }
      ? Label
      : never
    : never

/**
 * `L` itself where it may be the lengths of the sequences of `X`, otherwise what is wrong with it. A list of literals is checked here, one by one; of other
 * lists, and against sizes that have a name, the run time knows.
 */
export type LengthsOr<L, X> = L extends AnyTensor
  ? L extends IntTensor<readonly [AxisOf<'batch'>], 'i32'>
    ? SizeOf<X, 'batch'> extends ShapeOf<L>[0]['label']
      ? L
      : Message<'count of lengths', { got: ShapeOf<L>[0]['label'] & Size; want: SizeOf<X, 'batch'> }>
    : Message<'lengths of other axes', { got: Roles<ShapeOf<L>>; type: L['dtype'] }>
  : L extends readonly unknown[]
    ? number extends L['length']
      ? L extends readonly number[]
        ? L
        : Message<'not lengths', { got: 'an array' }>
      : SizeOf<X, 'batch'> extends L['length'] | string
        ? FirstFault<L, SizeOf<X, 'seq'>> extends infer Fault extends string
          ? Fault
          : L
        : Message<'count of lengths', { got: L['length']; want: SizeOf<X, 'batch'> }>
    : L extends ArrayLike<number>
      ? L
      : Message<'not lengths', { got: Shown<L> }>

/** What is wrong with the first literal that is no length of a sequence within `Time` steps; true where all are. */
type FirstFault<L extends readonly unknown[], Time, Before extends readonly unknown[] = []> = L extends readonly [
  infer First,
  ...infer Rest,
]
  ? IsLength<First, Time> extends true
    ? FirstFault<Rest, Time, [...Before, First]>
    : Message<'not a length', { index: Before['length']; got: Shown<First>; want: Time }>
  : true

type IsLength<N, Time> = N extends number
  ? number extends N
    ? true
    : `${N}` extends PositiveInteger
      ? Time extends number
        ? Compare<N, Time> extends 1
          ? false
          : true
        : true
      : false
  : false
