/** The laws of the modules that are no network and no cell: what they are in terms of operations. */
import { describe, expect, test } from 'vitest'
import {
  axis,
  batch,
  dropout,
  embedding,
  feature,
  last,
  layerNorm,
  linear,
  manualSeed,
  matmul,
  pool,
  rand,
  rnn,
  select,
  seq,
  sequential,
  tensor,
  transpose,
  zeros,
} from '../../src/index.js'
import { sameRng } from '../../src/tensor/rng.js'

const rng = manualSeed(7)

describe('the others', () => {
  const x = rand([seq(4), batch(2), feature(5)])(rng)[0]

  test('linear is the product with the transposed weight, plus the bias', () => {
    const map = linear({ inFeatures: 5, outFeatures: 3, bias: false })
    const [params] = map.init(rng)
    expect(map.apply(params)(x).data).toEqual(matmul(x, transpose(params.weight)).data)
  })

  test('an embedding gives the rows that the tokens name, and zeros for padding', () => {
    const table = embedding({ numEmbeddings: 4, embeddingDim: 2, paddingIdx: -1 })
    const [params] = table.init(rng)
    const rows = params.weight.toArray()
    expect(table.config.paddingIdx).toBe(3)
    expect(rows[3]).toEqual([0, 0])
    const got = table.apply(params)(tensor([batch(2), seq(2)], Int32Array.of(2, 3, 0, 2)))
    expect(got.toArray()).toEqual([
      [rows[2], [0, 0]],
      [rows[0], rows[2]],
    ])
  })

  test('an embedding names a token outside the table and its place', () => {
    const table = embedding({ numEmbeddings: 4, embeddingDim: 2 })
    const run = table.apply(table.init(rng)[0])
    expect(() => run(tensor([batch(2), seq(3)], Int32Array.of(0, 1, 2, 3, 1, 4)))).toThrow(
      'input[1][2] is 4, but this Embedding has vocab 4, whose indices are 0 to 3',
    )
    expect(() => run(tensor([batch(2)], Int32Array.of(0, -1)))).toThrow(
      'input[1] is -1, but this Embedding has vocab 4, whose indices are 0 to 3',
    )
    expect(() => run(tensor([], Int32Array.of(9)))).toThrow(
      'input is 9, but this Embedding has vocab 4, whose indices are 0 to 3',
    )
    const named = embedding({ numEmbeddings: axis('vocab', 'V', 4), embeddingDim: 2 })
    expect(() => named.apply(named.init(rng)[0])(tensor([batch(1)], Int32Array.of(4)))).toThrow(
      'input[0] is 4, but this Embedding has vocab V, whose indices are 0 to 3',
    )
  })

  test('layerNorm gives mean 0 and variance 1, of one feature its bias, and does not see what is added to all', () => {
    const norm = layerNorm({ normalizedShape: 5, eps: 0, elementwiseAffine: false })
    for (const row of norm.apply({})(x).toArray().flat()) {
      expect(row.reduce((sum, one) => sum + one, 0) / 5).toBeCloseTo(0, 6)
      expect(row.reduce((sum, one) => sum + one * one, 0) / 5).toBeCloseTo(1, 5)
    }
    const single = layerNorm({ normalizedShape: 1 })
    const bias = tensor([feature(1)], [0.25])
    const given = { weight: tensor([feature(1)], [3]), bias }
    expect(
      single
        .apply(given)(tensor([batch(3), feature(1)], [7, -1e30, 0]))
        .toArray(),
    ).toEqual([[0.25], [0.25], [0.25]])
  })

  test('dropout keeps numbers that are 1 / (1 - p) as large, and p of them are 0', () => {
    const many = rand([batch(50), feature(200)])(rng)[0]
    const [y, after] = dropout({ p: 0.2 }).train({})(many)(rng)
    const dropped = y.data.filter((one) => one === 0).length
    expect(dropped).toBeGreaterThan(1800)
    expect(dropped).toBeLessThan(2200)
    y.data.forEach((one, i) => {
      expect(one === 0 || Math.abs(one / (many.data[i] ?? 0) - 1.25) < 1e-6).toBe(true)
    })
    expect(sameRng(after, rng)).toBe(false)
    expect(dropout({ p: 0.2 }).apply({})(many)).toBe(many)
    expect(dropout({ p: 0 }).train({})(many)(rng)).toEqual([many, rng])
    expect(
      dropout({ p: 1 })
        .train({})(many)(rng)[0]
        .data.every((one) => one === 0),
    ).toBe(true)
  })

  test('last and pool take the one axis of time away, wherever it stands', () => {
    expect(last(x).data).toEqual(select(x, 'seq', 3).data)
    const inner = tensor([batch(2), axis('head', 2), seq(3)], [1, 9, 3, 4, 5, 6, -1, -2, -3, 0, 0, 7])
    expect(last(inner).toArray()).toEqual([
      [3, 6],
      [-3, 7],
    ])
    expect(pool('max')(inner).toArray()).toEqual([
      [9, 6],
      [-1, 7],
    ])
    expect(pool('mean')(tensor([seq(2), feature(1)], [1, 4])).toArray()).toEqual([2.5])
    expect(pool('max')(tensor([seq(3)], [1, Number.NaN, 2])).toArray()).toBeNaN()
  })

  test('a name stands for one number in all layers of a sequential, and in its input', () => {
    const four = linear({ inFeatures: feature('H', 4), outFeatures: 2 })
    expect(() => sequential(rnn({ inputSize: 2, hiddenSize: feature('H', 3) }), four)).toThrow(
      'H is 3 in layer 0, but 4 in layer 1: one name stands for one size',
    )
    expect(() => four.apply(four.init(rng)[0])(zeros([batch('H', 3), feature('H', 3)]))).toThrow(
      'H is 4 in this Linear, but 3 in the input: one name stands for one size',
    )
  })
})
