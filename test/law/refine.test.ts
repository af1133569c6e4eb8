/** The crossing from outside data to tensors: it never throws, it gives back what it was given, and its refusals name the place. */

import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { type AnyTensor, batch, feature, fromArray, refine, ShapeError, seq, tensor, zeros } from '../../src/index.js'
import { numbersOf } from '../../src/tensor/tensor.js'
import { type MessageName, templates } from '../../types/message.js'

/** The library as a program without types sees it. The cast: whole point of this file is to give it what the types refuse. */
const untyped = shapefold as unknown as {
  readonly fromArray: (axes: unknown, data: unknown) => either.Either<ShapeError, AnyTensor>
  readonly refine: (axes: unknown) => (t: unknown) => either.Either<ShapeError, AnyTensor>
  readonly tensor: (axes: unknown, data: unknown) => AnyTensor
  readonly axis: (role: string, size: unknown, number?: number) => unknown
}

/** The sentence of a Left. */
const sentence = (read: either.Either<ShapeError, unknown>): string =>
  E.isLeft(read) ? read.left.message : 'it was taken'

const size = fc.integer({ min: 1, max: 4 })
const shape = fc.array(size, { minLength: 1, maxLength: 4 })
const shapeOrNone = fc.array(size, { maxLength: 4 })

const nest = (sizes: readonly number[], leaf: (index: number) => unknown, start = 0): unknown => {
  const [first, ...rest] = sizes
  if (first === undefined) return leaf(start)
  const inner = rest.reduce((a, b) => a * b, 1)
  return Array.from({ length: first }, (_, i) => nest(rest, leaf, start + i * inner))
}

const count = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

const fail = (message: string): never => {
  throw new Error(message)
}

/** A way to make a value: some of them can't even be looked at by the library that draws them. */
type Made = () => unknown

const plain = fc.anything({ withBigInt: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true })

/** Anything at all, and then some of what `anything` does not make. */
const hostile: fc.Arbitrary<Made> = fc.oneof(
  { weight: 4, arbitrary: plain.map((value) => () => value) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.array(fc.oneof(fc.double(), plain), { maxLength: 3 }), { maxLength: 3 })
      .map((value) => () => value),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Made>(
      () => {
        const cycle: unknown[] = []
        cycle.push(cycle)
        return cycle
      },
      () => Object.defineProperty([1], 0, { get: () => fail('a getter') }),
      () => new Proxy([1], { get: () => fail('a proxy') }),
      () => new Proxy([1], { get: () => fail(String(Symbol('x'))), getPrototypeOf: () => fail('a prototype') }),
      () => {
        const { proxy, revoke } = Proxy.revocable([1], {})
        revoke()
        return proxy
      },
      () => new Array(4_294_967_295),
      () => Object.assign(new DataView(new ArrayBuffer(8)), { length: -1 }),
      () => new BigInt64Array(2),
      () => Object.create(null),
      () => ({ length: 2, 0: 1, 1: 2 }),
      () => ({ role: 'feature', label: Number.NaN, size: Number.NaN }),
      () => ({
        get role() {
          return fail('a role')
        },
        label: 1,
        size: 1,
      }),
      () => Symbol('x'),
    ),
  },
)

const anyAxis: fc.Arbitrary<Made> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom<unknown>(batch(1), seq(2), feature(3), batch('B'), seq('T', 2), feature('B'), feature('2*B'))
      .map((axis) => () => axis),
  },
  { weight: 1, arbitrary: hostile },
)
const anyAxes: fc.Arbitrary<Made> = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyAxis, { maxLength: 4 }).map((axes) => () => axes.map((make) => make())) },
  { weight: 1, arbitrary: hostile },
)

const expectTensor = (t: AnyTensor): void => {
  expect(t.data).toHaveLength(count(t.shape))
  for (const [i, axis] of t.axes.entries()) {
    expect(axis.size).toBe(t.shape[i])
    expect(Number.isInteger(axis.size) && axis.size > 0).toBe(true)
  }
}

/** The sentence of a rule with every hole filled. A datum may look like a hole itself, but it stands in quotes. */
const filled = (rule: MessageName): RegExp => {
  const parts = templates[rule].split(/(\{\w+\})/)
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${parts.map((part, i) => (i % 2 ? `(?!${literal(part)}).+` : literal(part))).join('')}$`)
}

const expectVerdict = (read: either.Either<ShapeError, AnyTensor>): void => {
  if (E.isRight(read)) expectTensor(read.right)
  else {
    expect(read.left).toBeInstanceOf(ShapeError)
    expect(read.left.message).toMatch(/^[^\n]{10,}$/)
    expect(read.left.message).toMatch(filled(read.left.rule))
  }
}

describe('whatever comes', () => {
  test('a datum that looks like a hole of the template is quoted, and a hole that is left is found', () => {
    for (const data of ['{0}', '{got}', '{path}']) {
      const read = untyped.fromArray([feature(1)], [data])
      expect(sentence(read)).toBe(`data[0] is '${data}', but the data must be numbers`)
      expectVerdict(read)
    }
    expect('data[0] is {got}, but the data must be numbers').not.toMatch(filled('not a number'))
  })

  test('fromArray gives a tensor of whole positive sizes, or a ShapeError of one line', () => {
    fc.assert(
      fc.property(anyAxes, hostile, (axes, data) => expectVerdict(untyped.fromArray(axes(), data()))),
      { numRuns: 2000 },
    )
  })

  test('refine does, too', () => {
    const anyTensor = fc
      .constantFrom<AnyTensor>(zeros([batch(1)]), zeros([seq(2), feature(4)]), zeros([batch(2), feature(4)], 'i32'))
      .map((t) => () => t)
    fc.assert(
      fc.property(anyAxes, fc.oneof(anyTensor, hostile), (axes, t) => expectVerdict(untyped.refine(axes())(t()))),
      { numRuns: 2000 },
    )
  })
})

describe('what fits', () => {
  const named = (sizes: readonly number[]) => sizes.map((_, i) => untyped.axis(`role${i}`, `N${i}`))
  const numbered = (sizes: readonly number[]) => sizes.map((n, i) => untyped.axis(`role${i}`, n))

  test('nested data comes out of toArray as it went in, by names or by numbers', () => {
    fc.assert(
      fc.property(shapeOrNone, (sizes) => {
        const data = nest(sizes, (i) => i)
        for (const axes of [named(sizes), numbered(sizes)]) {
          const read = untyped.fromArray(axes, data)
          expect(E.isRight(read) && read.right.toArray()).toEqual(data)
          expect(E.isRight(read) && read.right.shape).toEqual(sizes)
        }
      }),
    )
  })

  test('flat data of any type of array is nested data in row-major order', () => {
    const makers: readonly ((numbers: readonly number[]) => ArrayLike<number>)[] = [
      (numbers) => [...numbers],
      ...[Float32Array, Float64Array, Int8Array, Uint8Array, Int16Array, Uint16Array, Uint32Array].map(
        (Kind) => (numbers: readonly number[]) => new Kind(numbers),
      ),
    ]
    fc.assert(
      fc.property(shape, fc.constantFrom(...makers), (sizes, maker) => {
        // The largest number of an Int8Array is 127.
        const number = (i: number): number => i % 100
        const flat = maker(Array.from({ length: count(sizes) }, (_, i) => number(i)))
        const read = untyped.fromArray(numbered(sizes), flat)
        expect(E.isRight(read) && read.right.toArray()).toEqual(nest(sizes, number))
        expect(E.isRight(read) && read.right.dtype).toBe('f32')
      }),
    )
  })

  test('flat data leaves one name open', () => {
    fc.assert(
      fc.property(shape, fc.nat(3), (sizes, at) => {
        const open = at % sizes.length
        const axes = numbered(sizes).map((axis, i) => (i === open ? untyped.axis('open', 'N') : axis))
        const read = untyped.fromArray(axes, new Float32Array(count(sizes)))
        expect(E.isRight(read) && read.right.shape).toEqual(sizes)
      }),
    )
  })

  test('an Int32Array makes integers, and rows may be typed arrays', () => {
    const read = fromArray([batch('B'), feature(2)], Int32Array.of(1, -2, 2 ** 31 - 1, -(2 ** 31)))
    expect(E.isRight(read) && [read.right.dtype, read.right.toArray()]).toEqual([
      'i32',
      [
        [1, -2],
        [2 ** 31 - 1, -(2 ** 31)],
      ],
    ])
    const rows = fromArray([batch('B'), feature('F')], [Float32Array.of(1, 2), Float64Array.of(3, 4)])
    expect(E.isRight(rows) && rows.right.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  test('a number is rounded to float32; beyond its range it is infinite, as in PyTorch', () => {
    const read = fromArray([feature(4)], [0.1, 1e300, -1e300, Number.NaN])
    expect(E.isRight(read) && [...read.right.data]).toEqual([Math.fround(0.1), Infinity, -Infinity, Number.NaN])
  })

  test('what JSON.parse gives counts as floats', () => {
    const read = fromArray([feature('F')], JSON.parse('[1, 2]'))
    const floats: either.Either<ShapeError, shapefold.Tensor<[shapefold.Feature<'F'>]>> = read
    expect(E.isRight(floats)).toBe(true)
  })

  test('the numbers are copied: nothing that is done to the data later changes the tensor', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 9 }), (numbers) => {
        for (const data of [[...numbers], Float32Array.from(numbers), Int32Array.from(numbers, (x) => x | 0)]) {
          const read = untyped.fromArray([feature('F')], data)
          const before = E.isRight(read) ? [...read.right.data] : []
          data.fill(7)
          expect(E.isRight(read) && [...read.right.data]).toEqual(before)
          expect(before).toHaveLength(numbers.length)
        }
      }),
    )
  })

  test('names that are read off two axes must agree, and expressions over them must hold, in any order', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const twice = untyped.fromArray(
          [batch('B'), feature('B')],
          nest([a, b], (i) => i),
        )
        expect(E.isRight(twice)).toBe(a === b)
        for (const [axes, sizes] of [
          [
            [batch('B'), feature('2*B')],
            [a, b],
          ],
          [
            [feature('2*B'), batch('B')],
            [b, a],
          ],
          [
            [feature('2*B'), batch('B', a)],
            [b, a],
          ],
        ] as const) {
          expect(
            E.isRight(
              untyped.fromArray(
                axes,
                nest(sizes, (i) => i),
              ),
            ),
          ).toBe(b === 2 * a)
        }
      }),
    )
  })
})

describe('what does not fit is told by its place', () => {
  const refused: readonly (readonly [axes: unknown, data: unknown, want: string])[] = [
    [
      [batch('B'), feature(2)],
      [[1, 2], [3]],
      'the data is ragged: data[1] has length 1, but the lists before it along axis 1 have 2',
    ],
    [
      [batch('B'), feature('F')],
      [
        [1, 2],
        [3, 4],
        [5, 6, 7],
      ],
      'the data is ragged: data[2] has length 3, but the lists before it along axis 1 have 2',
    ],
    [
      [batch(2), feature(3)],
      [
        [1, 2],
        [3, 4],
      ],
      'axis 1 of the data has length 2, but (batch 2, feature 3) has feature 3',
    ],
    [
      [batch(2), feature(1)],
      [[1], 2],
      'data[1] is a number, but the data must be lists 2 deep for (batch 2, feature 1)',
    ],
    [[batch(2), feature(1)], [[1], ['2']], "data[1][0] is '2', but the data must be numbers"],
    [[feature(3)], [1, undefined, 3], 'data[1] is undefined, but the data must be numbers'],
    [[feature(1)], [1n], 'data[0] is 1n, but the data must be numbers'],
    [[feature(1)], ['x'.repeat(1000)], `data[0] is '${'x'.repeat(36)}..., but the data must be numbers`],
    [[feature(1)], ['a\nb'], "data[0] is 'a b', but the data must be numbers"],
    [[feature('F')], [], "the size of feature 'F' is 0, but a size is a positive integer"],
    [[batch('B'), feature('F')], [], "the size of batch 'B' is 0, but a size is a positive integer"],
    [[batch('B'), feature('F')], [[]], "the size of feature 'F' is 0, but a size is a positive integer"],
    [[batch('B'), feature(3)], [1, 2, 3, 4], '4 numbers were given, but (batch B, feature 3) takes a multiple of 3'],
    [
      [batch('B'), feature('F')],
      [
        [1, 2],
        [[3], 4],
      ],
      'data[1][0] is an array, but the data must be numbers',
    ],
    [
      [batch('B'), seq('T'), feature('F')],
      [[1, 2]],
      'the data is nested 2 deep, but (batch B, seq T, feature F) needs 3',
    ],
    [
      [batch('B'), feature('B')],
      [[1, 2]],
      'B is 1 in axis 0 (batch), but 2 in axis 1 (feature): one name stands for one size',
    ],
    [
      [feature('2*B'), batch('B')],
      [[1], [2], [3], [4]],
      '2*B is 2 in its parts, but 4 in axis 0 (feature): one name stands for one size',
    ],
    [
      [feature(1)],
      { length: 1, 0: 1 },
      'the data is an object, but it must be an array of numbers, a Float32Array, an Int32Array or nested arrays',
    ],
    [
      [feature(1)],
      null,
      'the data is null, but it must be an array of numbers, a Float32Array, an Int32Array or nested arrays',
    ],
    ['feature', [1], 'axes is not a list of axes: write [seq(4), batch(2), feature(3)]'],
    [
      [{ role: 'feature', label: 0, size: 0 }],
      [],
      'one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)',
    ],
  ]

  test.each(refused.map(([axes, data, want]) => [want, axes, data] as const))('%s', (want, axes, data) => {
    expect(sentence(untyped.fromArray(axes, data))).toBe(want)
  })

  test('a getter that throws is quoted', () => {
    const data = Object.defineProperty([1], 0, { get: () => fail('no\nentry') })
    expect(sentence(untyped.fromArray([feature(1)], data))).toBe("the data can't be read: no entry")
  })

  test('room is made only once the data has been looked at', () => {
    const start = process.memoryUsage().arrayBuffers
    for (const data of [[1], [[[1]]], [['x']], new Array(2 ** 31)]) {
      for (const axes of [
        [feature(2147483648)],
        [batch(1), seq(1), feature(2147483648)],
        [batch('B'), feature(2147483648)],
      ])
        expect(E.isLeft(untyped.fromArray(axes, data))).toBe(true)
    }
    expect(process.memoryUsage().arrayBuffers - start).toBeLessThan(2 ** 28)
  })
})

describe('refine', () => {
  const x = tensor([seq(2), batch('B', 2), feature(3)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])

  test('gives the same numbers under the axes that were asked for, unshared by copy', () => {
    const read = refine([seq('T'), batch('N'), feature(3)])(x)
    expect(E.isRight(read) && read.right.axes.map(({ label }) => label)).toEqual(['T', 'N', 3])
    // `data` may take its own copy out of the slab of small arrays.
    expect(E.isRight(read) && numbersOf(read.right)).toBe(numbersOf(x))
    expect(E.isRight(read) && read.right.data).toEqual(x.data)
  })

  test.each<[string, unknown, string]>([
    [
      'roles in another order',
      [batch(2), seq(2), feature(3)],
      'the tensor is (seq, batch, feature), but (batch, seq, feature) was asked for',
    ],
    ['too few axes', [seq(2), feature(3)], 'the tensor is (seq, batch, feature), but (seq, feature) was asked for'],
    ['another size', [seq(2), batch(2), feature(4)], 'axis 2 of the tensor is feature 3, but 4 was asked for'],
    [
      'another size of a name',
      [seq(2), batch('B', 3), feature(3)],
      'axis 1 of the tensor is batch 2, but B = 3 was asked for',
    ],
    [
      'one name for two sizes',
      [seq(2), batch('N'), feature('N')],
      'N is 2 in axis 1 (batch), but 3 in axis 2 (feature): one name stands for one size',
    ],
  ])('refuses %s', (_, axes, want) => {
    expect(sentence(untyped.refine(axes)(x))).toBe(want)
  })

  test('refuses what is no tensor', () => {
    expect(sentence(untyped.refine([feature(1)])([1]))).toBe(
      'the argument of refine is not a tensor: write tensor(axes, data) or x.output',
    )
  })
})
