import type { Schedule } from '../../../types/optimizer.js'
import * as sentences from '../../../types/sentences.js'
import { shown } from '../../tensor/message.js'
import { failOf } from '../../tensor/shape-error.js'
import { checkNamed } from '../named-options.js'
import { amount, checkCount } from '../options.js'
import { checkRate, type Rate } from '../rate.js'
import { checkMilestones, lineBetween } from './parts.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/** One learning rate after another; see `decay.ts` for what a schedule is. */

/**
 * A rate that rises along a line to what `lr` begins with, in `steps` steps, and then follows `lr` from its own step 0: PyTorch's LinearLR and after it,
 * by SequentialLR, another.
 *
 * `lr(0) (startFactor + (1 - startFactor) step / steps)`, and from `steps` on `lr(step - steps)`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.SequentialLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { cosineDecay, warmup } from 'shapefold'
 *
 * const rate = warmup({ steps: 2, startFactor: 0.5, lr: cosineDecay({ lr: 1, steps: 4 }) })
 * assert.deepStrictEqual([0, 1, 2, 4, 6].map(rate), [0.5, 0.75, 1, 0.5, 0])
 */
export const warmup = (options: {
  readonly lr: Rate
  readonly steps: number
  readonly startFactor?: number
}): Schedule => {
  checkNamed('warmup', ['lr', 'steps', 'startFactor'], options)
  const lr = checkRate('lr', options.lr)
  const steps = checkCount('steps', options.steps)
  const start = amount('startFactor', options.startFactor ?? 1 / 3)
  return inTurn({ schedules: [(step) => lr(0) * lineBetween(start, 1, step / steps), lr], milestones: [steps] })
}

/**
 * One schedule after another: the next one begins, with its own step 0, at each of the `milestones`. `torch.optim.lr_scheduler.SequentialLR`.
 *
 * @throws ShapeError where there is not one schedule more than there are milestones
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.SequentialLR.html
 * @example
 * import * as assert from 'node:assert'
 * import { exponentialDecay, inTurn } from 'shapefold'
 *
 * const rate = inTurn({ schedules: [0.5, exponentialDecay({ lr: 1, gamma: 0.5 })], milestones: [2] })
 * assert.deepStrictEqual([0, 1, 2, 3].map(rate), [0.5, 0.5, 1, 0.5])
 */
export const inTurn = (options: {
  readonly schedules: readonly Rate[]
  readonly milestones: readonly number[]
}): Schedule => {
  checkNamed('inTurn', ['schedules', 'milestones'], options)
  const starts = [0, ...checkMilestones(options.milestones)]
  const { schedules }: { readonly schedules: unknown } = options
  if (!Array.isArray(schedules)) return fail('not schedules', { got: shown(schedules), want: starts.length })
  if (schedules.length !== starts.length)
    return fail('not schedules', { got: `a list of ${schedules.length}`, want: starts.length })
  const rates = schedules.map((rate: unknown, i) => checkRate(`schedules[${i}]`, rate))
  return (step) => {
    const index = starts.filter((start) => start <= step).length - 1
    const [rate, start] = [rates[index], starts[index]]
    return rate === undefined || start === undefined ? Number.NaN : rate(step - start)
  }
}
