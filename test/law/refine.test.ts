/** The crossing from outside data to tensors: it never throws, it gives back what it was given, and its refusals name the place. */
import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import type * as shapefold from '../../src/index.js'
import { type AnyTensor, batch, feature, fromArray, type ShapeError, seq, zeros } from '../../src/index.js'
import {
  anyAxes,
  count,
  expectVerdict,
  filled,
  hostile,
  nest,
  sentence,
  shape,
  shapeOrNone,
  size,
  untyped,
} from './outside-data.js'

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
