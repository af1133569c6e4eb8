import type { Dropout } from '../../types/dropout.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import { type DropoutOptionOrder, dropoutOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { Shape } from '../../types/shape.js'
import { checkFloats } from '../op/check.js'
import { eachStep } from '../op/each-step.js'
import { mul } from '../op/mul.js'
import { countOf } from '../tensor/shape.js'
import { wrap } from '../tensor/tensor.js'
import { dropoutMasks } from './dropout-mask.js'
import { type Facts, passAll } from './facts.js'
import { moduleOf } from './module.js'
import { chance } from './module-options.js'
import { checkOptions } from './options.js'

/**
 * Dropout, `torch.nn.Dropout`: in training each number is 0 with probability `p` (0.5 unless told), and otherwise divided by `1 - p`; `apply` gives
 * its input back. It has no parameters, `{}`.
 *
 *   input, output : [...]
 *
 * Of packed sequences own steps alone draw, in the order of PyTorch's `PackedSequence.data`: time step by time step, and in each those of the sequences that
 * have not ended, the longest sequence first.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014)
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Dropout.html
 * @example
 * import * as assert from 'node:assert'
 * import { dropout, feature, manualSeed, ones } from 'shapefold'
 *
 * const half = dropout({ p: 0.5 })
 * const [y, rng] = half.train({})(ones([feature(4)]))(manualSeed(0))
 * assert.deepStrictEqual(y.toArray(), [0, 0, 2, 0])
 */
export const dropout = <const O = Record<never, never>>(
  options?: OptionsOr<O, typeof dropoutOptions, DropoutOptionOrder, object, 'Dropout'>,
): Dropout => {
  const { p } = checkOptions(dropoutOptions, { chance }, options ?? {}, 'Dropout')
  const facts: Facts = {
    who: 'Dropout',
    data: 'f32',
    takes: 'any',
    gives: 'any',
    features: undefined,
    result: undefined,
    option: 'p',
    pass: passAll,
  }
  const module = moduleOf({
    config: { p },
    facts,
    params: [],
    check: (input) => checkFloats(input, 'input', 'this Dropout'),
    read: eachStep,
    train: (_, x) => (rng) => {
      const [masks, next] = dropoutMasks(rng, p, 1, countOf(x.axes))
      const mask = masks?.[0]
      return [mask === undefined ? x : mul(x, wrap<FloatTensor<Shape>>(x.axes, mask)), next]
    },
  })
  // The cast: the rules that are checked here are the twins of the type's own.
  return module as unknown as Dropout
}
