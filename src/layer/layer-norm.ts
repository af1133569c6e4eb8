import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { LayerNormFrom } from '../../types/layer-norm.js'
import { type LayerNormOptionOrder, type LayerNormRequired, layerNormOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { checkFloats } from '../op/check.js'
import { eachStep } from '../op/each-step.js'
import { normalize } from '../op/normalize.js'
import { roomForFloats } from '../room.js'
import { countOf, rolesOf, sizesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { type Facts, passAll } from './facts.js'
import { checkFeatures, checkNames, sameAxis } from './feature-input.js'
import { moduleOf } from './module.js'
import { amount, axes } from './module-options.js'
import { boolean, checkOptions } from './options.js'

const fail = /* @__PURE__ */ failOf(sentences.modules)

/** `x` where its last axes are those that the layer normalises; throws the sentence of `NormFault` where they aren't. */
const checkLastAxes = (x: unknown, facts: Facts, norm: Shape): FloatTensor<Shape> => {
  const [only, more] = norm
  if (only?.role === 'feature' && more === undefined) return checkFeatures(x, facts, only)
  const input = checkFloats(x, 'input', `this ${facts.who}`)
  const { axes } = input
  const before = axes.length - norm.length
  if (before < 0 || !norm.every((axis, i) => sameAxis(axes[before + i], axis)))
    return fail('last axes', {
      got: rolesOf(axes),
      sizes: sizesOf(axes),
      want: rolesOf(norm),
      wanted: sizesOf(norm),
      key: facts.option,
      who: facts.who,
    })
  checkNames(facts.who, norm, axes)
  return input
}

/**
 * Layer normalisation, `torch.nn.LayerNorm`: the features of each place moved and scaled to mean 0 and variance 1, then by a weight and a bias.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`, the variance with all numbers in its denominator
 *
 *   input, output : [..., Features]      weight, bias : [Features], none without elementwiseAffine
 *
 * `normalizedShape` is the number of features, or a list of the last axes over which to normalise: `[axis('head', 4), feature(8)]`.
 * `init` sets the weight to ones and the bias to zeros, and draws nothing.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see J. L. Ba, J. R. Kiros, G. E. Hinton, Layer normalization, 2016
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LayerNorm.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, layerNorm, manualSeed, tensor } from 'shapefold'
 *
 * const norm = layerNorm({ normalizedShape: 2, eps: 0 })
 * const [params] = norm.init(manualSeed(0))
 * assert.deepStrictEqual(norm.apply(params)(tensor([feature(2)], [3, 7])).toArray(), [-1, 1])
 */
export const layerNorm = <const O>(
  options: OptionsOr<O, typeof layerNormOptions, LayerNormOptionOrder, LayerNormRequired, 'LayerNorm'>,
): LayerNormFrom<O> => {
  const {
    normalizedShape: norm,
    eps,
    elementwiseAffine,
  } = checkOptions(layerNormOptions, { axes, amount, boolean }, options, 'LayerNorm')
  const last = norm.at(-1)
  const facts: Facts = {
    who: 'LayerNorm',
    data: 'f32',
    takes: 'any',
    gives: 'any',
    features: last?.role === 'feature' ? last : undefined,
    result: undefined,
    option: 'normalizedShape',
    pass: passAll,
  }
  const width = countOf(norm)
  const module = moduleOf({
    config: { normalizedShape: Object.freeze(norm.map(({ size }) => size)), eps, elementwiseAffine },
    facts,
    params: elementwiseAffine
      ? [
          { key: 'weight', axes: norm, draw: (rng) => [roomForFloats(width).fill(1), rng] },
          { key: 'bias', axes: norm, draw: (rng) => [roomForFloats(width), rng] },
        ]
      : [],
    check: (input) => checkLastAxes(input, facts, norm),
    read: (sequences, check) =>
      check(sequences.tensor).axes.length < norm.length + 2
        ? fail('norm over packed', { want: rolesOf(norm), who: facts.who })
        : eachStep(sequences, check),
    run: ([weight, bias], x) => normalize(x, width, eps, weight, bias),
  })
  // The cast: the rules that are checked here are the twins of the type's own.
  return module as unknown as LayerNormFrom<O>
}
