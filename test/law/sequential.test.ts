/** The laws of `sequential`: it is its layers one after the other, with their parameters side by side. */
import { describe, expect, test, vi } from 'vitest'
import {
  batch,
  dropout,
  embedding,
  feature,
  fromStateDict,
  last,
  layerNorm,
  linear,
  lstmCell,
  manualSeed,
  pool,
  rand,
  rnn,
  seq,
  sequential,
  tanh,
  tensor,
  toStateDict,
} from '../../src/index.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { sameRng } from '../../src/tensor/rng.js'

const rng = manualSeed(7)

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
