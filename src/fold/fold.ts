import type { Cell } from '../cell/cell.js'
import { checkSequence } from './sequence.js'

/**
 * Runs a cell over a sequence and keeps the last state: a left fold.
 *
 * `fold(cell)(s)([x1, ..., xn])` is the state after `xn`, and `s` for an empty sequence.
 *
 * Laws: `fold(cell)(s)([...xs, ...ys])` is `fold(cell)(fold(cell)(s)(xs))(ys)`; it is the state of `scan(cell)(s)(xs)`.
 *
 * @throws ShapeError where `xs` is no array
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, fold } from 'shapefold'
 *
 * const longest: Cell<string, string, string> = (best, word) => (word.length > best.length ? [word, word] : [best, best])
 * assert.strictEqual(fold(longest)('')(['to', 'three', 'be']), 'three')
 */
export const fold =
  <State, In, Out>(cell: Cell<State, In, Out>) =>
  (state0: State) =>
  (xs: readonly In[]): State => {
    let state = state0
    for (const x of checkSequence(xs)) state = cell(state, x)[1]
    return state
  }
