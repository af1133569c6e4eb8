import type { AxisAlong, Replaced, RoleOr, Without } from './along.js'
import type { AnyAxis, AxisNamed } from './axis.js'
import type { AxesOr } from './constructor.js'
import type { FloatShape, NotFloats } from './floats.js'
import type { Message } from './message.js'
import type { Roles, Shape, WordsOf } from './shape.js'
import type { Add, IsUnion, Multiply, Size } from './size.js'
import type { Branded } from './tensor-body.js'

/** Operations that move numbers and don't change them: `transpose`, `permute`, `reshape`, `concat`. */

/** `X` itself where it has two axes or more. */
export type MatrixOr<X, Who extends string> =
  X extends Branded<'f32'>
    ? FloatShape<X> extends readonly [...Shape, AnyAxis, AnyAxis]
      ? X
      : NoInfer<Message<'too few axes', { what: 'x'; got: Roles<FloatShape<X>>; who: Who }>>
    : NoInfer<NotFloats<X, 'x', Who>>

/** The last two axes changed over. */
export type Transposed<S extends Shape> = S extends readonly [
  ...infer Lead extends Shape,
  infer A extends AnyAxis,
  infer B extends AnyAxis,
]
  ? [...Lead, B, A]
  : never

/** `R` itself where it names each axis of `S` once. */
export type OrderOr<R, S extends Shape> = R extends readonly string[]
  ? [Permuted<S, R>] extends [never]
    ? NoInfer<Message<'not an order', { order: `(${Joined<R>})`; got: Roles<S> }>>
    : R
  : NoInfer<Message<'not an order', { order: `(${Joined<R>})`; got: Roles<S> }>>

// Numbers are axes as PyTorch tells them.
type Joined<R> = R extends readonly [infer A extends string | number, ...infer Rest]
  ? Rest extends readonly []
    ? `${A}`
    : `${A}, ${Joined<Rest>}`
  : ''

/** The axes of `S` in the order of the roles `R`; never where those aren't all of them, each once. */
export type Permuted<S extends Shape, R, Out extends Shape = []> = R extends readonly [infer First, ...infer Rest]
  ? AxisAlong<S, First> extends infer A extends AnyAxis
    ? Permuted<Without<S, First>, Rest, [...Out, A]>
    : never
  : S extends readonly []
    ? Out
    : never

/** `A` itself where it may be the axes of as many numbers as `S` holds. */
export type ReshapedOr<A, S extends Shape> = A extends Shape
  ? number extends A['length']
    ? AxesOr<A>
    : SameCount<S, A> extends true
      ? A
      : NoInfer<Message<'another count', { got: WordsOf<S>; want: WordsOf<A>; first: CountOf<S>; second: CountOf<A> }>>
  : AxesOr<A>

/** Whether two shapes hold as many numbers. What both begin or end with is left out first: its size may be a type parameter. */
type SameCount<A extends Shape, B extends Shape> = A extends readonly [
  infer X extends AnyAxis,
  ...infer RestA extends Shape,
]
  ? B extends readonly [infer Y extends AnyAxis, ...infer RestB extends Shape]
    ? Holds<X['label']> extends Holds<Y['label']>
      ? SameCount<RestA, RestB>
      : SameCountFromEnd<A, B>
    : SameCountFromEnd<A, B>
  : SameCountFromEnd<A, B>

type SameCountFromEnd<A extends Shape, B extends Shape> = A extends readonly [
  ...infer RestA extends Shape,
  infer X extends AnyAxis,
]
  ? B extends readonly [...infer RestB extends Shape, infer Y extends AnyAxis]
    ? Holds<X['label']> extends Holds<Y['label']>
      ? SameCountFromEnd<RestA, RestB>
      : Equal<CountOf<A>, CountOf<B>>
    : Equal<CountOf<A>, 1>
  : Equal<1, CountOf<B>>

/** A size in an object, since the compiler compares type parameters there at once, and not bare or in a tuple. */
interface Holds<N> {
  readonly size: N
}

type Equal<A, B> = [A] extends [B] ? true : false

/** How many numbers a shape holds, in canonical form. */
type CountOf<S extends Shape, Out extends Size = 1> = S extends readonly [
  infer A extends AnyAxis,
  ...infer Rest extends Shape,
]
  ? CountOf<Rest, Multiply<Out, A['label'] & Size>>
  : Out

/** `B` itself where it may stand behind `A` along the axis of role `R`, which may be one that nobody wrote. */
export type BehindOr<A, B, R> = [B] extends [Branded<'f32'>]
  ? IsUnion<A> | IsUnion<B> extends false
    ? RoleOr<R, FloatShape<A>, 'a', 'concat'> extends R
      ? FloatShape<B> extends Replaced<FloatShape<A>, R, AxisAlong<FloatShape<B>, R>>
        ? B
        : NoInfer<
            Message<
              'axes beside each other',
              { got: WordsOf<FloatShape<B>>; want: WordsOf<FloatShape<A>>; role: R & string }
            >
          >
      : NoInfer<RoleOr<R, FloatShape<A>, 'a', 'concat'>>
    : NoInfer<Message<'several shapes', { what: 'a or b'; who: 'concat' }>>
  : NoInfer<NotFloats<B, 'b', 'concat'>>

/** The shape of `B` behind `A` along the axis of role `R`. */
export type Joint<A extends Shape, B extends Shape, R> = Replaced<
  A,
  R,
  AxisNamed<R & string, Add<AxisAlong<A, R>['label'] & Size, AxisAlong<B, R>['label'] & Size>>
>
