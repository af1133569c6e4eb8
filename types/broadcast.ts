import type { AnyAxis } from './axis.js'
import type { FloatShape, NotFloats } from './floats.js'
import type { Message } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { IsUnion } from './size.js'
import type { Branded } from './tensor-body.js'

/**
 * Operations on two tensors number by number. One of the two may lack axes of the other, and is repeated along those: its own axes, each of the same
 * role and size, must stand in the other in the same order. They are paired from the last one on. A plain number is repeated along all. The run-time
 * twin is `src/op/broadcast.ts`.
 *
 *   [Seq, Batch, Feature] with [Feature], [Batch, Feature], [Seq, Feature], [Seq, Batch], [] ... gives [Seq, Batch, Feature]
 */

/** `A` itself where it may be an operand: a tensor of floats or a number. */
export type OperandOr<A, Who extends string> = A extends Branded<'f32'> | number ? A : NoInfer<NotFloats<A, 'a', Who>>

/** `B` itself where it may be the second operand beside `A`, otherwise what is wrong with it. */
export type SecondOr<A, B, Who extends string> = [B] extends [A]
  ? SameOr<A, B, Who>
  : [A] extends [number]
    ? [B] extends [Branded<'f32'>]
      ? B
      : NoInfer<NotFloats<B, 'b', Who>>
    : [B] extends [number]
      ? B
      : [B] extends [Branded<'f32'>]
        ? IsUnion<A> | IsUnion<B> extends false
          ? [Aligned<A, B>] extends [never]
            ? NoInfer<OperandFault<FloatShape<A>, FloatShape<B>, Who>>
            : B
          : NoInfer<Message<'several shapes', { what: 'a or b'; who: Who }>>
        : NoInfer<NotFloats<B, 'b', Who>>

/** Two operands of one type: the common case, settled at once. */
type SameOr<A, B, Who extends string> = [B] extends [Branded<'f32'>]
  ? IsUnion<A> extends true
    ? NoInfer<Message<'several shapes', { what: 'a or b'; who: Who }>>
    : B
  : NoInfer<NotFloats<B, 'b', Who>>

/** The tensor that `A` and `B` make: the one of them that has all the axes. */
export type Broadcast<A, B> = [B] extends [A] ? A : [A] extends [number] ? B : [B] extends [number] ? A : Aligned<A, B>

/** The one of two tensors that has all the axes; never where neither has. */
type Aligned<A, B> =
  Stands<FloatShape<B>, FloatShape<A>> extends true ? A : Stands<FloatShape<A>, FloatShape<B>> extends true ? B : never

/** Whether the axes of `Small` stand among those of `Big`, in order: each from the last one on takes the last equal axis that is left. */
export type Stands<Small extends Shape, Big extends Shape> = Small extends readonly []
  ? true
  : Big extends readonly [...infer BigRest extends Shape, infer B extends AnyAxis]
    ? Small extends readonly [...infer SmallRest extends Shape, infer A extends AnyAxis]
      ? A extends B
        ? Stands<SmallRest, BigRest>
        : Stands<Small, BigRest>
      : false
    : false

type OperandFault<A extends Shape, B extends Shape, Who extends string> = Message<
  'operand axes',
  { got: WordsOf<B>; want: WordsOf<A>; who: Who }
>
