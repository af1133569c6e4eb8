import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSizes, evaluate, isSymbol, multiplySizes } from '../../src/tensor/size.js'
import type { Size } from '../../types/size.js'
import { compileBlocks } from './compile-blocks.js'
import { Random } from './random.js'

/** Arithmetic on sizes: laws of the run time's, and the types' agreement with it. */

const NAMES = ['A', 'B', 'H', 'H1', 'H10', 'a', '_x', 'Hidden']
const values = new Map(NAMES.map((name, i) => [name, i + 2]))

/** Sizes in canonical form: built by the operations themselves from names and small numbers. */
const size: fc.Arbitrary<Size> = fc.letrec<{ size: Size; leaf: Size; sum: Size; product: Size }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom<Size[]>(...NAMES), fc.integer({ min: 1, max: 40 })),
  sum: fc.tuple(tie('size'), tie('leaf')).map(([a, b]) => addSizes(a, b)),
  product: fc.tuple(tie('size'), tie('leaf')).map(([a, b]) => multiplySizes(a, b)),
  size: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('sum'), tie('product')),
})).size

describe('sizes with names', () => {
  test('add and multiply as numbers do', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [x, y] = [evaluate(a, values) ?? Number.NaN, evaluate(b, values) ?? Number.NaN]
        expect(evaluate(addSizes(a, b), values)).toBe(x + y)
        expect(evaluate(multiplySizes(a, b), values)).toBe(x * y)
      }),
    )
  })

  test('are one text however they were come by', () => {
    fc.assert(
      fc.property(size, size, size, (a, b, c) => {
        expect(addSizes(a, b)).toBe(addSizes(b, a))
        expect(multiplySizes(a, b)).toBe(multiplySizes(b, a))
        expect(addSizes(addSizes(a, b), c)).toBe(addSizes(a, addSizes(b, c)))
        expect(multiplySizes(multiplySizes(a, b), c)).toBe(multiplySizes(a, multiplySizes(b, c)))
        expect(multiplySizes(a, addSizes(b, c))).toBe(addSizes(multiplySizes(a, b), multiplySizes(a, c)))
        expect(multiplySizes(1, a)).toBe(a)
        expect(addSizes(a, a)).toBe(multiplySizes(2, a))
      }),
    )
  })

  test('are well written, and nothing else is', () => {
    fc.assert(
      fc.property(size, (a) => {
        expect(isSymbol(String(a))).toBe(typeof a === 'string')
      }),
    )
    const character = fc.constantFrom(...'AB_a12*+-. 0')
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 6 }), (text) => {
        fc.pre(isSymbol(text))
        expect(multiplySizes(text, 1)).toBe(text)
        expect(text).toMatch(/[A-Za-z_]/)
      }),
    )
  })
})

describe('the types agree with the run time', () => {
  const random = new Random(31)
  const number = (): number => {
    const digits = 1 + random.below(10)
    return Math.min(1 + random.below(10 ** digits), 2 ** 31)
  }
  const leaf = (): Size => (random.chance(0.3) ? 1 + random.below(12) : random.pick(NAMES))
  const symbol = (depth: number): Size =>
    depth === 0
      ? leaf()
      : random.chance(0.5)
        ? addSizes(symbol(depth - 1), leaf())
        : multiplySizes(symbol(depth - 1), leaf())
  const any = (): Size => (random.chance(0.4) ? number() : symbol(random.below(4)))
  // Names by larger numbers than 2^22 could leave the integers that a double holds, and so could products of two large numbers.
  const pairs = Array.from({ length: 120 }, (): readonly [Size, Size] => [any(), any()]).filter(
    ([a, b]) => Number(evaluate(a, values)) * Number(evaluate(b, values)) < 2 ** 53,
  )

  test('on sums, products, doubles and comparisons', () => {
    expect(pairs.length).toBeGreaterThan(80)
    const compare = (a: Size, b: Size): string =>
      a === b ? '0' : typeof a === 'number' && typeof b === 'number' ? String(Math.sign(a - b)) : 'undefined'
    const verdicts = compileBlocks(
      `import type { Add, Compare, Double, Multiply } from '../../types/size.js'\ndeclare const value: <T>() => T`,
      pairs.map(([a, b]) => {
        const [A, B] = [JSON.stringify(a), JSON.stringify(b)]
        return {
          code: `const x = value<[Add<${A}, ${B}>, Multiply<${A}, ${B}>, Double<${A}>, Compare<${A}, ${B}>]>()`,
          result: 'x',
        }
      }),
    )
    const expected = pairs.map(([a, b]) => ({
      ok: true,
      type: `[${[addSizes(a, b), multiplySizes(a, b), multiplySizes(2, a)].map((n) => JSON.stringify(n)).join(', ')}, ${compare(a, b)}]`,
    }))
    expect(verdicts).toEqual(expected)
  })

  test('on what is well written', () => {
    const texts = [
      ...Array.from({ length: 150 }, () =>
        Array.from({ length: 1 + random.below(7) }, () => random.pick([...'AB_a12*+-. 0'])).join(''),
      ),
      ...Array.from({ length: 50 }, () => String(symbol(3))),
      ...[
        '',
        '0*B',
        '1*B',
        'B*2',
        'B+A',
        'b*a',
        'A+A',
        '1+A',
        'A+',
        '+A',
        '*A',
        'A**B',
        '1e3*A',
        '0x10*A',
        'A+0',
        '2*3*A',
        'NaN',
        'ä',
      ],
    ]
    const verdicts = compileBlocks(
      `import type { IsSymbol } from '../../types/symbol.js'\ndeclare const value: <T>() => T`,
      texts.map((text) => ({ code: `const x = value<IsSymbol<${JSON.stringify(text)}>>()`, result: 'x' })),
    )
    expect(verdicts.map((verdict, i) => [texts[i], verdict])).toEqual(
      texts.map((text) => [text, { ok: true, type: String(isSymbol(text)) }]),
    )
    expect(texts.filter(isSymbol).length).toBeGreaterThan(50)
  })
})
