import type { AxisAlong, Replaced, RoleOr, Without } from './along.js'
import type { AnyAxis, AxisNamed } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { FloatShape, NotTensor } from './floats.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { Add, CallOf, Compare, Size, Subtract } from './size.js'
import type { AnyTensor } from './tensor.js'

/** Operations that take a part of a tensor along one axis: `slice`, `narrow`, `select`, `gather`. */

type LabelAlong<S extends Shape, R> = AxisAlong<S, R>['label'] & Size

/** `End` itself where there is a slice from `Start` to it along the axis of role `R`. What a name stands for, the run time alone knows. */
export type EndOr<End, Start, S extends Shape, R> = Start extends number
  ? End extends number
    ? number extends Start | End
      ? NoInfer<Message<'plain bound', { call: CallOf<R> }>>
      : IsWithin<Start, End, LabelAlong<S, R>> extends true
        ? End
        : NoInfer<NoSlice<Start, End, S, R>>
    : number
  : number

type NoSlice<Start extends Size, End extends Size, S extends Shape, R> = Message<
  'no such slice',
  { role: R & string; size: LabelAlong<S, R>; start: Start; end: End }
>

type IsWithin<Start extends number, End extends number, Length extends Size> =
  IsIndex<Start> extends true
    ? IsIndex<End> extends true
      ? Compare<Start, End> extends -1
        ? Length extends number
          ? Compare<End, Length> extends 1
            ? false
            : true
          : true
        : false
      : false
    : false

/** Whether a number counts from 0: no sign, no fraction. */
type IsIndex<N extends number> = `${N}` extends `-${string}` | `${string}.${string}` | `${string}e${string}`
  ? false
  : true

/** The shape of what stands from `Start` to before `End` along the axis of role `R`. */
export type Slice<S extends Shape, R, Start, End> = Replaced<
  S,
  R,
  AxisNamed<R & string, Subtract<End & number, Start & number>>
>

/** `A` itself where it may be an axis of a part of the shape `S`. */
export type NarrowAxisOr<A, S extends Shape> = A extends AnyAxis
  ? RoleOr<A['role'], S, 'x', 'narrow'> extends A['role']
    ? A
    : NoInfer<RoleOr<A['role'], S, 'x', 'narrow'>>
  : NoInfer<Message<'not an axis', object>>

/** `Start` itself where the part that begins there ends within the axis, as far as literals tell. */
export type StartOr<Start, A, S extends Shape> = Start extends number
  ? A extends AnyAxis
    ? number extends Start
      ? Start
      : A['label'] extends number
        ? IsIndex<Start> extends true
          ? LabelAlong<S, A['role']> extends infer Length extends number
            ? Compare<Add<Start, A['label']>, Length> extends 1
              ? NoInfer<NoSlice<Start, Add<Start, A['label']>, S, A['role']>>
              : Start
            : Start
          : NoInfer<NoSlice<Start, A['label'], S, A['role']>>
        : Start
    : Start
  : number

/** The part of a tensor that has the axis `A`. */
export type Narrowed<X, A> = A extends AnyAxis ? FloatTensor<Replaced<FloatShape<X>, A['role'], A>> : never

/** `I` itself where it is an index along the axis of role `R`; a negative one counts from the end. */
export type IndexOr<I, S extends Shape, R> = I extends number
  ? number extends I
    ? I
    : LabelAlong<S, R> extends infer Length extends number
      ? `${I}` extends `${string}.${string}` | `${string}e${string}`
        ? NoInfer<NoIndex<I, S, R>>
        : `${I}` extends `-${infer P extends number}`
          ? Compare<P, Length> extends 1
            ? NoInfer<NoIndex<I, S, R>>
            : I
          : Compare<I, Length> extends -1
            ? I
            : NoInfer<NoIndex<I, S, R>>
      : I
  : number

type NoIndex<I extends number, S extends Shape, R> = Message<
  'no such index',
  { role: R & string; size: LabelAlong<S, R>; index: I }
>

/** `I` itself where its integers may pick numbers of `S` along the axis of role `R`. */
export type IndicesOr<I, S extends Shape, R> =
  I extends IntTensor<infer Own, 'i32'>
    ? [Own] extends [Without<S, R> | Replaced<S, R, AxisAlong<Own, R>>]
      ? I
      : NoInfer<Message<'index axes', { got: WordsOf<Own>; want: WordsOf<S>; role: R & string }>>
    : NoInfer<
        I extends AnyTensor
          ? Message<'wrong type of data', { what: 'index'; got: 'f32'; want: 'i32'; who: 'gather' }>
          : NotTensor<I, 'index'>
      >

/** The numbers that the integers of `I` pick. */
export type Gathered<I> = I extends IntTensor<infer Own, 'i32'> ? FloatTensor<Own> : never
