/** The emulated fused multiply-add against exact arithmetic on integers. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fma32 } from '../../src/tensor/fma.js'

const float32 = new Float32Array(1)
const bits = new Int32Array(float32.buffer)

/** The float32 number `steps` further from zero (or nearer to it) than `x`. */
const stepped = (x: number, steps: number): number => {
  float32[0] = x
  bits[0] = (bits[0] ?? 0) + steps
  return float32[0]
}

/** `x * 2^150`, an integer for every float32; exact, since a power of two moves the exponent alone. */
const scaled = (x: number): bigint => BigInt(x * 2 ** 150)

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

/** Whether no float32 is nearer to `a b + c` than `x`, and `x` is the even one of two that are as near. */
const isRoundedOnce = (x: number, a: number, b: number, c: number): boolean => {
  const exact = scaled(a) * scaled(b) + (scaled(c) << 150n)
  const off = distance(exact, scaled(x) << 150n)
  const others = x === 0 ? [2 ** -149, -(2 ** -149)] : [stepped(x, 1), stepped(x, -1)]
  float32[0] = x
  const isEven = ((bits[0] ?? 0) & 1) === 0
  return others.every((other) => {
    const otherOff = distance(exact, scaled(other) << 150n)
    return off < otherOff || (off === otherOff && isEven)
  })
}

const significand = fc.integer({ min: -(2 ** 24), max: 2 ** 24 })
const any = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 50), max: 2 ** 50 })
/** Numbers of few exponents, so that products and sums meet half way between two float32 numbers. */
const near = fc.tuple(significand, fc.integer({ min: -40, max: 4 })).map(([size, exponent]) => size * 2 ** exponent)

test('the product and the sum are rounded once', () => {
  for (const operand of [any, near]) {
    fc.assert(
      fc.property(operand, operand, operand, (a, b, c) => {
        expect(isRoundedOnce(Math.fround(fma32(a, b, c)), a, b, c)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  }
})

test('it is right where double precision alone is not', () => {
  // 1 + 2^-24 lies half way between two float32 numbers. The product tells which way to go, and double precision loses it.
  const [half, tiny] = [2 ** -24, 2 ** -40]
  for (const [a, b, c, want] of [
    [tiny, tiny, 1 + half, 1 + 2 * half],
    [-tiny, tiny, 1 + 3 * half, 1 + 2 * half],
    [-tiny, tiny, -1 - half, -1 - 2 * half],
    [tiny, tiny, -1 - 3 * half, -1 - 2 * half],
  ] as const) {
    expect(Math.fround(fma32(a, b, c))).toBe(want)
    expect(Math.fround(a * b + c)).not.toBe(want)
  }
})
