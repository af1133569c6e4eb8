/** The laws of modules: what a cell, a sequential and the modules without draws are in terms of something else. */
import { describe, expect, test, vi } from 'vitest'
import {
  axis,
  batch,
  dropout,
  embedding,
  eqTensor,
  feature,
  fromStateDict,
  gru,
  gruCell,
  last,
  layer,
  layerNorm,
  linear,
  lstm,
  lstmCell,
  manualSeed,
  matmul,
  pool,
  rand,
  reshape,
  rnn,
  rnnCell,
  select,
  seq,
  sequential,
  tanh,
  tensor,
  toStateDict,
  transpose,
  zeros,
} from '../../src/index.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { sameRng } from '../../src/tensor/rng.js'

const rng = manualSeed(7)

describe('a cell', () => {
  const sizes = { inputSize: 9, hiddenSize: 8 } as const
  const x = rand([batch(3), feature(9)])(rng)[0]
  const hidden = rand([batch(3), feature(8)])(manualSeed(8))[0]
  const cell = rand([batch(3), feature(8)])(manualSeed(9))[0]
  const stacked = (t: typeof hidden) => reshape(t, [layer(1), batch(3), feature(8)])
  /** The parameters of a network of one layer by the names of a cell. */
  const ofCell = <W, H, BI, BH>(p: { weight_ih_l0: W; weight_hh_l0: H; bias_ih_l0: BI; bias_hh_l0: BH }) => ({
    weight_ih: p.weight_ih_l0,
    weight_hh: p.weight_hh_l0,
    bias_ih: p.bias_ih_l0,
    bias_hh: p.bias_hh_l0,
  })

  test.each(['tanh', 'relu'] as const)(
    'of rnn is one step of rnn (%s), to the bit, and starts from the same parameters',
    (nonlinearity) => {
      const net = rnn({ ...sizes, nonlinearity: 'tanh' })
      const relu = rnn({ ...sizes, nonlinearity: 'relu' })
      const [params, after] = net.init(rng)
      const own = nonlinearity === 'tanh' ? rnnCell(sizes) : rnnCell({ ...sizes, nonlinearity: 'relu' })
      const [cellParams, afterCell] = own.init(rng)
      expect(sameRng(after, afterCell)).toBe(true)
      expect(eqTensor.equals(cellParams.weight_hh, params.weight_hh_l0)).toBe(true)
      const step = (nonlinearity === 'tanh' ? net : relu).step(params)(x, stacked(hidden))
      expect(own.apply(ofCell(params))(x, hidden).hidden.data).toEqual(step.output.data)
    },
  )

  test('of lstm is one step of lstm, to the bit', () => {
    const net = lstm(sizes)
    const [params] = net.init(rng)
    const want = net.step(params)(x, { hidden: stacked(hidden), cell: stacked(cell) })
    const got = lstmCell(sizes).apply(ofCell(params))(x, { hidden, cell })
    expect(got.hidden.data).toEqual(want.output.data)
    expect(got.cell.data).toEqual(want.cell.data)
    expect(Object.keys(got)).toEqual(['hidden', 'cell'])
  })

  test('of gru is one step of gru, to the bit', () => {
    const net = gru(sizes)
    const [params] = net.init(rng)
    const want = net.step(params)(x, stacked(hidden))
    expect(gruCell(sizes).apply(ofCell(params))(x, hidden).hidden.data).toEqual(want.output.data)
  })

  test('runs on the kernel, whichever it is', () => {
    const forward = vi.spyOn(WasmEngine.prototype, 'forward')
    const steps = [rnnCell(sizes), gruCell(sizes)].map((one) => one.init(rng)[0])
    expect(steps.length).toBe(2)
    rnnCell(sizes).apply(rnnCell(sizes).init(rng)[0])(x)
    gruCell(sizes).apply(gruCell(sizes).init(rng)[0])(x)
    lstmCell(sizes).apply(lstmCell(sizes).init(rng)[0])(x)
    expect(forward.mock.calls.map(([packed, { time }]) => [packed.spec.kind, time])).toEqual([
      ['tanh', 1],
      ['gru', 1],
      ['lstm', 1],
    ])
    forward.mockRestore()
  })

  test('in training draws nothing', () => {
    const own = gruCell(sizes)
    const [params] = own.init(rng)
    const [result, after] = own.train(params)(x, hidden)(rng)
    expect(result.hidden.data).toEqual(own.apply(params)(x, hidden).hidden.data)
    expect(after).toBe(rng)
  })
})

describe('a sequential', () => {
  const embed = embedding({ numEmbeddings: 11, embeddingDim: 5 })
  const recurrent = rnn({ inputSize: 5, hiddenSize: 6, numLayers: 2, dropout: 0.3 })
  const drop = dropout({ p: 0.4 })
  const head = linear({ inFeatures: 6, outFeatures: 3 })
  const net = sequential(['embed', embed], recurrent, drop, tanh, last, ['head', head])
  const [params, after] = net.init(rng)
  const tokens = tensor([seq(3), batch(2)], Int32Array.of(1, 4, 10, 0, 3, 3))

  test('draws its parameters layer by layer', () => {
    const [p0, r0] = embed.init(rng)
    const [p1, r1] = recurrent.init(r0)
    const [p2, r2] = head.init(r1)
    expect(sameRng(after, r2)).toBe(true)
    const wanted = {
      ...Object.fromEntries(Object.entries(p0).map(([key, value]) => [`embed.${key}`, value])),
      ...Object.fromEntries(Object.entries(p1).map(([key, value]) => [`1.${key}`, value])),
      ...Object.fromEntries(Object.entries(p2).map(([key, value]) => [`head.${key}`, value])),
    }
    expect(Object.keys(params)).toEqual(Object.keys(wanted))
    for (const [key, value] of Object.entries(params)) expect(value.toArray()).toEqual(wanted[key]?.toArray())
  })

  const parts = {
    embed: { weight: params['embed.weight'] },
    rnn: recurrent.init(embed.init(rng)[1])[0],
    head: { weight: params['head.weight'], bias: params['head.bias'] },
  }

  test('is its layers one after the other', () => {
    const { output } = recurrent.apply(parts.rnn)(embed.apply(parts.embed)(tokens))
    const want = head.apply(parts.head)(last(tanh(output)))
    expect(net.apply(params)(tokens).data).toEqual(want.data)
  })

  test('lets them draw in order in training', () => {
    const [{ output }, r1] = recurrent.train(parts.rnn)(embed.apply(parts.embed)(tokens))(rng)
    const [dropped, r2] = drop.train({})(output)(r1)
    const want = head.apply(parts.head)(last(tanh(dropped)))
    const [got, r3] = net.train(params)(tokens)(rng)
    expect(got.data).toEqual(want.data)
    expect(sameRng(r2, r3)).toBe(true)
    expect(sameRng(r3, rng)).toBe(false)
  })

  test('nested is the same as in one row', () => {
    const row = sequential(embed, recurrent, last, head)
    const nested = sequential(sequential(embed, recurrent), sequential(last, ['head', head]))
    const [inRow] = row.init(rng)
    const [inNest] = nested.init(rng)
    expect(Object.values(inNest).map(({ data }) => data)).toEqual(Object.values(inRow).map(({ data }) => data))
    expect(Object.keys(inNest).slice(-2)).toEqual(['1.head.weight', '1.head.bias'])
    expect(nested.apply(inNest)(tokens).data).toEqual(row.apply(inRow)(tokens).data)
  })

  test('packs the same parameters once, and anew where a record was changed', () => {
    const pack = vi.spyOn(WasmEngine.prototype, 'pack')
    const mutable = { ...params }
    net.apply(mutable)(tokens)
    net.apply(mutable)(tokens)
    expect(pack.mock.calls.length).toBe(1)
    const changed = rand([feature(6), feature(6)])(rng)[0]
    mutable['1.weight_hh_l0'] = changed
    const got = net.apply(mutable)(tokens)
    expect(pack.mock.calls.length).toBe(2)
    expect(got.data).toEqual(net.apply({ ...params, '1.weight_hh_l0': changed })(tokens).data)
    pack.mockRestore()
  })

  // The cast: joints that do not fit do not compile.
  const untyped = sequential as unknown as (...layers: readonly unknown[]) => unknown
  const norm = layerNorm({ normalizedShape: 6 })
  const wide = linear({ inFeatures: 12, outFeatures: 6 })

  test.each([
    [
      'a layer that keeps its features',
      [norm, drop, wide],
      'layer 2 (Linear) takes feature 12, but layer 0 (LayerNorm) gives feature 6: set inFeatures: 6',
    ],
    [
      'a layer that makes its own',
      [recurrent, norm, wide],
      'layer 2 (Linear) takes feature 12, but layer 0 (RNN) gives feature 6: set inFeatures: 6',
    ],
    [
      'a sequential',
      [sequential(drop, recurrent), ['out', sequential(drop, wide)]],
      "layer 'out' (Sequential) takes feature 12, but layer 0 (Sequential) gives feature 6: set inFeatures: 6",
    ],
    [
      'a cell',
      [recurrent, lstmCell({ inputSize: 6, hiddenSize: 2 })],
      'layer 1 (LSTMCell) takes one time step, but layer 0 (RNN) gives a sequence: put last or pool between them',
    ],
    [
      'what is no sequence any more',
      [sequential(recurrent, last), drop, pool('max')],
      'layer 2 (pool) takes a sequence, but layer 0 (Sequential) gives one time step',
    ],
  ])('does not take %s where it does not fit', (_, layers, sentence) => {
    expect(() => untyped(...layers)).toThrow(sentence)
  })

  test('takes and gives the weights of a state dict', () => {
    const dict = toStateDict(params)
    expect(Object.keys(dict)).toEqual(Object.keys(params))
    const read = fromStateDict(net)(dict)
    if (read._tag === 'Left') throw read.left
    expect(net.apply(read.right)(tokens).data).toEqual(net.apply(params)(tokens).data)
    const { 'head.bias': _, ...rest } = dict
    expect(fromStateDict(net)(rest)).toMatchObject({
      _tag: 'Left',
      left: { message: expect.stringContaining('missing head.bias') },
    })
  })

  test('of nothing gives its input back', () => {
    expect(sequential().apply({})(tokens)).toBe(tokens)
    expect(sequential().init(rng)).toEqual([{}, rng])
  })
})

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
