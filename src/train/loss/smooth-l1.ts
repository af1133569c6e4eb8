import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr } from '../../../types/loss.js'
import { amount } from '../options.js'
import type { LossOptions } from './mse.js'
import { pointwise, type Rule } from './pointwise.js'

/** The options of `smoothL1`. */
export interface SmoothL1Options<R extends Reduction = Reduction> extends LossOptions<R> {
  /** The size of a difference from which on the loss is linear; 1 unless given. */
  readonly beta?: number
}

const lossOf = (p: number, t: number, beta: number): number => {
  const d = Math.abs(p - t)
  return d < beta ? (d * d) / (2 * beta) : d - beta / 2
}

const ruleOf = (beta: number): Rule => ({
  sum: (p, t) => {
    let sum = 0
    for (let i = 0; i < p.length; i++) sum += lossOf(p[i], t[i], beta)
    return sum
  },
  each: (p, t, losses) => {
    for (let i = 0; i < p.length; i++) losses[i] = lossOf(p[i], t[i], beta)
  },
  backward: (p, t, { numbers, step, scale }, dp) => {
    for (let i = 0; i < p.length; i++) {
      const d = p[i] - t[i]
      dp[i] = scale * numbers[i * step] * (d <= -beta ? -1 : d >= beta ? 1 : d / beta)
    }
  },
})

/**
 * The mean of a loss that is squared for small differences and absolute for large ones, so that an outlier does not pull too hard.
 *
 * `l = (p - t)^2 / (2 beta)` where `|p - t| < beta`, otherwise `|p - t| - beta / 2`
 *
 * With a beta of 0 it is the absolute error, but with a gradient of -1 where the two are equal: so it is in PyTorch.
 *
 *   prediction, target : [...]
 *   loss               : [], or with reduction 'none' [...]
 *
 * @throws ShapeError where the two are no tensors of floats of the same axes, or beta is no number of 0 or more
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.SmoothL1Loss.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, smoothL1, tensor } from 'shapefold'
 *
 * const loss = smoothL1(tensor([feature(2)], [0, 0]), tensor([feature(2)], [1, 4]), { beta: 2, reduction: 'none' })
 * assert.deepStrictEqual(loss.toArray(), [0.25, 3])
 */
export const smoothL1 = <P, T, R extends Reduction = 'mean'>(
  prediction: FloatsOr<P, 'prediction', 'smoothL1'>,
  target: TargetOr<P, T, 'prediction', 'smoothL1'>,
  options?: SmoothL1Options<R>,
): Reduced<FloatShape<P>, R> => {
  const beta = amount('beta', options?.beta ?? 1)
  return pointwise('smoothL1', ruleOf(beta), prediction, target, options, ['reduction', 'beta'])
}
