import type { Seq } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { FloatShape, NotFloats } from './floats.js'
import type { Message } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Branded } from './tensor-body.js'

/** `X` itself where it is a tensor of floats whose first axis is time, otherwise what is wrong with it. */
export type TimeFirstOr<X> =
  X extends FloatTensor<readonly [Seq<infer _Time>, ...infer _Rest extends Shape]>
    ? X
    : NoInfer<
        X extends Branded<'f32'>
          ? Message<'no time first', { got: Roles<FloatShape<X>> }>
          : NotFloats<X, 'x', 'toSteps'>
      >

/** `[Seq, ...] -> [...]` */
export type StepOf<X> =
  X extends FloatTensor<readonly [Seq<infer _Time>, ...infer Rest extends Shape]> ? FloatTensor<Rest> : never
