import type { Schedule } from '../../types/optimizer.js'
import { shown } from '../tensor/message.js'
import { fail } from '../tensor/shape-error.js'
import { amount } from './optimizer-options.js'
import { checkRate, type Rate } from './rate.js'

/**
 * Learning rates as functions of the step, counted from 0: what PyTorch's schedulers give once they have been stepped so many times. A schedule has no
 * state, so a run that is resumed goes on where it was. Where an `lr` may be a schedule itself, the two are multiplied, as by PyTorch's ChainedScheduler.
 */

const count = (key: string, value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    ? value
    : fail('not a count', { key, got: shown(value) })

const part = (key: string, value: unknown): number =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : fail('not a part', { key, got: shown(value) })

const stepsIn = (value: unknown): readonly number[] => {
  if (!Array.isArray(value)) return fail('not milestones', { got: shown(value) })
  const list: readonly unknown[] = value
  return list.map((step, i) => {
    const before = list[i - 1] ?? 0
    return typeof step === 'number' && Number.isSafeInteger(step) && typeof before === 'number' && step > before
      ? step
      : fail('not milestones', { got: `[${list.join(', ')}]` })
  })
}

/** `from` at 0, `to` at 1, and half a cosine wave between. */
const cosineBetween = (from: number, to: number, x: number): number => to + ((from - to) * (1 + Math.cos(Math.PI * x))) / 2

const lineBetween = (from: number, to: number, x: number): number => from + (to - from) * x

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
  const lr = checkRate('lr', options.lr)
  const size = count('stepSize', options.stepSize)
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
  const lr = checkRate('lr', options.lr)
  const milestones = stepsIn(options.milestones)
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
  const lr = checkRate('lr', options.lr)
  const steps = count('steps', options.steps)
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
  const lr = checkRate('lr', options.lr)
  const start = amount('startFactor', options.startFactor ?? 1 / 3)
  const end = amount('endFactor', options.endFactor ?? 1)
  const steps = count('steps', options.steps ?? 5)
  return (step) => lr(step) * lineBetween(start, end, Math.min(step, steps) / steps)
}

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
  const lr = amount('lr', options.lr)
  const steps = count('steps', options.steps)
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
  const lr = amount('lr', options.lr)
  const first = count('steps', options.steps)
  const growth = count('growth', options.growth ?? 1)
  const least = amount('minLr', options.minLr ?? 0)
  return (step) => {
    let start = 0
    let length = first
    if (growth === 1) start = step - (step % first)
    else for (; step >= start + length; length *= growth) start += length
    return cosineBetween(lr, least, (step - start) / length)
  }
}

/**
 * A rate that climbs to `maxLr` and falls far below where it began, in `totalSteps` steps: `torch.optim.lr_scheduler.OneCycleLR`, without its cycle of
 * the momentum. It stays where it ends.
 *
 * It begins at `maxLr / divFactor`, is at its top after `pctStart` of the steps, and ends at `maxLr / divFactor / finalDivFactor`. With `threePhase` it comes
 * down as fast as it climbed, and ends from there.
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.OneCycleLR.html
 * @see L. N. Smith, N. Topin, Super-convergence: very fast training of neural networks using large learning rates (2018)
 * @example
 * import * as assert from 'node:assert'
 * import { oneCycle } from 'shapefold'
 *
 * const rate = oneCycle({ maxLr: 1, totalSteps: 10, divFactor: 4 })
 * assert.deepStrictEqual([rate(0), rate(2)], [0.25, 1])
 */
export const oneCycle = (options: {
  readonly maxLr: number
  readonly totalSteps: number
  readonly pctStart?: number
  readonly annealStrategy?: 'cos' | 'linear'
  readonly divFactor?: number
  readonly finalDivFactor?: number
  readonly threePhase?: boolean
}): Schedule => {
  const top = amount('maxLr', options.maxLr)
  const total = count('totalSteps', options.totalSteps)
  const climb = part('pctStart', options.pctStart ?? 0.3) * total
  const strategy = options.annealStrategy ?? 'cos'
  if (strategy !== 'cos' && strategy !== 'linear') return fail('unknown strategy', { got: shown(strategy) })
  const between = strategy === 'cos' ? cosineBetween : lineBetween
  const first = top / amount('divFactor', options.divFactor ?? 25)
  const last = first / amount('finalDivFactor', options.finalDivFactor ?? 1e4)
  // Where each phase ends, and the rate there.
  const phases: readonly (readonly [end: number, rate: number])[] = [
    [climb - 1, top],
    ...(options.threePhase === true ? [[2 * climb - 2, first] as const] : []),
    [total - 1, last],
  ]
  return (step) => {
    let start = 0
    let from = first
    for (const [end, to] of phases) {
      if (step <= end) return between(from, to, (step - start) / (end - start))
      start = end
      from = to
    }
    return from
  }
}

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
  const lr = checkRate('lr', options.lr)
  const steps = count('steps', options.steps)
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
  const starts = [0, ...stepsIn(options.milestones)]
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
