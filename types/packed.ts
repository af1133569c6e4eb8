import type { AnyAxis, Axis, AxisOf } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotTensor } from './floats.js'
import type { Packed as IntPacked } from './int-packed.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message, Shown } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Compare, PositiveInteger, Size } from './size.js'
import type { AnyTensor, ShapeOf } from './tensor.js'
import type { DType } from './tensor-body.js'

/**
 * Sequences of several lengths side by side: `Packed<[Seq<4>, Batch<2>, Feature<5>]>`, or of tokens `Packed<[Seq<4>, Batch<2>], 'i32'>`. The tensor is as
 * long as the longest may be; what stands after a sequence's own end influences nothing. Only `packed` makes these, and what takes them and gives them on.
 */
export type Packed<S extends Shape, D extends DType = 'f32'> =
  D extends Exclude<DType, 'f32'> ? IntPacked<S, D> : FloatPacked<S>

/** Any packed sequences, whatever their axes and their numbers. */
export type AnyPacked = FloatPacked<Shape> | IntPacked<Shape, 'i32'>

type PackableShape =
  | readonly [AxisOf<'seq'>, AxisOf<'batch'>, ...Shape]
  | readonly [AxisOf<'batch'>, AxisOf<'seq'>, ...Shape]

/** `X` itself where it may be packed: sequences side by side, time or batch first. Otherwise what is wrong with it. */
export type PackableOr<X> = X extends FloatTensor<PackableShape> | IntTensor<PackableShape, 'i32'>
  ? X
  : NoInfer<PackableFault<X>>

type PackableFault<X> = X extends AnyTensor
  ? ShapeOf<X> extends infer S extends Shape
    ? Message<'packed axes', { got: Roles<S> }>
    : never
  : NotTensor<X, 'input'>

/** The sequences of `X`, packed. */
export type PackedFrom<X> =
  X extends FloatTensor<infer S> ? FloatPacked<S> : X extends IntTensor<infer S, 'i32'> ? IntPacked<S, 'i32'> : never

/** `X` itself where it is packed, otherwise what is wrong with it. */
export type PackedOr<X, Who extends string> = X extends AnyPacked ? X : NoInfer<NotPacked<X, Who>>
type NotPacked<X, Who extends string> = Message<
  'not packed',
  { got: X extends AnyTensor ? 'a tensor' : Shown<X>; who: Who }
>

/** The sequences of `X`, with zeros after the end of each. */
export type Unpacked<X> =
  X extends FloatPacked<infer S extends Shape>
    ? FloatTensor<S>
    : X extends IntPacked<infer S extends Shape, 'i32'>
      ? IntTensor<S, 'i32'>
      : never

/** The own steps of `X`, one behind the other. How many there are, the run time knows. */
export type Unpadded<X> =
  X extends FloatPacked<readonly [AnyAxis, AnyAxis, ...infer Rest extends Shape]>
    ? FloatTensor<[OwnSteps, ...Rest]>
    : X extends IntPacked<readonly [AnyAxis, AnyAxis, ...infer Rest extends Shape], 'i32'>
      ? IntTensor<[OwnSteps, ...Rest], 'i32'>
      : never

/** All own steps of packed sequences. */
type OwnSteps = Axis<'step', 'Steps'>

/** The size of the axis of a role of `X`, among the two that sequences begin with. */
type SizeOf<X, Role extends string> =
  ShapeOf<X> extends infer S extends Shape
    ? Extract<S[0] | S[1], AxisOf<Role>> extends { readonly label: infer Label }
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
