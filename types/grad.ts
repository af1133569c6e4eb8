import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message, Shown } from './message.js'
import type { Roles } from './shape.js'
import type { AnyTensor } from './tensor.js'

/** What a function must give to be differentiated: one number, alone or first among what else is wanted of it. */
export type Loss = FloatTensor<readonly []> | readonly [FloatTensor<readonly []>, ...unknown[]]

/**
 * Any value at all. That a loss and a tuple are named among all values changes nothing but this: the compiler looks here for what a function may give, and
 * then takes `[loss, more]` for a tuple and not for a list.
 */
export type AnyValue = Loss | unknown[] | [unknown] | NonNullable<unknown> | null | undefined

/**
 * A function whose gradient can be taken, or what is wrong with its loss. The run-time twin is `lossTrace` in `src/grad/value-and-grad.ts`. The parameters
 * are looked at there alone: a check of a type that may be all a helper knows (`<P>(f: (params: P) => Tensor<[]>) => ...`) would refuse that helper.
 */
export type LossFunctionOr<Params, Rest extends readonly unknown[], Value> = Value extends Loss
  ? (params: Params, ...rest: Rest) => Value
  : NoInfer<LossFault<Value>>

type LossFault<Value> = Value extends readonly [infer First, ...unknown[]] ? NoLoss<First> : NoLoss<Value>

/** What is wrong with something that is no loss. */
export type NoLoss<Value> = [Value] extends [FloatTensor<infer S>]
  ? Message<'loss of axes', { got: Roles<S> }>
  : [Value] extends [AnyTensor]
    ? Message<'wrong type of data', { what: 'the loss'; got: 'i32'; who: 'a gradient'; want: 'f32' }>
    : Message<'not a loss', { got: KindOf<Value> }>

/** What a value is, in a word: a function's type tells no more of a number than that it is one. */
type KindOf<V> = undefined extends V
  ? 'undefined'
  : [V] extends [number]
    ? 'a number'
    : [V] extends [string]
      ? 'a string'
      : [V] extends [boolean]
        ? 'a boolean'
        : Shown<V>
