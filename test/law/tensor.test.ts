/** Tensors hold what they were given, never change, and keep the laws of fp-ts's Eq and Show. */

import { deepStrictEqual, notDeepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import {
  type AnyTensor,
  batch,
  eqTensor,
  feature,
  full,
  manualSeed,
  mul,
  ones,
  packed,
  rand,
  ShapeError,
  seq,
  showTensor,
  tensor,
  zeros,
} from '../../src/index.js'

/** The library as a program without types sees it. The cast: sizes and data here are random, or wrong on purpose. */
const untyped = shapefold as unknown as Record<
  'tensor' | 'zeros' | 'full' | 'axis',
  (...args: readonly unknown[]) => AnyTensor
>

const size = fc.integer({ min: 1, max: 4 })
const float = fc.float({ noDefaultInfinity: false })

/** A tensor of any shape, with any floats or integers, some of its sizes named. */
const anyTensor: fc.Arbitrary<AnyTensor> = fc
  .record({
    sizes: fc.array(size, { maxLength: 4 }),
    named: fc.nat(3),
    integers: fc.boolean(),
    seed: fc.array(float, { minLength: 1, maxLength: 20 }),
  })
  .map(({ sizes, named, integers, seed }) => {
    const axes = sizes.map((n, i) => (i === named ? untyped.axis('named', 'N', n) : untyped.axis(`role${i}`, n)))
    const data = Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => (seed[i % seed.length] ?? 0) + i)
    return untyped.tensor(axes, integers ? Int32Array.from(data, (x) => x | 0) : data)
  })

describe('tensor and toArray', () => {
  test('are inverses', () => {
    fc.assert(
      fc.property(anyTensor, (t) => {
        // Nested numbers make floats, so integers come back by their flat data alone.
        if (t.dtype === 'f32') expect(eqTensor.equals(untyped.tensor(t.axes, t.toArray()), t)).toBe(true)
        expect(eqTensor.equals(untyped.tensor(t.axes, t.data), t)).toBe(true)
      }),
    )
  })

  test('copy: neither side sees what the other does later', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: 1, maxLength: 12 }), (numbers) => {
        for (const mine of [Float32Array.from(numbers), Int32Array.from(numbers, (x) => x | 0), [...numbers]]) {
          const t = untyped.tensor([untyped.axis('a', numbers.length)], mine)
          const before = [...t.data]
          mine.fill(42)
          const given = t.toArray()
          if (Array.isArray(given)) given.fill(43)
          expect([...t.data]).toEqual(before)
        }
      }),
    )
  })

  test('a scalar is a number', () => {
    expect(tensor([], 5).toArray()).toBe(5)
    expect(eqTensor.equals(tensor([], 5), tensor([], [5]))).toBe(true)
    expect(tensor([], [5]).shape).toEqual([])
  })
})

describe('nothing changes', () => {
  const strict = zeros([batch(2), feature(3)])
  test.each(['axes', 'shape', 'data', 'dtype', 'toArray', 'toString'])('assigning to %s throws', (key) => {
    expect(() => Reflect.apply(assign, undefined, [strict, key])).toThrow(TypeError)
    expect(strict.shape).toEqual([2, 3])
  })

  const assign = (target: Record<string, unknown>, key: string): void => {
    target[key] = 1
  }

  test('its lists are frozen, down to each axis', () => {
    for (const part of [strict.shape, strict.axes, ...strict.axes]) expect(Object.isFrozen(part)).toBe(true)
  })

  test('a look-alike axis is copied, so that its owner can change nothing', () => {
    const axis = { role: 'feature', label: 2, size: 2 }
    const axes = [axis]
    const t = untyped.tensor(axes, [1, 2])
    axis.size = 5
    axes.pop()
    expect(t.axes.map(({ size }) => size)).toEqual([2])
  })
})

describe('Eq', () => {
  test('reflexive, NaN included; symmetric', () => {
    fc.assert(
      fc.property(anyTensor, anyTensor, (a, b) => {
        expect(eqTensor.equals(a, untyped.tensor(a.axes, a.data))).toBe(true)
        expect(eqTensor.equals(a, b)).toBe(eqTensor.equals(b, a))
      }),
    )
    expect(eqTensor.equals(full([feature(1)], Number.NaN), full([feature(1)], Number.NaN))).toBe(true)
  })

  test('transitive, over tensors that are often equal', () => {
    const few = fc.constantFrom<AnyTensor>(
      zeros([feature(2)]),
      full([feature(2)], -0),
      tensor([feature(2)], [0, 0]),
      ones([feature(2)]),
      zeros([feature(2)], 'i32'),
      zeros([feature('N', 2)]),
      zeros([batch(2)]),
      zeros([feature(3)]),
    )
    fc.assert(
      fc.property(few, few, few, (a, b, c) => {
        if (eqTensor.equals(a, b) && eqTensor.equals(b, c)) expect(eqTensor.equals(a, c)).toBe(true)
      }),
    )
  })

  test('one number, one role, one name, one size or the type makes the difference', () => {
    const x = zeros([seq(2), feature(2)])
    for (const other of [
      tensor([seq(2), feature(2)], [0, 0, 0, 1]),
      zeros([batch(2), feature(2)]),
      zeros([seq('T', 2), feature(2)]),
      zeros([seq(4), feature(1)]),
      zeros([seq(2), feature(2)], 'i32'),
      zeros([seq(4)]),
    ])
      expect(eqTensor.equals(x, other)).toBe(false)
  })
})

describe('assertions of deep equality', () => {
  const x = tensor([batch(2), feature(2)], [1, 2, 3, 4])
  const same = tensor(
    [batch(2), feature(2)],
    [
      [1, 2],
      [3, 4],
    ],
  )
  const others = [
    ['other numbers', tensor([batch(2), feature(2)], [1, 2, 3, 5])],
    ['other roles', tensor([seq(2), feature(2)], [1, 2, 3, 4])],
    ['another name', tensor([batch('B', 2), feature(2)], [1, 2, 3, 4])],
    ['integers', tensor([batch(2), feature(2)], Int32Array.of(1, 2, 3, 4))],
  ] as const

  test('take tensors for equal that are', () => {
    // What was asked for its axes, shape and numbers is the same tensor still.
    expect([x.axes, x.shape, x.data].length).toBe(3)
    deepStrictEqual(x, same)
    expect(x).toStrictEqual(same)
    deepStrictEqual(mul(x, 1), x)
  })

  test.each(others)('tell %s', (_, other) => {
    notDeepStrictEqual(x, other)
    expect(x).not.toEqual(other)
    expect({ weight: [x] }).not.toEqual({ weight: [other] })
  })

  test('tell packed sequences and generators', () => {
    const pack = (lengths: readonly number[], value: number) =>
      packed(full([seq(2), batch(2), feature(1)], value), lengths)
    deepStrictEqual(pack([1, 2], 3), pack([1, 2], 3))
    notDeepStrictEqual(pack([1, 2], 3), pack([2, 2], 3))
    notDeepStrictEqual(pack([1, 2], 3), pack([1, 2], 4))
    deepStrictEqual(manualSeed(0), manualSeed(0))
    notDeepStrictEqual(manualSeed(0), manualSeed(1))
    notDeepStrictEqual(rand([feature(1)])(manualSeed(0))[1], manualSeed(0))
  })
})

describe('Show', () => {
  test('equal tensors read alike', () => {
    fc.assert(
      fc.property(anyTensor, (t) => {
        expect(showTensor.show(untyped.tensor(t.axes, t.data))).toBe(showTensor.show(t))
        expect(`${t}`).toBe(showTensor.show(t))
      }),
    )
  })

  test('a small tensor shows every number', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 1, maxLength: 20 }), (numbers) => {
        const text = showTensor.show(untyped.tensor([untyped.axis('a', numbers.length)], numbers))
        expect(
          text
            .split('\n')[1]
            ?.replace(/[[\] ]/g, '')
            .split(',')
            .map(Number),
        ).toEqual(numbers.map((x) => x + 0))
      }),
    )
  })

  test.each<[AnyTensor, string]>([
    [tensor([], [5]), '()\n5'],
    [tensor([feature(3)], [1, -2.5, Number.NaN]), '(feature 3)\n[      1, -2.5000,     NaN]'],
    [
      tensor(
        [batch('B', 2), feature(2)],
        [
          [1e-9, 1],
          [2, 3e9],
        ],
      ),
      '(batch B, feature 2)\n[[ 1.0000e-9,          1],\n [         2, 3000000000]]',
    ],
    [zeros([seq(2), batch(1), feature(1)]), '(seq 2, batch 1, feature 1)\n[[[0]],\n\n [[0]]]'],
    [zeros([feature(2000)]), '(feature 2000)\n[0, 0, 0, ..., 0, 0, 0]'],
    [tensor([feature(2)], Int32Array.of(7, -7)), '(feature 2)\n[ 7, -7]'],
  ])('%s', (t, text) => {
    expect(showTensor.show(t)).toBe(text)
  })

  test('a very large tensor is one screen', () => {
    expect(showTensor.show(zeros([seq(100), batch(100), feature(100)])).split('\n').length).toBeLessThan(80)
  })
})

describe('what the constructors refuse', () => {
  const one = [feature(1)]
  test.each<[() => unknown, string]>([
    [() => untyped.tensor([feature(1)], new BigInt64Array(1)), 'data[0] is 0n, but the data must be numbers'],
    [
      () => untyped.tensor(one, new DataView(new ArrayBuffer(4))),
      'the data is an object, but it must be an array of numbers, a Float32Array, an Int32Array or nested arrays',
    ],
    [
      () => untyped.tensor([feature('F')], [1]),
      "feature 'F' has no number here: write feature('F', n), or read the number off the data with fromArray or refine",
    ],
    [() => untyped.zeros(one, 'f64'), "dtype is 'f64', but the numbers of a tensor are 'f32' or 'i32'"],
    [() => untyped.full(one), 'the value is undefined, but it must be a number'],
    [
      () => untyped.full(one, 1.5, 'i32'),
      'the value is 1.5, but i32 data must be integers from -2147483648 to 2147483647',
    ],
    [
      () => untyped.full(one, 2 ** 31, 'i32'),
      'the value is 2147483648, but i32 data must be integers from -2147483648 to 2147483647',
    ],
    [
      () => zeros([batch(2), feature(2147483648)]),
      '(batch 2, feature 2147483648) holds 4294967296 numbers, but the largest tensor holds 2147483648',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
    expect(call).toThrow(ShapeError)
  })

  test('more numbers than there is room for, by name and not by an error of the engine', () => {
    const { Float32Array: Real } = globalThis
    try {
      globalThis.Float32Array = new Proxy(Real, {
        construct: () => {
          throw new RangeError('Array buffer allocation failed')
        },
      })
      expect(() => zeros([feature(2147483648)])).toThrow(
        '(feature 2147483648) holds 2147483648 numbers of 4 bytes, and there is no room for so many',
      )
    } finally {
      globalThis.Float32Array = Real
    }
  })
})
