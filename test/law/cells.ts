/** Random cells for the laws: machines whose updates do not commute, so that a wrong order shows. */
import fc from 'fast-check'
import type { Cell } from '../../src/index.js'

/** A machine over small integers, by its two tables. The state after an input depends on both, and so does the output. */
const SIZE = 5

const table = fc.array(fc.nat(SIZE - 1), { minLength: SIZE * SIZE, maxLength: SIZE * SIZE })

/** Any cell from numbers to numbers with a state in 0 to 4; inputs may be any integers. */
export const anyCell: fc.Arbitrary<Cell<number, number, number>> = fc
  .tuple(table, table)
  .map(([outputs, states]): Cell<number, number, number> => {
    const at = (state: number, input: number): number => state * SIZE + (((input % SIZE) + SIZE) % SIZE)
    return (state, input) => [outputs[at(state, input)] ?? Number.NaN, states[at(state, input)] ?? Number.NaN]
  })

/** A cell that remembers its history in a few digits: no two orders of events look the same to it. */
export const anyHistorian: fc.Arbitrary<Cell<string, number, string>> = fc
  .integer({ min: 2, max: 1000 })
  .map((mark): Cell<string, number, string> => {
    const hash = (past: string, x: number): number =>
      [...past, `${x}`].reduce((sum, part) => (sum * 31 + Number.parseInt(part, 36)) % 1_000_003, mark)
    return (past, x) => [`${hash(past, x).toString(36)}`, `${hash(past, x + mark).toString(36)}`]
  })

/** A state of `anyCell`. */
export const anyState: fc.Arbitrary<number> = fc.nat(SIZE - 1)

/** Inputs: none, one, some, and now and then very many. */
export const anyInputs: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 20, arbitrary: fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 500, max: 3_000 }).map((n) => Array.from({ length: n }, (_, i) => i * 7)),
  },
)

/** Any function on the numbers that `anyCell` takes and gives. */
export const anyFunction: fc.Arbitrary<(x: number) => number> = fc
  .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }))
  .map(
    ([a, b]) =>
      (x: number) =>
        a * x * x + b,
  )
