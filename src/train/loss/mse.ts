import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr } from '../../../types/loss.js'
import { productsFor } from '../../op/product.js'
import { squaredDistance } from '../../op/squared-error.js'
import { pointwise, type Rule } from './pointwise.js'

/** What losses of a prediction and a target may be told. */
export interface LossOptions<R extends Reduction = Reduction> {
  /** The mean of the losses, their sum, or each of them; the mean unless given. */
  readonly reduction?: R
}

const rule: Rule = {
  sum: (p, t, wayBack) =>
    wayBack === undefined ? squaredDistance(p, t) : productsFor(p.length).squaredDistance(p, t, wayBack),
  each: (p, t, losses) => {
    for (let i = 0; i < p.length; i++) losses[i] = (p[i] - t[i]) ** 2
  },
  backward: (p, t, { numbers, step, scale }, dp, wayBack) => {
    if (step === 0) productsFor(p.length).scaledDifference(p, t, 2 * scale * numbers[0], dp, wayBack)
    else for (let i = 0; i < p.length; i++) dp[i] = 2 * scale * numbers[i] * (p[i] - t[i])
  },
}

/**
 * The mean squared error.
 *
 * `l = (p - t)^2`, and of that the mean
 *
 *   prediction, target : [...]
 *   loss               : [], or with reduction 'none' [...]
 *
 * @throws ShapeError where the two are no tensors of floats of the same axes
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.MSELoss.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, mse, tensor } from 'shapefold'
 *
 * const prediction = tensor([feature(2)], [1, 2])
 * const target = tensor([feature(2)], [2, 5])
 * assert.strictEqual(mse(prediction, target).toArray(), 5)
 * assert.deepStrictEqual(mse(prediction, target, { reduction: 'none' }).toArray(), [1, 9])
 */
export const mse = <P, T, R extends Reduction = 'mean'>(
  prediction: FloatsOr<P, 'prediction', 'mse'>,
  target: TargetOr<P, T, 'prediction', 'mse'>,
  options?: LossOptions<R>,
): Reduced<FloatShape<P>, R> => pointwise('mse', rule, prediction, target, options)
