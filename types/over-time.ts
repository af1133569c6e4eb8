import type { AnyAxis, AxisOf } from './axis.js'
import type { NoParams } from './dropout.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps } from './floats.js'
import type { Message } from './message.js'
import type { Ruled } from './module.js'
import type { InputThrough, OutputThrough, Rule } from './rule.js'
import type { Roles, Shape } from './shape.js'

/** `S` without its one axis of time; never where it has none or two. */
export type WithoutTime<S extends Shape, Before extends Shape = []> = S extends readonly [
  infer A extends AnyAxis,
  ...infer Rest extends Shape,
]
  ? A extends AxisOf<'seq'>
    ? 'seq' extends Rest[number]['role']
      ? never
      : [...Before, ...Rest]
    : WithoutTime<Rest, [...Before, A]>
  : never

/** `[..., Time, ...] -> [..., ...]` */
export interface OverTimeRule<Who extends string> extends Rule {
  readonly output: this['input'] extends FloatTensor<infer S extends Shape> | FloatPacked<infer S extends Shape>
    ? WithoutTime<S> extends infer Rest extends Shape
      ? [Rest] extends [never]
        ? Message<'not one time', { got: Roles<S>; who: Who }>
        : FloatTensor<Rest>
      : never
    : NotFloatSteps<this['input'], 'x', Who>
  readonly who: Who
  readonly data: 'f32'
  readonly takes: 'sequence'
  readonly gives: 'step'
  readonly features: undefined
  readonly result: undefined
  readonly option: never
  readonly params: NoParams
  readonly keys: []
}

/**
 * A function that makes one of all time steps: `last`, `pool('mean')`, `pool('max')`. (`pool` itself is not generic: among the arguments of a generic
 * function, TypeScript puts off a generic function that returns a function, and would infer no layers.)
 */
export interface OverTime<Who extends string> extends Ruled<OverTimeRule<Who>> {
  <X>(x: InputThrough<OverTimeRule<Who>, X>): OutputThrough<OverTimeRule<Who>, X>
}
