import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { LinearFrom } from '../../types/linear.js'
import { type LinearOptionOrder, type LinearRequired, linearOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { Shape } from '../../types/shape.js'
import { eachStep } from '../op/each-step.js'
import { linear as linearOp } from '../op/linear.js'
import { drawUniform } from '../tensor/draw.js'
import { type Facts, passAll } from './facts.js'
import { checkFeatures } from './feature-input.js'
import type { Draw } from './init.js'
import { moduleOf } from './module.js'
import { boolean, checkOptions, featureOf, size } from './options.js'

// The cast: of axes that were checked, which the types no longer see here.
const affine = linearOp as unknown as (
  x: FloatTensor<Shape>,
  weight: FloatTensor<Shape> | undefined,
  bias: FloatTensor<Shape> | undefined,
) => FloatTensor<Shape>

/**
 * An affine map of the features, `torch.nn.Linear`: `y = x W^T + b`, whatever axes stand before them.
 *
 *   input  : [..., In]      weight : [Out, In]
 *   output : [..., Out]     bias   : [Out]
 *
 * `init` draws both from U(-1/sqrt(In), 1/sqrt(In)).
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Linear.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, linear, manualSeed, ones, seq, feature } from 'shapefold'
 *
 * const head = linear({ inFeatures: 5, outFeatures: 3 })
 * const [params] = head.init(manualSeed(0))
 * assert.deepStrictEqual(head.apply(params)(ones([seq(4), batch(2), feature(5)])).shape, [4, 2, 3])
 */
export const linear = <const O>(
  options: OptionsOr<O, typeof linearOptions, LinearOptionOrder, LinearRequired, 'Linear'>,
): LinearFrom<O> => {
  const { inFeatures, outFeatures, bias } = checkOptions(linearOptions, { size, boolean }, options, 'Linear')
  const [from, to] = [featureOf(inFeatures), featureOf(outFeatures)]
  const facts: Facts = {
    who: 'Linear',
    data: 'f32',
    takes: 'any',
    gives: 'any',
    features: from,
    result: to,
    option: 'inFeatures',
    pass: passAll,
  }
  // PyTorch's kaiming_uniform_(a=sqrt(5)) of the weight is this bound too: as float32 the same for every size up to 100,000.
  const bound = 1 / Math.sqrt(from.size)
  const uniform =
    (count: number): Draw =>
    (rng) =>
      drawUniform(rng, count, -bound, bound)
  const module = moduleOf({
    config: { inFeatures: from.size, outFeatures: to.size, bias },
    facts,
    params: [
      { key: 'weight', axes: [to, from], draw: uniform(to.size * from.size) },
      ...(bias ? [{ key: 'bias', axes: [to], draw: uniform(to.size) }] : []),
    ],
    check: (input) => checkFeatures(input, facts, from),
    read: eachStep,
    run: ([weight, offset], x) => affine(x, weight, offset),
  })
  // The cast: the rules that are checked here are the twins of the type's own.
  return module as unknown as LinearFrom<O>
}
