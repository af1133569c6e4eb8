/** The loops of the mean squared error in the kernel: the definition's numbers, of any length, from any array to any other. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import { scratch, scratchFloats } from '../../src/kernel/arena.js'
import { KernelProducts } from '../../src/kernel/kernel-products.js'
import { definition } from '../../src/op/matrix.js'
import { engines, poison } from './engines.js'
import { floats, random } from './reference.js'

const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-45, 3e38, -3e38]

/** So many numbers; with `specials`, some of them are such as no sum likes. */
const numbers = (seed: number, length: number, specials: boolean): Float32Array => {
  const next = random(seed)
  const all = floats(next, length)
  return specials
    ? all.map((x) => (next() > 0.6 ? (special[Math.floor(((x + 1) / 2) * special.length)] ?? x) : x))
    : all
}

const half = scratchFloats / 2
const lengths = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(half - 1, half, half + 1, 2 * half - 3, 2 * half + 9),
)
const subject = fc.record({ length: lengths, seed: fc.nat(), scale: fc.double({ noNaN: true, min: -1e3, max: 1e3 }) })

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('on $name', ({ engine }) => {
  const products = new KernelProducts(engine)
  const spoil = (): void => {
    poison(engine)
    engine.arena.floats.fill(Number.NaN, scratch, scratch + scratchFloats)
  }

  test.each([false, true])(
    'the gradient is the definition to the bit, and touches nothing else: specials %s',
    (specials) => {
      fc.assert(
        fc.property(subject, fc.boolean(), ({ length, seed, scale }, inKernel) => {
          const [a, b] = [numbers(seed, length, specials), numbers(seed + 1, length, specials)]
          const want = new Float32Array(length + 2).fill(7)
          definition.scaledDifference(a, b, scale, want.subarray(1, length + 1))
          spoil()
          // As a backward pass has it: a part of the workbench.
          const room = inKernel ? engine.arena.floats.subarray(engine.arena.top) : new Float32Array(length + 2)
          const got = room.subarray(0, length + 2).fill(7)
          products.scaledDifference(a, b, scale, got.subarray(1, length + 1), wayBack)
          expect(got).toEqual(want)
          expect([a, b]).toEqual([numbers(seed, length, specials), numbers(seed + 1, length, specials)])
        }),
      )
    },
  )

  it('sums as the definition does, but for the order', () => {
    fc.assert(
      fc.property(subject, ({ length, seed }) => {
        const [a, b] = [numbers(seed, length, false), numbers(seed + 1, length, false)]
        const want = definition.squaredDistance(a, b)
        spoil()
        const got = products.squaredDistance(a, b, wayBack)
        // Each term is positive, so each of the roundings is of no more than the sum.
        expect(Math.abs(got - want)).toBeLessThanOrEqual(2 * length * 2 ** -53 * want)
      }),
    )
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('a %d anywhere comes through the sum', (x) => {
    for (const length of [1, 7, 8, 9, half + 1])
      for (const place of [0, length >> 1, length - 1]) {
        const [a, b] = [numbers(1, length, false), numbers(2, length, false)]
        a[place] = x
        expect(products.squaredDistance(a, b, wayBack)).toBe(definition.squaredDistance(a, b))
      }
  })

  it('a sum is of float64, however many terms', () => {
    const a = new Float32Array(2_000_000).fill(1)
    a[0] = 2 ** 13
    expect(products.squaredDistance(a, new Float32Array(a.length), wayBack)).toBe(2 ** 26 + 1_999_999)
  })
})
