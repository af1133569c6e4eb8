/** What holds for every generator and every draw, whatever the numbers are. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawBernoulli, drawInteger, drawNormal, drawPermutation, drawUniform } from '../../src/tensor/draw.js'
import { manualSeed, sameRng } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'

type Draw = (rng: Rng) => readonly [Float32Array | Int32Array, Rng]

const size = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 600, max: 1300 }))
const seed = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }))

const anyDraw: fc.Arbitrary<Draw> = fc
  .tuple(size, fc.constantFrom('uniform', 'normal', 'integer', 'permutation', 'bernoulli'))
  .map(([n, kind]) => {
    const draws: Record<typeof kind, Draw> = {
      uniform: (rng) => drawUniform(rng, n, -2, 3),
      normal: (rng) => drawNormal(rng, n),
      integer: (rng) => drawInteger(rng, n, -5, 70),
      permutation: (rng) => drawPermutation(rng, n),
      bernoulli: (rng) => drawBernoulli(rng, n, 0.4),
    }
    return fc.constant(draws[kind])
  })
  .chain((draw) => draw)

/** A generator with some history: words used up, perhaps in the middle of a pair of normal numbers. */
const anyRng: fc.Arbitrary<Rng> = fc
  .tuple(seed, fc.array(anyDraw, { maxLength: 4 }))
  .map(([start, draws]) => draws.reduce((rng, draw) => draw(rng)[1], manualSeed(start)))

describe('a generator is a value', () => {
  test('the same generator gives the same draw, again and again', () => {
    fc.assert(
      fc.property(anyRng, anyDraw, anyDraw, (rng, draw, between) => {
        const [numbers, after] = draw(rng)
        const kept = numbers.slice()
        between(rng)
        between(after)
        const [again, afterAgain] = draw(rng)
        expect(again).toEqual(kept)
        expect(numbers).toEqual(kept)
        expect(sameRng(after, afterAgain)).toBe(true)
      }),
    )
  })

  test('two draws from one generator share no array', () => {
    fc.assert(
      fc.property(anyRng, anyDraw, (rng, draw) => {
        expect(draw(rng)[0].buffer).not.toBe(draw(rng)[0].buffer)
      }),
    )
  })

  test('the same seed and the same draws give the same generator', () => {
    fc.assert(
      fc.property(seed, fc.array(anyDraw, { maxLength: 4 }), (start, draws) => {
        const run = () => draws.reduce((rng, draw) => draw(rng)[1], manualSeed(start))
        expect(sameRng(run(), run())).toBe(true)
      }),
    )
  })

  test('a draw that uses words gives another generator', () => {
    fc.assert(
      fc.property(anyRng, fc.integer({ min: 1, max: 700 }), (rng, n) => {
        expect(sameRng(rng, drawUniform(rng, n)[1])).toBe(false)
      }),
    )
  })

  test('a draw of nothing uses nothing', () => {
    fc.assert(
      fc.property(anyRng, (rng) => {
        for (const draw of [drawUniform, drawNormal, drawPermutation]) {
          const [numbers, after] = draw(rng, 0)
          expect(numbers).toHaveLength(0)
          expect(sameRng(rng, after)).toBe(true)
        }
      }),
    )
  })

  test('a waiting normal number tells two generators apart', () => {
    const [, after] = drawNormal(manualSeed(0), 1)
    const [, without] = drawUniform(manualSeed(0), 4)
    expect(drawUniform(after, 9)[0]).toEqual(drawUniform(without, 9)[0])
    expect(sameRng(after, without)).toBe(false)
  })

  test('nothing of it can be written, and it has no names', () => {
    const rng = manualSeed(3)
    expect(Object.isFrozen(rng)).toBe(true)
    // One symbol, for assertions of deep equality.
    expect(Reflect.ownKeys(rng).map(String)).toEqual(['Symbol(state)'])
    expect(() => Object.assign(rng, { state: 0 })).toThrow(TypeError)
    expect(String(rng)).toBe('[object Rng]')
  })
})

describe('draws', () => {
  test('uniform numbers drawn in parts are those drawn at once', () => {
    fc.assert(
      fc.property(anyRng, size, size, (rng, n, m) => {
        const [whole, afterWhole] = drawUniform(rng, n + m, -1, 2)
        const [first, between] = drawUniform(rng, n, -1, 2)
        const [second, afterParts] = drawUniform(between, m, -1, 2)
        expect(Float32Array.of(...first, ...second)).toEqual(whole)
        expect(sameRng(afterWhole, afterParts)).toBe(true)
      }),
    )
  })

  test('uniform numbers stay inside their bounds', () => {
    const bound = fc.float({ min: -(2 ** 100), max: 2 ** 100, noNaN: true })
    fc.assert(
      fc.property(anyRng, bound, bound, (rng, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        for (const x of drawUniform(rng, 50, low, high)[0]) {
          expect(x).toBeGreaterThanOrEqual(low)
          expect(x).toBeLessThanOrEqual(high)
        }
      }),
    )
  })

  test('integers stay inside their bounds', () => {
    const bound = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    fc.assert(
      fc.property(anyRng, bound, bound, (rng, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b) + 1]
        for (const x of drawInteger(rng, 50, low, high)[0]) {
          expect(x).toBeGreaterThanOrEqual(low)
          expect(x).toBeLessThan(high)
        }
      }),
    )
  })

  test('a permutation holds every integer once', () => {
    fc.assert(
      fc.property(anyRng, size, (rng, n) => {
        expect(drawPermutation(rng, n)[0].sort()).toEqual(Int32Array.from({ length: n }, (_, i) => i))
      }),
    )
  })
})

describe('what a draw refuses', () => {
  const rng = manualSeed(0)
  test.each([
    [() => manualSeed(1.5), 'a seed is an integer from -2^63 to 2^64 - 1, got 1.5'],
    [() => manualSeed(Number.NaN), 'a seed is an integer from -2^63 to 2^64 - 1, got NaN'],
    [() => manualSeed(2n ** 64n), 'a seed is an integer from -2^63 to 2^64 - 1, got 18446744073709551616'],
    [() => manualSeed(-(2n ** 63n) - 1n), 'a seed is an integer from -2^63 to 2^64 - 1, got -9223372036854775809'],
    [
      () => manualSeed(2 ** 53),
      'a seed beyond 2^53 must be a bigint, since a number does not hold it exactly: got 9007199254740992',
    ],
    [() => drawUniform(rng, -1), 'the count of a draw is an integer of 0 or more, got -1'],
    [() => drawNormal(rng, 1.5), 'the count of a draw is an integer of 0 or more, got 1.5'],
    [() => drawUniform(rng, 1, 2, 1), 'a uniform draw is from a low to a high number, got from 2 to 1'],
    [
      () => drawUniform(rng, 1, 0, Number.POSITIVE_INFINITY),
      "'to' of a uniform draw is a finite float32, got Infinity",
    ],
    [() => drawUniform(rng, 1, Number.NaN, 1), "'from' of a uniform draw is a finite float32, got NaN"],
    [
      () => drawUniform(rng, 1, -3e38, 3e38),
      'the range of a uniform draw must fit in a float32, got from -3e+38 to 3e+38',
    ],
    [() => drawInteger(rng, 1, 3, 3), "'low' of an integer draw must be below 'high', got 3 and 3"],
    [() => drawInteger(rng, 1, 0.5, 3), "'low' of an integer draw is an integer of at least -2^31, got 0.5"],
    [
      () => drawInteger(rng, 1, 0, 2 ** 31 + 1),
      "'high' of an integer draw is an integer of at most 2^31, got 2147483649",
    ],
    [() => drawPermutation(rng, 2 ** 31), 'a permutation holds at most 2^31 - 1 integers, got 2147483648'],
    [() => drawBernoulli(rng, 1, 1.5), 'the probability of a draw is from 0 to 1, got 1.5'],
    [() => drawBernoulli(rng, 1, Number.NaN), 'the probability of a draw is from 0 to 1, got NaN'],
  ])('%s', (call, message) => {
    expect(call).toThrow(new RangeError(message))
  })

  test('a generator that manualSeed did not make', () => {
    // From JavaScript any value can come.
    const foreign = {} as Rng
    expect(() => drawUniform(foreign, 1)).toThrow(
      new TypeError('a generator is needed here: make one with manualSeed(0), got another object'),
    )
  })
})
