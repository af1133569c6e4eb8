import type { Schedule } from '../../../types/optimizer.js'
import { checkNamed } from '../named-options.js'
import { amount, checkCount } from '../options.js'
import { cosineBetween } from './parts.js'

/** Learning rates along a cosine; see `decay.ts` for what a schedule is. */

/**
 * A rate that falls along half a cosine wave to `minLr` in `steps` steps: `torch.optim.lr_scheduler.CosineAnnealingLR`. After that the wave goes on,
 * so that the rate rises again, as PyTorch's does.
 *
 * `minLr + (lr - minLr) (1 + cos(pi step / steps)) / 2`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 * @see I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts (2017), equation 5
 * @example
 * import * as assert from 'node:assert'
 * import { cosineDecay } from 'shapefold'
 *
 * assert.deepStrictEqual([0, 2, 4].map(cosineDecay({ lr: 1, steps: 4 })), [1, 0.5, 0])
 */
export const cosineDecay = (options: {
  readonly lr: number
  readonly steps: number
  readonly minLr?: number
}): Schedule => {
  checkNamed('cosineDecay', ['lr', 'steps', 'minLr'], options)
  const lr = amount('lr', options.lr)
  const steps = checkCount('steps', options.steps)
  const least = amount('minLr', options.minLr ?? 0)
  return (step) => cosineBetween(lr, least, step / steps)
}

/**
 * Half a cosine wave from `lr` to `minLr` again and again, each `growth` times as long as the one before:
 * `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`.
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 * @example
 * import * as assert from 'node:assert'
 * import { cosineRestarts } from 'shapefold'
 *
 * const rate = cosineRestarts({ lr: 1, steps: 2, growth: 2 })
 * assert.deepStrictEqual([0, 1, 2, 4, 6].map(rate), [1, 0.5, 1, 0.5, 1])
 */
export const cosineRestarts = (options: {
  readonly lr: number
  readonly steps: number
  readonly growth?: number
  readonly minLr?: number
}): Schedule => {
  checkNamed('cosineRestarts', ['lr', 'steps', 'growth', 'minLr'], options)
  const lr = amount('lr', options.lr)
  const first = checkCount('steps', options.steps)
  const growth = checkCount('growth', options.growth ?? 1)
  const least = amount('minLr', options.minLr ?? 0)
  return (step) => {
    let start = 0
    let length = first
    if (growth === 1) start = step - (step % first)
    else for (; step >= start + length; length *= growth) start += length
    return cosineBetween(lr, least, (step - start) / length)
  }
}
