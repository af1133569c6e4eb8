import type { AnyAxis } from './axis.js'
import type { FloatShape, NotFloats } from './floats.js'
import type { Message } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { IsUnion } from './size.js'
import type { Branded } from './tensor-body.js'

/**
 * Products of matrices. The last axis of `a` is summed over against that axis of `b` of which a product is taken: its only axis, or the one before its
 * last. Both must have the same role and size. The run-time twin is in `src/op/matmul.ts`.
 *
 *   a [..., K]       b [K]            y [...]
 *   a [..., K]       b [K, N]         y [..., N]
 *   a [..., M, K]    b [..., K, N]    y [..., M, N]     the axes in front are the same
 */

/** `B` itself where `A` may be multiplied by it, otherwise what is wrong with it. */
export type FactorOr<A, B> = [B] extends [Branded<'f32'>]
  ? IsUnion<A> | IsUnion<B> extends false
    ? [ProductShape<FloatShape<A>, FloatShape<B>>] extends [never]
      ? NoInfer<FactorFault<FloatShape<A>, FloatShape<B>>>
      : B
    : NoInfer<Message<'several shapes', { what: 'a or b'; who: 'matmul' }>>
  : NoInfer<NotFloats<B, 'b', 'matmul'>>

/** The shape of a product; never where there is none. */
export type ProductShape<A extends Shape, B extends Shape> = A extends readonly [
  ...infer Lead extends Shape,
  infer K extends AnyAxis,
]
  ? B extends readonly [infer Row extends AnyAxis]
    ? Same<Row, K, Lead>
    : B extends readonly [infer Row extends AnyAxis, infer N extends AnyAxis]
      ? Same<Row, K, [...Lead, N]>
      : B extends readonly [...infer Front extends Shape, infer Row extends AnyAxis, infer N extends AnyAxis]
        ? Lead extends readonly [...Front, infer M extends AnyAxis]
          ? Same<Row, K, [...Front, M, N]>
          : never
        : never
  : never

type Same<A extends AnyAxis, B extends AnyAxis, Then extends Shape> = A extends B ? Then : never

type FactorFault<A extends Shape, B extends Shape> = Message<'factor axes', { got: WordsOf<B>; want: WordsOf<A> }>
