import type { AnyAxis } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps } from './floats.js'
import type { Message } from './message.js'
import type { Rule } from './rule.js'
import type { Roles, Shape } from './shape.js'

/** What is wrong with an input of which the last axis must be so many features. Where these are right, it is one of several inputs. */
export type FeatureFault<X, R extends Rule> =
  X extends FloatTensor<infer S>
    ? S extends readonly [...Shape, infer Last extends AnyAxis]
      ? Last['role'] extends 'feature'
        ? Last['label'] extends R['features']
          ? Message<'several shapes', { what: 'input'; who: `this ${R['who']}` }>
          : Message<
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
    : X extends FloatPacked<infer S>
      ? FeatureFault<FloatTensor<S>, R>
      : NotFloatSteps<X, 'input', `this ${R['who']}`>

/** A size as an option is to be written. */
export type OptionText<N> = N extends string ? `feature('${N}', n)` : N
