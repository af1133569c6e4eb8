/** The laws of cells: fp-ts's Functor, Profunctor and Category, and how cells stand on each other. */

import fc from 'fast-check'
import { function as F } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import {
  type Cell,
  categoryCell,
  compose,
  contramap,
  functorCell,
  identityCell,
  map,
  profunctorCell,
  promap,
  scan,
  stack,
} from '../../src/index.js'
import { anyCell, anyFunction, anyHistorian, anyInputs, anyState } from './cells.js'

/** Cells are functions, so they are equal where they do the same: on every step, output and state. */
const expectSame = <State, In, Out>(
  a: Cell<State, In, Out>,
  b: Cell<State, In, Out>,
  state: State,
  xs: readonly In[],
): void => {
  expect(scan(a)(state)(xs)).toEqual(scan(b)(state)(xs))
}

const identity = <A>(x: A): A => x

describe('Functor', () => {
  test('identity: map(x => x) changes nothing', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), anyInputs, (cell, s, xs) => {
        expectSame(map<string, string>(identity)(cell), cell, s, xs)
      }),
    )
  })

  test('composition: map(f) and then map(g) is map(x => g(f(x)))', () => {
    fc.assert(
      fc.property(anyCell, anyFunction, anyFunction, anyState, anyInputs, (cell, f, g, s, xs) => {
        expectSame(F.pipe(cell, map(f), map(g)), map(F.flow(f, g))(cell), s, xs)
      }),
    )
  })

  test('map changes every output and no state', () => {
    fc.assert(
      fc.property(anyCell, anyFunction, anyState, anyInputs, (cell, f, s, xs) => {
        const [outputs, state] = scan(cell)(s)(xs)
        expect(scan(map(f)(cell))(s)(xs)).toEqual([outputs.map(f), state])
      }),
    )
  })

  test('the instance is map', () => {
    fc.assert(
      fc.property(anyCell, anyFunction, anyState, anyInputs, (cell, f, s, xs) => {
        expectSame(functorCell.map(cell, f), map(f)(cell), s, xs)
      }),
    )
    expect(functorCell.URI).toBe('Cell')
  })
})

describe('Profunctor', () => {
  test('identity: promap(x => x, x => x) changes nothing', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), anyInputs, (cell, s, xs) => {
        expectSame(promap<number, number, string, string>(identity, identity)(cell), cell, s, xs)
      }),
    )
  })

  test('composition: the input side turns round, the output side does not', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyFunction, anyFunction, anyFunction, anyFunction),
        anyCell,
        anyState,
        anyInputs,
        ([f, g, h, i], cell, s, xs) => {
          expectSame(F.pipe(cell, promap(f, h), promap(g, i)), promap(F.flow(g, f), F.flow(h, i))(cell), s, xs)
        },
      ),
    )
  })

  test('contramap: identity, composition, and it is map of the inputs', () => {
    fc.assert(
      fc.property(anyCell, anyFunction, anyFunction, anyState, anyInputs, (cell, f, g, s, xs) => {
        expectSame(contramap<number, number>(identity)(cell), cell, s, xs)
        expectSame(F.pipe(cell, contramap(f), contramap(g)), contramap(F.flow(g, f))(cell), s, xs)
        expect(scan(contramap(f)(cell))(s)(xs)).toEqual(scan(cell)(s)(xs.map(f)))
      }),
    )
  })

  test('the instance is promap, and its map is promap of the outputs alone', () => {
    fc.assert(
      fc.property(anyCell, anyFunction, anyFunction, anyState, anyInputs, (cell, f, g, s, xs) => {
        expectSame(profunctorCell.promap(cell, f, g), promap(f, g)(cell), s, xs)
        expectSame(profunctorCell.map(cell, g), profunctorCell.promap(cell, identity, g), s, xs)
        expectSame(profunctorCell.promap(cell, f, g), F.pipe(cell, contramap(f), map(g)), s, xs)
        expectSame(profunctorCell.promap(cell, f, g), F.pipe(cell, map(g), contramap(f)), s, xs)
      }),
    )
  })
})

describe('Category', () => {
  const id = identityCell<number, number>()

  test('identity on either side changes nothing', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, (cell, s, xs) => {
        expectSame(F.pipe(cell, compose(id)), cell, s, xs)
        expectSame(F.pipe(id, compose(cell)), cell, s, xs)
      }),
    )
  })

  test('associativity', () => {
    fc.assert(
      fc.property(anyCell, anyCell, anyCell, anyState, anyInputs, (a, b, c, s, xs) => {
        expectSame(F.pipe(c, compose(F.pipe(b, compose(a)))), F.pipe(F.pipe(c, compose(b)), compose(a)), s, xs)
      }),
    )
  })

  test('the first cell acts first: on the input, and on the state', () => {
    fc.assert(
      fc.property(anyCell, anyCell, anyState, fc.integer(), (first, second, s, x) => {
        const [middle, between] = first(s, x)
        expect(F.pipe(second, compose(first))(s, x)).toEqual(second(between, middle))
      }),
    )
  })

  test('the instance composes in the order of fp-ts: compose(second, first)', () => {
    fc.assert(
      fc.property(anyCell, anyCell, anyState, anyInputs, (first, second, s, xs) => {
        expectSame(categoryCell.compose(second, first), F.pipe(second, compose(first)), s, xs)
        expectSame(categoryCell.compose(categoryCell.id(), first), first, s, xs)
      }),
    )
  })
})

describe('stack', () => {
  test('scan(stack(a, b)) is scan(b) after scan(a)', () => {
    fc.assert(
      fc.property(anyCell, anyHistorian, anyState, fc.string(), anyInputs, (a, b, sa, sb, xs) => {
        const [middle, endA] = scan(a)(sa)(xs)
        const [outputs, endB] = scan(b)(sb)(middle)
        expect(scan(stack(a, b))([sa, sb])(xs)).toEqual([outputs, [endA, endB]])
      }),
    )
  })

  test('it is associative but for the bracketing of the states', () => {
    fc.assert(
      fc.property(
        anyCell,
        anyCell,
        anyHistorian,
        anyState,
        anyState,
        fc.string(),
        anyInputs,
        (a, b, c, sa, sb, sc, xs) => {
          const [left, [[endA, endB], endC]] = scan(stack(stack(a, b), c))([[sa, sb], sc])(xs)
          const [right, [otherA, [otherB, otherC]]] = scan(stack(a, stack(b, c)))([sa, [sb, sc]])(xs)
          expect([right, otherA, otherB, otherC]).toEqual([left, endA, endB, endC])
        },
      ),
    )
  })

  test('a cell without a state of its own adds nothing but that', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, (cell, s, xs) => {
        const id = identityCell<undefined, number>()
        const [outputs, end] = scan(cell)(s)(xs)
        expect(scan(stack(cell, id))([s, undefined])(xs)).toEqual([outputs, [end, undefined]])
        expect(scan(stack(id, cell))([undefined, s])(xs)).toEqual([outputs, [undefined, end]])
      }),
    )
  })
})
