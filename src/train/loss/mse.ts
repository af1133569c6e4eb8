import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr } from '../../../types/loss.js'
import { pointwise, type Rule } from './pointwise.js'

/** What losses of a prediction and a target may be told. */
export interface LossOptions<R extends Reduction = Reduction> {
  /** The mean of the losses, their sum, or each of them; the mean unless given. */
  readonly reduction?: R
}

const loss = (p: number, t: number): number => (p - t) * (p - t)

const rule: Rule = {
  sum: (p, t) => {
    let sum = 0
    for (let i = 0; i < p.length; i++) sum += loss(p[i], t[i])
    return sum
  },
  each: (p, t, losses) => {
    for (let i = 0; i < p.length; i++) losses[i] = loss(p[i], t[i])
  },
  backward: (p, t, { numbers, step, scale }, dp) => {
    // Two loops: the compiler can't know that `dp` and `numbers` share nothing, and would read the one number for all anew each time.
    if (step === 0) {
      const all = 2 * scale * numbers[0]
      for (let i = 0; i < p.length; i++) dp[i] = all * (p[i] - t[i])
    } else for (let i = 0; i < p.length; i++) dp[i] = 2 * scale * numbers[i] * (p[i] - t[i])
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
