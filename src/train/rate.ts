import type { Schedule } from '../../types/optimizer.js'
import * as sentences from '../../types/sentences.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/** A learning rate: a number, or a function from the step, counted from 0, to a number. */
export type Rate = number | Schedule

const isRate = (value: unknown): value is number => typeof value === 'number' && value >= 0

/** A learning rate as a function of the step. Throws where it is none, and where it gives none. */
export const checkRate = (key: string, rate: unknown): Schedule => {
  if (isRate(rate)) return () => rate
  if (typeof rate !== 'function') return fail('not a rate', { key, got: shown(rate) })
  return (step) => {
    const value: unknown = rate(step)
    return isRate(value) ? value : fail('not a rate at a step', { got: shown(value), step })
  }
}
