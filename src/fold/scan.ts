import type { Cell } from '../cell/cell.js'
import { checkSequence } from './sequence.js'

/** A cell's run over a whole sequence: from the first state and the inputs to all outputs and the last state. */
export type Scan<State, In, Out> = (
  state0: State,
) => (xs: readonly In[]) => readonly [outputs: readonly Out[], state: State]

/**
 * Runs a cell over a sequence and keeps every output, and the last state.
 *
 * Laws: as many outputs as inputs; a sequence in two parts gives the parts' outputs one after the other, the second part starting from
 * the first one's state; `scan(map(f)(cell))` is `scan(cell)` with `f` on each output.
 *
 * @throws ShapeError where `xs` is no array
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, scan } from 'shapefold'
 *
 * const delay: Cell<string, string, string> = (last, x) => [last, x]
 * assert.deepStrictEqual(scan(delay)('-')(['a', 'b', 'c']), [['-', 'a', 'b'], 'c'])
 */
export const scan =
  <State, In, Out>(cell: Cell<State, In, Out>): Scan<State, In, Out> =>
  (state0) =>
  (xs) => {
    let state = state0
    const outputs: Out[] = []
    for (const x of checkSequence(xs)) {
      const [output, next] = cell(state, x)
      outputs.push(output)
      state = next
    }
    return [outputs, state]
  }
