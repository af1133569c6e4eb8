/**
 * Random programs for the agreement law: each is one text that the compiler judges and that the run time executes, since it has no types
 * in it. About half of them are sound. The others are sound programs with one or two faults put in.
 */
import { draft, textOf } from './agreement-draft.js'
import { faults } from './agreement-faults.js'
import { Random } from './random.js'

/** The programs of a seed: every second one sound as far as the generator knows. */
export const programs = (seed: number, count: number): string[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const program = draft(random)
    if (i % 2 === 1) for (let n = random.pick([1, 1, 1, 2]); n > 0; n--) random.pick(faults)(random, program)
    return textOf(program)
  })
}
