/** The laws of fold, scan, reverse and bidirectional, over any cell and any sequence, from none to very long ones. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bidirectional, fold, map, reverse, ShapeError, scan, stack } from '../../src/index.js'
import { anyCell, anyFunction, anyHistorian, anyInputs, anyState } from './cells.js'

describe('fold and scan', () => {
  test('fold is the state of scan', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), fc.array(fc.nat(9)), (cell, s, xs) => {
        expect(fold(cell)(s)(xs)).toEqual(scan(cell)(s)(xs)[1])
      }),
    )
  })

  test('of nothing, fold is the state it began with, and scan has no outputs', () => {
    fc.assert(
      fc.property(anyCell, anyState, (cell, s) => {
        expect(fold(cell)(s)([])).toBe(s)
        expect(scan(cell)(s)([])).toEqual([[], s])
      }),
    )
  })

  test('of one input, scan is the cell', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), fc.integer(), (cell, s, x) => {
        const [output, state] = cell(s, x)
        expect(scan(cell)(s)([x])).toEqual([[output], state])
      }),
    )
  })

  test('a sequence in two parts is the first part and then the second, from the state between', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, anyInputs, (cell, s, xs, ys) => {
        const [first, between] = scan(cell)(s)(xs)
        const [second, end] = scan(cell)(between)(ys)
        expect(scan(cell)(s)([...xs, ...ys])).toEqual([[...first, ...second], end])
        expect(fold(cell)(s)([...xs, ...ys])).toEqual(fold(cell)(fold(cell)(s)(xs))(ys))
      }),
    )
  })

  test('as many outputs as inputs, and the first ones know nothing of the later inputs', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), fc.array(fc.nat(9)), fc.nat(20), (cell, s, xs, n) => {
        const [outputs] = scan(cell)(s)(xs)
        expect(outputs).toHaveLength(xs.length)
        expect(scan(cell)(s)(xs.slice(0, n))[0]).toEqual(outputs.slice(0, n))
      }),
    )
  })

  test('fusion: scan of map(f) is map of f over scan, and two scans are one scan of the stack', () => {
    fc.assert(
      fc.property(anyCell, anyCell, anyFunction, anyState, anyState, anyInputs, (a, b, f, sa, sb, xs) => {
        const [outputs, end] = scan(a)(sa)(xs)
        expect(scan(map(f)(a))(sa)(xs)).toEqual([outputs.map(f), end])
        expect(scan(stack(a, b))([sa, sb])(xs)[0]).toEqual(scan(b)(sb)(outputs)[0])
      }),
    )
  })

  test('the inputs are left as they were', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, (cell, s, xs) => {
        const frozen = Object.freeze([...xs])
        scan(cell)(s)(frozen)
        fold(cell)(s)(frozen)
        reverse(scan(cell))(s)(frozen)
        bidirectional(cell, cell)([s, s])(frozen)
        expect(frozen).toEqual(xs)
      }),
    )
  })
})

describe('reverse', () => {
  test('twice is not at all', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, (cell, s, xs) => {
        expect(reverse(reverse(scan(cell)))(s)(xs)).toEqual(scan(cell)(s)(xs))
      }),
    )
  })

  test('it is the scan of the reversed inputs, with its outputs reversed', () => {
    fc.assert(
      fc.property(anyCell, anyState, anyInputs, (cell, s, xs) => {
        const [outputs, end] = scan(cell)(s)([...xs].reverse())
        expect(reverse(scan(cell))(s)(xs)).toEqual([[...outputs].reverse(), end])
      }),
    )
  })

  test('it turns the parts of a sequence round: the second part is read first', () => {
    fc.assert(
      fc.property(anyHistorian, fc.string(), fc.array(fc.nat(9)), fc.array(fc.nat(9)), (cell, s, xs, ys) => {
        const backwards = reverse(scan(cell))
        const [second, between] = backwards(s)(ys)
        const [first, end] = backwards(between)(xs)
        expect(backwards(s)([...xs, ...ys])).toEqual([[...first, ...second], end])
      }),
    )
  })
})

describe('bidirectional', () => {
  test('its first halves are scan(f), its second halves reverse(scan(b)), and so are its states', () => {
    fc.assert(
      fc.property(anyCell, anyHistorian, anyState, fc.string(), anyInputs, (f, b, sf, sb, xs) => {
        const [pairs, [endF, endB]] = bidirectional(f, b)([sf, sb])(xs)
        expect([pairs.map(([one]) => one), endF]).toEqual(scan(f)(sf)(xs))
        expect([pairs.map(([, other]) => other), endB]).toEqual(reverse(scan(b))(sb)(xs))
      }),
    )
  })

  test('of reversed inputs it is itself with the directions changed over, in reverse', () => {
    fc.assert(
      fc.property(anyCell, anyHistorian, anyState, fc.string(), anyInputs, (f, b, sf, sb, xs) => {
        const [pairs, [endF, endB]] = bidirectional(f, b)([sf, sb])([...xs].reverse())
        const [swapped, [endB2, endF2]] = bidirectional(b, f)([sb, sf])(xs)
        expect(swapped).toEqual(pairs.map(([one, other]) => [other, one]).reverse())
        expect([endF2, endB2]).toEqual([endF, endB])
      }),
    )
  })
})

describe('what is no sequence', () => {
  const cell = (s: number, x: number) => [s, x] as const

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['text', "'text'"],
    [{ length: 2 }, 'an object'],
    [new Float32Array(2), 'an object'],
  ])('%o is refused by name', (value, got) => {
    // From JavaScript any value can come.
    const xs = value as unknown as readonly number[]
    const error = new ShapeError('not a sequence', `xs is ${got}, but it must be an array`)
    expect(() => fold(cell)(0)(xs)).toThrow(error)
    expect(() => scan(cell)(0)(xs)).toThrow(error)
    expect(() => reverse(scan(cell))(0)(xs)).toThrow(error)
    expect(() => bidirectional(cell, cell)([0, 0])(xs)).toThrow(error)
  })
})
