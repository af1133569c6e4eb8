import * as sentences from '../../../types/sentences.js'
import { shown } from '../../tensor/message.js'
import { failOf } from '../../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/** What schedules are made of. */

/** Steps, one later than the other. */
export const checkMilestones = (value: unknown): readonly number[] => {
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
export const cosineBetween = (from: number, to: number, x: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * x))) / 2

/** `from` at 0, `to` at 1, and a line between. */
export const lineBetween = (from: number, to: number, x: number): number => from + (to - from) * x
