import type { Optimizer } from '../../../types/optimizer.js'
import { amount, flag, readOptions } from '../options.js'
import { checkRate, type Rate } from '../rate.js'
import { optimizerOf } from './optimizer.js'

/** The options of `rmsprop`, `torch.optim.RMSprop`'s. */
export interface RmspropOptions {
  /** The learning rate, or a schedule; 0.01 unless given. */
  readonly lr?: Rate
  /** How much of the average of squares stays from step to step; 0.99 unless given. */
  readonly alpha?: number
  /** What is added to the denominator; 1e-8 unless given. */
  readonly eps?: number
  /** How much of the last step goes into the next one; 0 unless given. */
  readonly momentum?: number
  /** Divides by the spread of the gradient about its own average. */
  readonly centered?: boolean
  /** The factor of an L2 penalty, which draws parameters to 0; 0 unless given. */
  readonly weightDecay?: number
  /** Climbs instead of descending. */
  readonly maximize?: boolean
}

const WHO = 'RMSprop'

const table = {
  lr: { check: checkRate, default: () => 1e-2 },
  alpha: { check: amount, default: 0.99 },
  eps: { check: amount, default: 1e-8 },
  momentum: { check: amount, default: 0 },
  centered: { check: flag, default: false },
  weightDecay: { check: amount, default: 0 },
  maximize: { check: flag, default: false },
}

/**
 * RMSprop: each gradient is divided by the root of the average of its squares. `torch.optim.RMSprop`, the same numbers.
 *
 * `d = g + weightDecay p`, `s' = alpha s + (1 - alpha) d^2`, `r = sqrt(s') + eps`, and `p' = p - lr d / r`; with momentum `b' = momentum b + d / r`,
 * `p' = p - lr b'`. With `centered`, `a' = alpha a + (1 - alpha) d` and `r = sqrt(s' - a'^2) + eps`.
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.RMSprop.html
 * @see G. Hinton, Neural networks for machine learning, lecture 6e (2012); for centered A. Graves, Generating sequences with recurrent neural
 * networks (2013), equations 38 to 45
 * @example
 * import * as assert from 'node:assert'
 * import { feature, rmsprop, tensor } from 'shapefold'
 *
 * const params = { weight: tensor([feature(2)], [1, 2]) }
 * const grads = { weight: tensor([feature(2)], [4, -8]) }
 * const optimizer = rmsprop({ lr: 0.5, alpha: 0.75, eps: 0 })
 * const [moved] = optimizer.update(params, grads, optimizer.init(params))
 * assert.deepStrictEqual(moved.weight.toArray(), [0, 3])
 */
export const rmsprop = (options: RmspropOptions = {}): Optimizer => {
  const { lr, alpha, eps, momentum, centered, weightDecay, maximize } = readOptions(WHO, table, options)
  const sign = maximize ? -1 : 1
  const decay = Math.fround(weightDecay)
  const [keep, take] = [Math.fround(alpha), Math.fround(1 - alpha)]
  const small = Math.fround(eps)
  const mu = Math.fround(momentum)
  const slots = ['squareAvg', ...(momentum > 0 ? ['momentumBuffer'] : []), ...(centered ? ['gradAvg'] : [])]
  const [buffers, means] = [slots.indexOf('momentumBuffer'), slots.indexOf('gradAvg')]
  return optimizerOf({
    who: WHO,
    slots,
    at: (step) => {
      const rate = Math.fround(-lr(step))
      return (param, grad, before, moved, after) => {
        const [s, b, a] = [before[0], before[buffers], before[means]]
        const [s1, b1, a1] = [after[0], after[buffers], after[means]]
        for (let i = 0, { length } = param; i < length; i++) {
          const p = param[i]
          const g = sign * grad[i]
          const d = decay === 0 ? g : Math.fround(p * decay + g)
          const square = Math.fround(Math.fround(take * d) * d + Math.fround(s[i] * keep))
          s1[i] = square
          let spread = square
          if (centered) {
            const mean = Math.fround(d * take + Math.fround(a[i] * keep))
            a1[i] = mean
            spread = Math.fround(square - mean * mean)
          }
          const root = Math.fround(Math.fround(Math.sqrt(spread)) + small)
          if (momentum > 0) {
            const buffer = Math.fround(Math.fround(b[i] * mu) + Math.fround(d / root))
            b1[i] = buffer
            moved[i] = buffer * rate + p
          } else moved[i] = p + Math.fround(Math.fround(rate * d) / root)
        }
      }
    },
  })
}
