import type { Cell } from '../cell/cell.js'

/**
 * Two cells on top of each other, each with a state of its own: the second one's input is the first one's output.
 *
 * Laws: `scan(stack(a, b))` is `scan(a)` and then `scan(b)` over its outputs; associative but for the bracketing of the states.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, scan, stack } from 'shapefold'
 *
 * const sum: Cell<number, number, number> = (total, x) => [total + x, total + x]
 * const delay: Cell<number, number, number> = (last, x) => [last, x]
 * assert.deepStrictEqual(scan(stack(sum, delay))([0, 0])([1, 2, 3]), [[0, 1, 3], [6, 6]])
 */
export const stack =
  <StateA, StateB, In, Middle, Out>(
    a: Cell<StateA, In, Middle>,
    b: Cell<StateB, Middle, Out>,
  ): Cell<readonly [StateA, StateB], In, Out> =>
  ([stateA, stateB], input) => {
    const [middle, nextA] = a(stateA, input)
    const [output, nextB] = b(stateB, middle)
    return [output, [nextA, nextB]]
  }
