import type { AnyAxis, AxisOf } from './axis.js'
import type { NoParams } from './dropout.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps, NotFloats, NotTensor } from './floats.js'
import type { Message } from './message.js'
import type { Ruled } from './module.js'
import type { Rule } from './rule.js'
import type { Roles, Shape, SizesOf } from './shape.js'
import type { Size } from './size.js'

/** What may stand as a layer in a `sequential`: whatever has a rule, a function from tensor to tensor, or a pair of a name and one of these. */

/** The rule of a layer; false where it is none. */
export type RuleOf<M> = M extends readonly [string, infer Layer]
  ? RuleOf<Layer>
  : M extends Ruled<infer R>
    ? R
    : M extends (x: infer X extends FloatTensor<Shape>) => FloatTensor<Shape>
      ? M extends <S extends Shape>(x: FloatTensor<S>) => FloatTensor<S>
        ? M extends <S extends Shape>(x: FloatPacked<S>) => FloatPacked<S>
          ? SameStepsRule
          : SameRule
        : X extends FloatTensor<infer From>
          ? M extends (x: X) => FloatTensor<infer To>
            ? FunctionRule<From, To>
            : false
          : false
      : false

/** A function of any floats that keeps their axes, also of packed ones: `tanh`, `relu`. */
interface SameStepsRule extends SameRuleOf {
  readonly output: this['input'] extends FloatTensor<infer S extends Shape>
    ? FloatTensor<S>
    : this['input'] extends FloatPacked<infer S extends Shape>
      ? FloatPacked<S>
      : NotFloatSteps<this['input'], 'input', 'this function'>
}

/** A function of any floats that keeps their axes: `softmax`, or one's own. */
interface SameRule extends SameRuleOf {
  readonly output: this['input'] extends FloatTensor<infer S extends Shape>
    ? FloatTensor<S>
    : this['input'] extends FloatPacked<Shape>
      ? NotTensor<this['input'], 'x'>
      : NotFloats<this['input'], 'input', 'this function'>
}

interface SameRuleOf extends Rule {
  readonly who: 'function'
  readonly data: 'f32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: undefined
  readonly result: undefined
  readonly option: never
  readonly params: NoParams
  readonly keys: []
}

/** A function of certain axes. */
interface FunctionRule<From extends Shape, To extends Shape> extends Rule {
  readonly output: this['input'] extends FloatTensor<From>
    ? FloatTensor<To>
    : this['input'] extends FloatTensor<infer S extends Shape>
      ? Message<'function input', { got: Roles<S>; sizes: SizesOf<S>; want: Roles<From>; wanted: SizesOf<From> }>
      : NotFloats<this['input'], 'input', 'this function'>
  readonly who: 'function'
  readonly data: 'f32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: LastFeatures<From>
  readonly result: LastFeatures<To>
  readonly option: never
  readonly params: NoParams
  readonly keys: []
}

type LastFeatures<S extends Shape> = S extends readonly [...Shape, infer Last extends AnyAxis]
  ? Last extends AxisOf<'feature'>
    ? Last['label'] & Size
    : undefined
  : undefined

/** The name of a layer: its own, or its index. */
export type NameOf<M, Index extends string> = M extends readonly [infer Name extends string, unknown] ? Name : Index

/** A layer as a sentence names it: `2`, or `'head'`. */
export type LayerText<M, Index extends number> = M extends readonly [infer Name extends string, unknown]
  ? `'${Name}'`
  : `${Index}`
