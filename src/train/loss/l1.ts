import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr } from '../../../types/loss.js'
import type { LossOptions } from './mse.js'
import { pointwise, type Rule } from './pointwise.js'

const rule: Rule = {
  sum: (p, t) => {
    let sum = 0
    for (let i = 0; i < p.length; i++) sum += Math.abs(p[i] - t[i])
    return sum
  },
  each: (p, t, losses) => {
    for (let i = 0; i < p.length; i++) losses[i] = Math.abs(p[i] - t[i])
  },
  backward: (p, t, { numbers, step, scale }, dp) => {
    // The sign of NaN is 0, as PyTorch's is.
    for (let i = 0; i < p.length; i++) dp[i] = scale * numbers[i * step] * (p[i] > t[i] ? 1 : p[i] < t[i] ? -1 : 0)
  },
}

/**
 * The mean absolute error. Where prediction and target are equal, its gradient is 0.
 *
 * `l = |p - t|`, and of that the mean
 *
 *   prediction, target : [...]
 *   loss               : [], or with reduction 'none' [...]
 *
 * @throws ShapeError where the two are no tensors of floats of the same axes
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.L1Loss.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, l1, tensor } from 'shapefold'
 *
 * assert.strictEqual(l1(tensor([feature(2)], [1, 2]), tensor([feature(2)], [2, 5])).toArray(), 2)
 */
export const l1 = <P, T, R extends Reduction = 'mean'>(
  prediction: FloatsOr<P, 'prediction', 'l1'>,
  target: TargetOr<P, T, 'prediction', 'l1'>,
  options?: LossOptions<R>,
): Reduced<FloatShape<P>, R> => pointwise('l1', rule, prediction, target, options)
