import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr } from '../../../types/loss.js'
import { pointwise, type Rule } from './pointwise.js'

/** What losses of a prediction and a target may be told. */
export interface LossOptions<R extends Reduction = Reduction> {
  /** The mean of the losses, their sum, or each of them; the mean unless given. */
  readonly reduction?: R
}

const rule: Rule = {
  forward: (p, t, each) => {
    let sum = 0
    for (let i = 0; i < p.length; i++) {
      const d = p[i] - t[i]
      sum += d * d
      if (each !== undefined) each[i] = d * d
    }
    return sum
  },
  backward: (p, t, { numbers, step, scale }, dp) => {
    for (let i = 0; i < p.length; i++) dp[i] = 2 * scale * numbers[i * step] * (p[i] - t[i])
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
