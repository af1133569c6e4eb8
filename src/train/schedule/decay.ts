import type { Schedule } from '../../../types/optimizer.js'
import { checkNamed } from '../named-options.js'
import { amount, checkCount } from '../options.js'
import { checkRate, type Rate } from '../rate.js'
import { checkMilestones, lineBetween } from './parts.js'

/**
 * Learning rates as functions of the step, counted from 0: what PyTorch's schedulers give once they have been stepped so many times. A schedule has no
 * state, so a run that is resumed goes on where it was. Where an `lr` may be a schedule itself, the two are multiplied, as by PyTorch's ChainedScheduler.
 */

/**
 * A rate that falls by the factor `gamma` every `stepSize` steps: `torch.optim.lr_scheduler.StepLR`.
 *
 * `lr gamma^floor(step / stepSize)`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.StepLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { stepDecay } from 'shapefold'
 *
 * const rate = stepDecay({ lr: 1, stepSize: 2, gamma: 0.5 })
 * assert.deepStrictEqual([0, 1, 2, 3, 4].map(rate), [1, 1, 0.5, 0.5, 0.25])
 */
export const stepDecay = (options: {
  readonly lr: Rate
  readonly stepSize: number
  readonly gamma?: number
}): Schedule => {
  checkNamed('stepDecay', ['lr', 'stepSize', 'gamma'], options)
  const lr = checkRate('lr', options.lr)
  const size = checkCount('stepSize', options.stepSize)
  const gamma = amount('gamma', options.gamma ?? 0.1)
  return (step) => lr(step) * gamma ** Math.floor(step / size)
}

/**
 * A rate that falls by the factor `gamma` at each of the `milestones`: `torch.optim.lr_scheduler.MultiStepLR`.
 *
 * `lr gamma^(how many milestones are at step or before)`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.MultiStepLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { multiStepDecay } from 'shapefold'
 *
 * const rate = multiStepDecay({ lr: 1, milestones: [1, 3], gamma: 0.5 })
 * assert.deepStrictEqual([0, 1, 2, 3].map(rate), [1, 0.5, 0.5, 0.25])
 */
export const multiStepDecay = (options: {
  readonly lr: Rate
  readonly milestones: readonly number[]
  readonly gamma?: number
}): Schedule => {
  checkNamed('multiStepDecay', ['lr', 'milestones', 'gamma'], options)
  const lr = checkRate('lr', options.lr)
  const milestones = checkMilestones(options.milestones)
  const gamma = amount('gamma', options.gamma ?? 0.1)
  return (step) => lr(step) * gamma ** milestones.filter((one) => one <= step).length
}

/**
 * A rate that falls by the factor `gamma` at every step: `torch.optim.lr_scheduler.ExponentialLR`.
 *
 * `lr gamma^step`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.ExponentialLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { exponentialDecay } from 'shapefold'
 *
 * assert.deepStrictEqual([0, 1, 2].map(exponentialDecay({ lr: 1, gamma: 0.5 })), [1, 0.5, 0.25])
 */
export const exponentialDecay = (options: { readonly lr: Rate; readonly gamma: number }): Schedule => {
  checkNamed('exponentialDecay', ['lr', 'gamma'], options)
  const lr = checkRate('lr', options.lr)
  const gamma = amount('gamma', options.gamma)
  return (step) => lr(step) * gamma ** step
}

/**
 * A rate that falls to 0 in `steps` steps, along a line or a steeper curve, and stays there: `torch.optim.lr_scheduler.PolynomialLR`.
 *
 * `lr (1 - min(step, steps) / steps)^power`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.PolynomialLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { polynomialDecay } from 'shapefold'
 *
 * assert.deepStrictEqual([0, 2, 4, 6].map(polynomialDecay({ lr: 1, steps: 4, power: 2 })), [1, 0.25, 0, 0])
 */
export const polynomialDecay = (options: {
  readonly lr: Rate
  readonly steps: number
  readonly power?: number
}): Schedule => {
  checkNamed('polynomialDecay', ['lr', 'steps', 'power'], options)
  const lr = checkRate('lr', options.lr)
  const steps = checkCount('steps', options.steps)
  const power = amount('power', options.power ?? 1)
  return (step) => lr(step) * (1 - Math.min(step, steps) / steps) ** power
}

/**
 * A rate that goes along a line from `startFactor` to `endFactor` times `lr` in `steps` steps, and stays there: `torch.optim.lr_scheduler.LinearLR`.
 *
 * `lr (startFactor + (endFactor - startFactor) min(step, steps) / steps)`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.LinearLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { linearRamp } from 'shapefold'
 *
 * const rate = linearRamp({ lr: 1, startFactor: 1, endFactor: 0, steps: 4 })
 * assert.deepStrictEqual([0, 1, 2, 3, 4, 5].map(rate), [1, 0.75, 0.5, 0.25, 0, 0])
 */
export const linearRamp = (options: {
  readonly lr: Rate
  readonly startFactor?: number
  readonly endFactor?: number
  readonly steps?: number
}): Schedule => {
  checkNamed('linearRamp', ['lr', 'startFactor', 'endFactor', 'steps'], options)
  const lr = checkRate('lr', options.lr)
  const start = amount('startFactor', options.startFactor ?? 1 / 3)
  const end = amount('endFactor', options.endFactor ?? 1)
  const steps = checkCount('steps', options.steps ?? 5)
  return (step) => lr(step) * lineBetween(start, end, Math.min(step, steps) / steps)
}
