import type { Optimizer, Schedule } from '../../../types/optimizer.js'
import { amount, betas, flag, type OptionTable, readOptions } from '../options.js'
import { checkRate, type Rate } from '../rate.js'
import { optimizerOf, type Rule } from './optimizer.js'

/** The options of `adam` and `adamW`, those of `torch.optim.Adam` and `AdamW`. */
export interface AdamOptions {
  /** The learning rate, or a schedule; 0.001 unless given. */
  readonly lr?: Rate
  /** How much of the averages of the gradient and of its square stays from step to step; `[0.9, 0.999]` unless given. */
  readonly betas?: readonly [number, number]
  /** What is added to the denominator; 1e-8 unless given. */
  readonly eps?: number
  /** How strongly parameters are drawn to 0; 0 unless given, for `adamW` 0.01. */
  readonly weightDecay?: number
  /** Divides by the largest average of squares so far, and not by the present one. */
  readonly amsgrad?: boolean
  /** Climbs instead of descending. */
  readonly maximize?: boolean
}

interface Settings {
  readonly lr: Schedule
  readonly betas: readonly [number, number]
  readonly eps: number
  readonly weightDecay: number
  readonly amsgrad: boolean
  readonly maximize: boolean
}

const settingsOf = (who: string, weightDecay: number, options: AdamOptions): Settings =>
  readOptions<Settings>(who, tableOf(weightDecay), options)

const tableOf = (weightDecay: number): OptionTable<Settings> => ({
  lr: { check: checkRate, default: () => 1e-3 },
  betas: { check: betas, default: [0.9, 0.999] },
  eps: { check: amount, default: 1e-8 },
  weightDecay: { check: amount, default: weightDecay },
  amsgrad: { check: flag, default: false },
  maximize: { check: flag, default: false },
})

/**
 * Adam: each number has a step of its own size, by the averages of its gradient and of the gradient's square. `torch.optim.Adam`, the same numbers.
 *
 * `d = g + weightDecay p`, `m' = b1 m + (1 - b1) d`, `v' = b2 v + (1 - b2) d^2`,
 * `p' = p - lr / (1 - b1^t) m' / (sqrt(v') / sqrt(1 - b2^t) + eps)`, `t` the number of this update, counted from 1
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.Adam.html
 * @see D. P. Kingma, J. Ba, Adam: a method for stochastic optimization (2015), algorithm 1; for amsgrad S. J. Reddi, S. Kale, S. Kumar, On the
 * convergence of Adam and beyond (2018), algorithm 2
 * @example
 * import * as assert from 'node:assert'
 * import { adam, feature, tensor } from 'shapefold'
 *
 * const params = { weight: tensor([feature(2)], [1, 2]) }
 * const grads = { weight: tensor([feature(2)], [10, -0.1]) }
 * const optimizer = adam({ lr: 0.5 })
 * const [moved] = optimizer.update(params, grads, optimizer.init(params))
 * // The first step is lr, whatever the size of the gradient.
 * assert.deepStrictEqual(Array.from(moved.weight.data, (x) => x.toFixed(3)), ['0.500', '2.500'])
 */
export const adam = (options: AdamOptions = {}): Optimizer =>
  optimizerOf(ruleOf('Adam', settingsOf('Adam', 0, options), false))

/**
 * Adam with a weight decay that is no part of the gradient: each step first shrinks the parameters. `torch.optim.AdamW`, the same numbers.
 *
 * `p~ = (1 - lr weightDecay) p`, and then as `adam` without decay, from `p~`
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.AdamW.html
 * @see I. Loshchilov, F. Hutter, Decoupled weight decay regularization (2019), algorithm 2
 * @example
 * import * as assert from 'node:assert'
 * import { adamW, feature, tensor } from 'shapefold'
 *
 * const params = { weight: tensor([feature(1)], [8]) }
 * const grads = { weight: tensor([feature(1)], [1]) }
 * const optimizer = adamW({ lr: 0.5, weightDecay: 0.5 })
 * const [moved] = optimizer.update(params, grads, optimizer.init(params))
 * assert.deepStrictEqual(moved.weight.toArray(), [5.5])
 */
export const adamW = (options: AdamOptions = {}): Optimizer =>
  optimizerOf(ruleOf('AdamW', settingsOf('AdamW', 0.01, options), true))

const ruleOf = (who: string, options: Settings, decoupled: boolean): Rule => {
  const { lr, eps, weightDecay, amsgrad, maximize } = options
  const [beta1, beta2] = options.betas
  const sign = maximize ? -1 : 1
  const decay = decoupled ? 0 : Math.fround(weightDecay)
  const [keep1, take1] = [Math.fround(beta1), Math.fround(1 - beta1)]
  const [keep2, take2] = [Math.fround(beta2), Math.fround(1 - beta2)]
  const small = Math.fround(eps)
  return {
    who,
    slots: amsgrad ? ['expAvg', 'expAvgSq', 'maxExpAvgSq'] : ['expAvg', 'expAvgSq'],
    at: (step) => {
      const rate = lr(step)
      const shrink = decoupled ? Math.fround(1 - rate * weightDecay) : 1
      const size = Math.fround(-(rate / (1 - beta1 ** (step + 1))))
      const root = Math.fround(Math.sqrt(1 - beta2 ** (step + 1)))
      return (param, grad, [m, v, most], moved, [m1, v1, most1]) => {
        for (let i = 0, { length } = param; i < length; i++) {
          const p = Math.fround(param[i] * shrink)
          const g = sign * grad[i]
          const d = decay === 0 ? g : Math.fround(p * decay + g)
          const mean = Math.fround(d * take1 + Math.fround(m[i] * keep1))
          const square = Math.fround(Math.fround(take2 * d) * d + Math.fround(v[i] * keep2))
          m1[i] = mean
          v1[i] = square
          let scale = square
          if (amsgrad) {
            scale = Math.max(most[i], square)
            most1[i] = scale
          }
          const denominator = Math.fround(Math.fround(Math.fround(Math.sqrt(scale)) / root) + small)
          moved[i] = p + Math.fround(Math.fround(size * mean) / denominator)
        }
      }
    },
  }
}
