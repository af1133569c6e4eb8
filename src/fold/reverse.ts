import type { Scan } from './scan.js'
import { checkSequence } from './sequence.js'

/**
 * A scan from the end of the sequence to its beginning. The outputs stand where their inputs stand; the state is the one after the first input.
 *
 * Law: `reverse(reverse(s))` is `s`.
 *
 * @throws ShapeError where `xs` is no array
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, reverse, scan } from 'shapefold'
 *
 * const runningSum: Cell<number, number, number> = (sum, x) => [sum + x, sum + x]
 * assert.deepStrictEqual(reverse(scan(runningSum))(0)([1, 2, 3]), [[6, 5, 3], 6])
 */
export const reverse =
  <State, In, Out>(run: Scan<State, In, Out>): Scan<State, In, Out> =>
  (state0) =>
  (xs) => {
    const [outputs, state] = run(state0)([...checkSequence(xs)].reverse())
    return [[...outputs].reverse(), state]
  }
