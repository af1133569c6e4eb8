import type { Cell } from '../cell/cell.js'
import { reverse } from './reverse.js'
import { type Scan, scan } from './scan.js'

/**
 * Two cells over one sequence, `f` from its beginning and `b` from its end. An output is the pair of both at that place.
 *
 * Law: the first halves are `scan(f)`, the second halves `reverse(scan(b))`.
 *
 * @throws ShapeError where `xs` is no array
 * @example
 * import * as assert from 'node:assert'
 * import { bidirectional, type Cell } from 'shapefold'
 *
 * const sum: Cell<number, number, number> = (total, x) => [total + x, total + x]
 * assert.deepStrictEqual(bidirectional(sum, sum)([0, 0])([1, 2, 3]), [[[1, 6], [3, 5], [6, 3]], [6, 6]])
 */
export const bidirectional =
  <StateF, StateB, In, OutF, OutB>(
    f: Cell<StateF, In, OutF>,
    b: Cell<StateB, In, OutB>,
  ): Scan<readonly [StateF, StateB], In, readonly [OutF, OutB]> =>
  ([stateF, stateB]) =>
  (xs) => {
    const [forward, lastF] = scan(f)(stateF)(xs)
    const [backward, lastB] = reverse(scan(b))(stateB)(xs)
    // The cast: both scans give an output for every input.
    return [forward.map((output, i) => [output, backward[i] as OutB] as const), [lastF, lastB]]
  }
