import type { AnyAxis } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message } from './message.js'
import type { Rule } from './rule.js'
import type { Roles, Shape } from './shape.js'
import type { AnyTensor } from './tensor.js'

/** What is wrong with an input of which the last axis must be so many features. */
export type FeatureFault<X, R extends Rule> =
  X extends FloatTensor<infer S>
    ? S extends readonly [...Shape, infer Last extends AnyAxis]
      ? Last['role'] extends 'feature'
        ? Message<
            'input size',
            {
              got: Last['label']
              want: R['features']
              key: R['option']
              option: OptionText<Last['label']>
              who: R['who']
            }
          >
        : Message<'features not last', { got: Roles<S>; who: R['who'] }>
      : Message<'features not last', { got: Roles<S>; who: R['who'] }>
    : NotFloats<X, R['who']>

/** A size as an option is to be written. */
export type OptionText<N> = N extends string ? `feature('${N}', n)` : N

/** What is wrong with an input of a module that is no tensor of floats. */
export type NotFloats<X, Who extends string> = NoFloats<X, 'input', `this ${Who}`>

/** What is wrong with something that is no tensor of floats. */
export type NoFloats<X, What extends string, Who extends string> = X extends AnyTensor
  ? Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: Who }>
  : Message<'not a tensor', { what: What }>
