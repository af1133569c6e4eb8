/** Writes code in the form that squeezed.ts tells of. Runs when the kernel is built; unsqueeze.ts reads it. */
import { parse } from './squeeze-parse.js'
import { sayAll } from './squeeze-steps.js'
import { digits, firstLetter, leastState, leftOut, probabilityBits, slots, slowest } from './squeezed.js'

/** What the slots have learned; the twin of `answer` in unsqueeze.ts. */
class Slots {
  readonly #likely = new Int32Array(slots.count)
  readonly #seen = new Int32Array(slots.count)

  /** The probability of a yes, before the slot learns the answer. */
  learn(slot: number, yes: boolean): number {
    const likely = this.#likely[slot] ?? 0
    const seen = this.#seen[slot] ?? 0
    this.#likely[slot] = likely + Math.trunc(((yes ? 32768 : -32768) - likely) / (seen + 2))
    this.#seen[slot] = Math.min(seen + 1, slowest - 2)
    return ((likely + 32768) >> (16 - probabilityBits)) | 1
  }
}

const letter = (digit: number): string =>
  String.fromCharCode(digit + firstLetter >= leftOut ? digit + firstLetter + 1 : digit + firstLetter)

/** The letters of answers with their probabilities. */
const lettersOf = (answers: readonly (readonly [probability: number, yes: boolean])[]): string => {
  const all = 2 ** probabilityBits
  const letters: string[] = []
  let state = leastState
  for (const [probability, yes] of [...answers].reverse()) {
    const part = yes ? probability : all - probability
    while (state >= part * (leastState / all) * digits) {
      letters.push(letter(state % digits))
      state = Math.floor(state / digits)
    }
    state = Math.floor(state / part) * all + (state % part) + (yes ? 0 : probability)
  }
  for (; state > 0; state = Math.floor(state / digits)) letters.push(letter(state % digits))
  return letters.reverse().join('')
}

/** Texts of codes, each of which is read after all before it, from which it may copy. */
export const squeeze = (codes: readonly (readonly number[])[]): readonly string[] => {
  const known = new Slots()
  const code = codes.flat()
  let from = 0
  return codes.map((own) => {
    const answers: (readonly [probability: number, yes: boolean])[] = []
    const end = from + own.length
    sayAll(parse(code.slice(0, end), from), code, from, (slot, yes) => answers.push([known.learn(slot, yes), yes]))
    from = end
    return lettersOf(answers)
  })
}
