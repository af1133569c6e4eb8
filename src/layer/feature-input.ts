import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { checkFloats } from '../op/check.js'
import { labelOf, Names, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import type { Facts } from './facts.js'

const fail = /* @__PURE__ */ failOf(sentences.network, sentences.modules)

/** The run-time twin of `types/feature-input.ts`. */

/** Whether two axes are the same for the types. */
export const sameAxis = (a: AnyAxis | undefined, b: AnyAxis): boolean =>
  a !== undefined && a.role === b.role && a.label === b.label

/** Throws where one name stands for two numbers in a layer and its input. */
export const checkNames = (who: string, own: readonly AnyAxis[], input: readonly AnyAxis[]): void => {
  if (own.every(({ label }) => typeof label !== 'string') && input.every(({ label }) => typeof label !== 'string'))
    return
  new Names().add(own, `this ${who}`).add(input, 'the input')
}

/** A size as an option is to be written; the run-time twin of `OptionText`. */
export const optionText = ({ label }: AnyAxis): string =>
  typeof label === 'string' ? `feature('${label}', n)` : String(label)

/** `x` where its last axis is the features that the layer takes; throws the sentence of `FeatureFault` where it isn't. */
export const checkFeatures = (x: unknown, { who, option }: Facts, features: AnyAxis): FloatTensor<Shape> => {
  const input = checkFloats(x, 'input', `this ${who}`)
  const last = input.axes.at(-1)
  if (sameAxis(last, features)) {
    checkNames(who, [features], input.axes)
    return input
  }
  if (last?.role !== 'feature') return fail('features not last', { got: rolesOf(input.axes), who })
  return fail('input size', {
    got: labelOf(last),
    want: labelOf(features),
    key: option,
    option: optionText(last),
    who,
  })
}
