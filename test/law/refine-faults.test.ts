/** The refusals of the crossing from outside data to tensors name the place of the fault. */
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { batch, feature, refine, seq, tensor } from '../../src/index.js'
import { numbersOf } from '../../src/tensor/tensor.js'
import { fail, sentence, untyped } from './outside-data.js'

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
