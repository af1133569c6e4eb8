import type { Optimizer } from '../../../types/optimizer.js'
import * as sentences from '../../../types/sentences.js'
import { failOf } from '../../tensor/shape-error.js'
import { amount, anyNumber, flag, readOptions } from '../options.js'
import { checkRate, type Rate } from '../rate.js'
import { type Move, optimizerOf } from './optimizer.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/** The options of `sgd`, `torch.optim.SGD`'s. */
export interface SgdOptions {
  /** The learning rate, or a schedule. */
  readonly lr: Rate
  /** How much of the last step goes into the next one; 0 unless given. */
  readonly momentum?: number
  /** How much of each gradient is kept out of the momentum; 0 unless given. */
  readonly dampening?: number
  /** Looks one step of momentum ahead. Goes with a momentum above 0 and no dampening. */
  readonly nesterov?: boolean
  /** The factor of an L2 penalty, which draws parameters to 0; 0 unless given. */
  readonly weightDecay?: number
  /** Climbs instead of descending. */
  readonly maximize?: boolean
}

const WHO = 'SGD'

const table = {
  lr: { check: checkRate, meaning: 'the learning rate' },
  momentum: { check: amount, default: 0 },
  dampening: { check: anyNumber, default: 0 },
  nesterov: { check: flag, default: false },
  weightDecay: { check: amount, default: 0 },
  maximize: { check: flag, default: false },
}

/**
 * Stochastic gradient descent, with momentum or without: `torch.optim.SGD`, the same numbers.
 *
 * `d = g + weightDecay p`, `b' = momentum b + (1 - dampening) d` (in the first update `b' = d`), `p' = p - lr b'`, or with `nesterov`
 * `p' = p - lr (d + momentum b')`. Without momentum `p' = p - lr d`.
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.SGD.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, sgd, tensor } from 'shapefold'
 *
 * const params = { weight: tensor([feature(2)], [1, 2]) }
 * const grads = { weight: tensor([feature(2)], [1, -1]) }
 * const optimizer = sgd({ lr: 0.5 })
 * const [moved, state] = optimizer.update(params, grads, optimizer.init(params))
 * assert.deepStrictEqual(moved.weight.toArray(), [0.5, 2.5])
 * assert.strictEqual(state.step, 1)
 */
export const sgd = (options: SgdOptions): Optimizer => {
  const { lr, momentum, dampening, nesterov, weightDecay, maximize } = readOptions(
    WHO,

    table,
    options,
  )
  if (nesterov && (momentum === 0 || dampening !== 0)) return fail('nesterov alone', { momentum, dampening })
  const sign = maximize ? -1 : 1
  const decay = Math.fround(weightDecay)
  const mu = Math.fround(momentum)
  const share = Math.fround(1 - dampening)

  const plain =
    (rate: number): Move =>
    (param, grad, _, moved) => {
      for (let i = 0, { length } = param; i < length; i++) {
        const p = param[i]
        const g = sign * grad[i]
        const d = decay === 0 ? g : Math.fround(p * decay + g)
        moved[i] = d * rate + p
      }
    }

  const withMomentum =
    (rate: number, isFirst: boolean): Move =>
    (param, grad, [buffer], moved, [kept]) => {
      for (let i = 0, { length } = param; i < length; i++) {
        const p = param[i]
        const g = sign * grad[i]
        const d = decay === 0 ? g : Math.fround(p * decay + g)
        const b = isFirst ? d : Math.fround(d * share + Math.fround(buffer[i] * mu))
        kept[i] = b
        moved[i] = (nesterov ? Math.fround(b * mu + d) : b) * rate + p
      }
    }

  return optimizerOf({
    who: WHO,
    slots: momentum === 0 ? [] : ['momentumBuffer'],
    at: (step) => {
      const rate = Math.fround(-lr(step))
      return momentum === 0 ? plain(rate) : withMomentum(rate, step === 0)
    },
  })
}
