import type { category, functor, profunctor } from 'fp-ts'

/**
 * One step of a machine with a memory: from the state so far and an input to an output and the next state. A Mealy machine, and the same thing
 * as fp-ts's `(input) => State<S, Out>` with its arguments in the order of a fold.
 *
 * A recurrent network is a fold of a cell over a sequence.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, scan } from 'shapefold'
 *
 * const runningSum: Cell<number, number, number> = (sum, x) => [sum + x, sum + x]
 * assert.deepStrictEqual(scan(runningSum)(0)([1, 2, 3]), [[1, 3, 6], 6])
 */
export type Cell<State, In, Out> = (state: State, input: In) => readonly [output: Out, state: State]

/** The name of `Cell` among fp-ts's type constructors. */
export const URI = 'Cell'
/** The type of `URI`. */
export type URI = typeof URI

declare module 'fp-ts/HKT.js' {
  interface URItoKind3<R, E, A> {
    readonly Cell: Cell<R, E, A>
  }
}

/**
 * A cell with its output changed.
 *
 * Laws: `map(x => x)` changes nothing; `map(f)` and then `map(g)` is `map(x => g(f(x)))`.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, map, scan } from 'shapefold'
 * import { function as F } from 'fp-ts'
 *
 * const count: Cell<number, string, number> = (n) => [n + 1, n + 1]
 * const label = F.pipe(count, map((n) => `#${n}`))
 * assert.deepStrictEqual(scan(label)(0)(['a', 'b']), [['#1', '#2'], 2])
 */
export const map =
  <A, B>(f: (output: A) => B) =>
  <State, In>(cell: Cell<State, In, A>): Cell<State, In, B> =>
  (state, input) => {
    const [output, next] = cell(state, input)
    return [f(output), next]
  }

/**
 * A cell with its input changed.
 *
 * Laws: `contramap(x => x)` changes nothing; `contramap(f)` and then `contramap(g)` is `contramap(x => f(g(x)))`.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, contramap, fold } from 'shapefold'
 * import { function as F } from 'fp-ts'
 *
 * const sum: Cell<number, number, number> = (total, x) => [total + x, total + x]
 * const letters = F.pipe(sum, contramap((word: string) => word.length))
 * assert.strictEqual(fold(letters)(0)(['ab', 'cde']), 5)
 */
export const contramap =
  <In, New>(f: (input: New) => In) =>
  <State, Out>(cell: Cell<State, In, Out>): Cell<State, New, Out> =>
  (state, input) =>
    cell(state, f(input))

/**
 * A cell with its input and its output changed: `contramap(f)` and `map(g)` at once.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, promap, scan } from 'shapefold'
 * import { function as F } from 'fp-ts'
 *
 * const sum: Cell<number, number, number> = (total, x) => [total + x, total + x]
 * const cents = F.pipe(sum, promap((euros: number) => euros * 100, (n) => `${n} ct`))
 * assert.deepStrictEqual(scan(cents)(0)([1, 2]), [['100 ct', '300 ct'], 300])
 */
export const promap =
  <In, New, A, B>(f: (input: New) => In, g: (output: A) => B) =>
  <State>(cell: Cell<State, In, A>): Cell<State, New, B> =>
    map(g)(contramap(f)(cell))

/**
 * The cell that gives its input back and leaves the state as it is: the identity of `compose`.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { identityCell, scan } from 'shapefold'
 *
 * assert.deepStrictEqual(scan(identityCell<number, string>())(7)(['a', 'b']), [['a', 'b'], 7])
 */
export const identityCell =
  <State, A>(): Cell<State, A, A> =>
  (state, input) => [input, state]

/**
 * Two cells on *one* state, `first` and then the other: each step's state goes through both. (Cells with a state each are put together by
 * `stack`.) Data last, in fp-ts's order: `pipe(second, compose(first))`.
 *
 * Laws: associative, with `identityCell()` on either side changing nothing.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { type Cell, compose, scan } from 'shapefold'
 * import { function as F } from 'fp-ts'
 *
 * const tick: Cell<number, string, string> = (time, x) => [x, time + 1]
 * const stamp: Cell<number, string, string> = (time, x) => [`${time}:${x}`, time]
 * assert.deepStrictEqual(scan(F.pipe(stamp, compose(tick)))(0)(['a', 'b']), [['1:a', '2:b'], 2])
 */
export const compose =
  <State, A, B>(first: Cell<State, A, B>) =>
  <C>(second: Cell<State, B, C>): Cell<State, A, C> =>
  (state, input) => {
    const [middle, between] = first(state, input)
    return second(between, middle)
  }

/** fp-ts's `Functor` of cells, in their output. */
export const functorCell: functor.Functor3<URI> = { URI, map: (cell, f) => map(f)(cell) }

/** fp-ts's `Profunctor` of cells: contravariant in their input, covariant in their output. */
export const profunctorCell: profunctor.Profunctor3<URI> = {
  URI,
  map: functorCell.map,
  promap: (cell, f, g) => promap(f, g)(cell),
}

/** fp-ts's `Category` of cells on one state: the Kleisli category of `State`. */
export const categoryCell: category.Category3<URI> = {
  URI,
  id: identityCell,
  compose: (second, first) => compose(first)(second),
}
