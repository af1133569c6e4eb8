/** The steps that tell a code, and the answers that tell a step: squeezed.ts says what they are. */
import { slots } from './squeezed.js'

/** An answer, yes or no, in a slot. */
export type Answer = (slot: number, yes: boolean) => void

/** A byte as it is, or a copy. */
export type Step = number | { readonly distance: number; readonly length: number }

/** What a step depends on. */
export interface Situation {
  /** The bytes before, and whatever follows. */
  readonly code: readonly number[]
  /** Where the step begins. */
  readonly place: number
  /** Bytes since the last copy, at most 2. */
  readonly since: number
  /** The distance of the last copy; 0 before the first. */
  readonly last: number
}

export const start = { since: 2, last: 0 } as const
export const lengthOf = (step: Step): number => (typeof step === 'number' ? 1 : step.length)
export const sinceAfter = (step: Step, since: number): number => (typeof step === 'number' ? Math.min(since + 1, 2) : 0)

/** The answers of a number's bits, 1 or more. */
export const sayNumber = (value: number, base: number, say: Answer): void => {
  const highest = 31 - Math.clz32(value)
  for (let bit = 0; bit < highest; bit++) {
    say(base + 2 * bit, true)
    say(base + 2 * bit + 1, ((value >> bit) & 1) === 1)
  }
  say(base + 2 * highest, false)
}

const sayByte = (value: number, base: number, say: Answer): void => {
  for (let place = 1, bit = 7; bit >= 0; bit--) {
    const yes = ((value >> bit) & 1) === 1
    say(base + place, yes)
    place = 2 * place + (yes ? 1 : 0)
  }
}

/** The answers of a step. */
export const sayStep = (step: Step, { code, place, since, last }: Situation, say: Answer): void => {
  say(slots.copies + since, typeof step !== 'number')
  if (typeof step === 'number') {
    if (since === 0) sayByte((step - (code[place - last] ?? 0)) & 255, slots.differences, say)
    else sayByte(step, slots.bytes, say)
    return
  }
  const same = step.distance === last
  if (since > 0) say(slots.same + since, same)
  if (!same) sayNumber(step.distance, slots.distances, say)
  // From elsewhere a copy of one byte is never worth it.
  sayNumber(same ? step.length : step.length - 1, slots.lengths, say)
}

/** Goes through the steps of a code from a place on. */
export const sayAll = (steps: readonly Step[], code: readonly number[], from: number, say: Answer): void => {
  let situation: Situation = { code, place: from, ...start }
  for (const step of steps) {
    sayStep(step, situation, say)
    situation = {
      code,
      place: situation.place + lengthOf(step),
      since: sinceAfter(step, situation.since),
      last: typeof step === 'number' ? situation.last : step.distance,
    }
  }
}
