/** The kernel's products of matrices are those of the definition, whatever the sizes, and leave nothing behind: longer than most files, for the numbers and the memory of one thing. */
import { describe, expect, it, test } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import type { Products } from '../../src/kernel/contract.js'
import { loadEngine } from '../../src/kernel/engine.js'
import { blockRows } from '../../src/kernel/gradient-scratch.js'
import { KernelProducts } from '../../src/kernel/kernel-products.js'
import { blockTerms, Factors, PackedMatrix } from '../../src/kernel/product.js'
import type { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { definition } from '../../src/op/matrix.js'
import { bytesOf, engines, poison, smallEngine } from './engines.js'
import { floats, random } from './reference.js'

/** One of the products, from arrays of `lengths` numbers. */
interface Case {
  readonly name: string
  /** So many terms are summed at once. */
  readonly block: number
  readonly lengths: (M: number, K: number, N: number) => readonly number[]
  readonly run: (on: Products, arrays: readonly Float32Array[], M: number, K: number, N: number) => Float32Array
}

const none = new Float32Array(0)
const cases: readonly Case[] = [
  {
    name: 'productOfRows',
    block: blockTerms,
    lengths: (M, K, N) => [M * K, K * N],
    run: (on, [a = none, b = none], M, K, N) => on.productOfRows(a, b, M, K, N),
  },
  {
    name: 'productByColumns',
    block: blockTerms,
    lengths: (M, K, N) => [M * K, K * N],
    run: (on, [a = none, b = none], M, K, N) => on.productByColumns(a, b, M, K, N),
  },
  {
    name: 'productByColumns with a bias',
    block: blockTerms,
    lengths: (M, K, N) => [M * K, K * N, N],
    run: (on, [a = none, b = none, bias], M, K, N) => on.productByColumns(a, b, M, K, N, bias),
  },
  {
    name: 'productOverRows',
    block: blockRows,
    lengths: (M, K, N) => [K * M, K * N],
    run: (on, [a = none, b = none], M, K, N) => on.productOverRows(a, b, K, M, N, wayBack),
  },
  {
    name: 'sumOfRows',
    block: blockRows,
    lengths: (_, K, N) => [K * N],
    run: (on, [a = none], _, K, N) => on.sumOfRows(a, K, N, wayBack),
  },
]

const randomArrays = ({ lengths }: Case, M: number, K: number, N: number): readonly Float32Array[] => {
  const next = random(M * 1_000_003 + K * 1009 + N)
  return lengths(M, K, N).map((length) => floats(next, length))
}

/** The definition's result, and the sum of the sizes of the terms of each number: the definition of the arrays without signs. */
const wanted = (of: Case, arrays: readonly Float32Array[], M: number, K: number, N: number) => ({
  y: of.run(definition, arrays, M, K, N),
  sizes: of.run(
    definition,
    arrays.map((array) => array.map(Math.abs)),
    M,
    K,
    N,
  ),
})

/**
 * The roundings that a sum of K products can meet, each by half of 2^-23: its product's own, those of the sum of its block, those of adding up the blocks,
 * and the bias's or the definition's. So no sound kernel is further off, whatever the numbers are.
 */
const roundings = ({ block }: Case, K: number): number => Math.min(K, block) + Math.ceil(K / block) + 2

/** The largest distance in roundings of the terms' sizes. */
const distance = (
  got: Float32Array,
  { y, sizes }: { readonly y: Float32Array; readonly sizes: Float32Array },
): number =>
  y.length === got.length
    ? y.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (got[i] ?? Number.NaN)) / ((sizes[i] ?? 0) * 2 ** -24)),
        0,
      )
    : Number.NaN

const largest = (array: Float32Array): number => array.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('products on $name', ({ engine }) => {
  const products = new KernelProducts(engine)
  describe.each(cases)('$name', (of) => {
    const edges = [1, 7, 8, 9, 31, 33]
    test.each(edges)('%i rows, across the edges of tiles', (M) => {
      for (const K of edges)
        for (const N of edges) {
          const arrays = randomArrays(of, M, K, N)
          const want = wanted(of, arrays, M, K, N)
          // Once in the workbench, then in a block of its own.
          for (let time = 0; time < 3; time++) {
            poison(engine)
            expect(distance(of.run(products, arrays, M, K, N), want)).toBeLessThanOrEqual(roundings(of, K))
          }
        }
    })

    const large = [
      // Across blocks of terms.
      [3, 127, 5],
      [3, 128, 5],
      [4, 129, 9],
      [2, 387, 258],
      // Across blocks of rows, of all three.
      [5, 255, 3],
      [5, 256, 3],
      [6, 257, 9],
      [200, 700, 40],
      [97, 1, 700],
      [33, 2000, 33],
      [1, 3000, 70],
      [70, 3000, 1],
    ] as const
    test.each(large)('%i, %i, %i: within 1e-6 of the largest value for each 128 terms', (M, K, N) => {
      const arrays = randomArrays(of, M, K, N)
      const want = wanted(of, arrays, M, K, N)
      for (let time = 0; time < 2; time++) {
        poison(engine)
        const got = of.run(products, arrays, M, K, N)
        expect(distance(got, want)).toBeLessThanOrEqual(roundings(of, K))
        const off = largest(got.map((value, i) => value - (want.y[i] ?? Number.NaN)))
        expect(off).toBeLessThanOrEqual(1e-6 * largest(want.y) * Math.max(1, Math.sqrt(K / 128)))
      }
    })

    it('a sum of 100,000 positive terms loses no more than four digits of the last', () => {
      const [M, K, N] = [2, 100_003, 3]
      const arrays = of.lengths(M, K, N).map((length) => floats(random(1), length).map((x) => (x + 1) / 2))
      const want = of.run(definition, arrays, M, K, N)
      const got = of.run(products, arrays, M, K, N)
      got.forEach((value, i) => {
        expect(Math.abs(value / (want[i] ?? 0) - 1)).toBeLessThan(1e-5)
      })
    })

    it('special values come through where they should, and nowhere else', () => {
      const [M, K, N] = [9, 10, 11]
      const plain = randomArrays(of, M, K, N)
      const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-40, 3e38]
      for (const special of specials)
        for (const which of plain.keys())
          for (const place of [0, 8, -1]) {
            const arrays = plain.map((array, i) => {
              const copy = array.slice()
              if (i === which) copy[place < 0 ? copy.length - 1 : place] = special
              return copy
            })
            const want = of.run(definition, arrays, M, K, N)
            poison(engine)
            const got = of.run(products, arrays, M, K, N)
            const kind = (x: number): string => (Number.isFinite(x) ? 'finite' : `${x}`)
            expect([...got].map(kind)).toEqual([...want].map(kind))
            if (!Number.isFinite(special)) expect([...want].some((x) => !Number.isFinite(x))).toBe(true)
          }
    })

    it('a zero has the sign that the definition gives it', () => {
      for (const [a, b, bias] of [
        [-0, 1, -0],
        [-0, -1, -0],
        [0, 1, 0],
        [-0, 0, 0],
      ] as const) {
        const arrays = of.lengths(9, 10, 11).map((length, i) => new Float32Array(length).fill([a, b, bias][i] ?? 0))
        const want = of.run(definition, arrays, 9, 10, 11)
        expect([...of.run(products, arrays, 9, 10, 11)]).toEqual([...want])
      }
    })

    it('the arguments are only read, and what was handed out is never written again', () => {
      const arrays = randomArrays(of, 40, 30, 20)
      const copies = structuredClone(arrays)
      const first = of.run(products, arrays, 40, 30, 20)
      const kept = first.slice()
      poison(engine)
      of.run(products, randomArrays(of, 200, 700, 40), 200, 700, 40)
      expect(arrays).toEqual(copies)
      expect(first).toEqual(kept)
    })
  })

  it('a row has the same numbers whatever rows are beside it', () => {
    const [K, N] = [150, 37]
    const b = floats(random(1), K * N)
    const bias = floats(random(2), N)
    const a = floats(random(3), 300 * K)
    const all = products.productByColumns(a, b, 300, K, N, bias)
    for (const row of [0, 1, 95, 96, 97, 299])
      expect(products.productByColumns(a.slice(row * K, (row + 1) * K), b, 1, K, N, bias)).toEqual(
        all.slice(row * N, (row + 1) * N),
      )
  })

  it('a factor that comes again with other sizes, or the other way round, is another factor', () => {
    const b = floats(random(1), 24)
    const a = floats(random(2), 24)
    const sizes = [
      [2, 12, 2],
      [4, 6, 4],
      [3, 8, 3],
    ] as const
    for (let round = 0; round < 3; round++)
      for (const [M, K, N] of sizes)
        for (const product of ['productOfRows', 'productByColumns'] as const)
          expect([...products[product](a, b, M, K, N)]).toEqual(
            [...definition[product](a, b, M, K, N)].map((value) => expect.closeTo(value, 5)),
          )
  })
})

describe('what is remembered of factors', () => {
  const numbers = floats(random(1), 64 * 64)
  const a = floats(random(2), 64)
  const own = (): WasmEngine => {
    const engine = loadEngine('mul-add')
    if (engine === undefined) throw new Error('this runtime has no SIMD')
    return engine
  }

  test('one that came once is in no block, one that comes again is in one', () => {
    const factors = new Factors()
    const [first, isFirst] = factors.find(numbers, 64, 64, 'rows')
    expect(isFirst).toBe(false)
    expect(factors.find(numbers, 64, 64, 'rows')).toEqual([first, true])
    expect(factors.find(numbers, 64, 64, 'columns')[1]).toBe(false)
    expect(factors.find(numbers, 32, 128, 'rows')[1]).toBe(false)
    expect(factors.find(numbers.slice(), 64, 64, 'rows')[1]).toBe(false)
  })

  test('a stream packs its factor once into the workbench, and once for all', () => {
    let packs = 0
    const counting = smallEngine(own().name, undefined, (exports) => ({
      ...exports,
      f32_pack_panels: (...args) => {
        packs += 1
        exports.f32_pack_panels(...args)
      },
    }))
    const products = new KernelProducts(counting)
    const wanted = products.productByColumns(a, numbers, 1, 64, 64)
    for (let frame = 0; frame < 100; frame++) expect(products.productByColumns(a, numbers, 1, 64, 64)).toEqual(wanted)
    expect(packs).toBe(2)
    counting.arena.flush()
    expect(products.productByColumns(a, numbers, 1, 64, 64)).toEqual(wanted)
    expect(packs).toBe(3)
  })

  test('factors that come once, and factors that come twice and go, keep memory flat', () => {
    const engine = smallEngine(own().name)
    const products = new KernelProducts(engine)
    const bytes = (): number => bytesOf(engine)
    const alive = new Float32Array(numbers)
    const wanted = products.productByColumns(a, alive, 1, 64, 64)
    const use = (times: number, count: number): void => {
      for (let i = 0; i < count; i++) {
        const fresh = new Float32Array(numbers)
        for (let time = 0; time < times; time++) products.productByColumns(a, fresh, 1, 64, 64)
      }
    }
    use(1, 1000)
    // A workbench, and no more: the panels are 16 KB a factor.
    expect(bytes()).toBeLessThan(2 ** 20)
    use(2, 4000)
    const after = bytes()
    use(2, 4000)
    expect(bytes()).toBe(after)
    expect(products.productByColumns(a, alive, 1, 64, 64)).toEqual(wanted)
  })

  test('too large a product names its bytes and leaves the engine whole', () => {
    const engine = own()
    const wanted = new KernelProducts(engine).productByColumns(a, numbers, 1, 64, 64)
    const products = new KernelProducts(smallEngine(engine.name, () => 0))
    const large = new Float32Array(600 * 600)
    for (let round = 0; round < 3; round++) {
      expect(() => products.productByColumns(large, large, 600, 600, 600)).toThrow(/^the kernel needs [\d,]+ bytes/)
      expect(products.productByColumns(a, numbers, 1, 64, 64)).toEqual(wanted)
    }
  })

  test('a packed matrix tells its size: whole panels', () => {
    expect(new PackedMatrix(numbers, 64, 9, 'rows').size).toBe(64 * 16)
  })
})
