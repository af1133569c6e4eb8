/** Packed sequences in training, and packed tokens: as the layers and models do with numbers in packed-modules.test.ts. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyAxis,
  axis,
  batch,
  dropout,
  embedding,
  eqTensor,
  feature,
  gru,
  last,
  layerNorm,
  linear,
  lstm,
  manualSeed,
  mse,
  mul,
  packed,
  type Shape,
  seq,
  sequential,
  softmax,
  type Tensor,
  tensor,
  unpack,
  valueAndGrad,
} from '../../src/index.js'
import { sameRng } from '../../src/tensor/rng.js'
import {
  added,
  BATCH,
  type Case,
  cases,
  close,
  IN,
  type Layer,
  leadOf,
  numbersOf,
  own,
  pack,
  padded,
  padding,
  TIME,
  weighed,
} from './packed-subjects.js'

describe('dropout in training', () => {
  const one: Case = { lengths: [2, 5, 1, 3], isBatchFirst: false, seed: 8 }
  const numbers = padded(one, IN, Number.NaN).map((x) => (Number.isNaN(x) ? x : 1))
  const drop = dropout({ p: 0.4 })

  test('draws for own steps alone, in the order of PackedSequence.data, whatever the layout', () => {
    const order = [1, 3, 0, 2]
    const rows = Array.from({ length: TIME }, (_, t) =>
      order.flatMap((b) => (t < (one.lengths[b] ?? 0) ? [{ t, b }] : [])),
    ).flat()
    const [mask, after] = drop.train({})(
      tensor([axis('row', 'R', rows.length), feature(IN)], new Float32Array(33).fill(1)),
    )(manualSeed(5))
    const first = drop.train({})(packed(tensor([seq(TIME), batch(BATCH), feature(IN)], numbers), one.lengths))(
      manualSeed(5),
    )
    const wanted = new Float32Array(TIME * BATCH * IN)
    const wantedFirst = new Float32Array(TIME * BATCH * IN)
    for (const [i, { t, b }] of rows.entries()) {
      wanted.set(mask.data.slice(i * IN, (i + 1) * IN), (t * BATCH + b) * IN)
      wantedFirst.set(mask.data.slice(i * IN, (i + 1) * IN), (b * TIME + t) * IN)
    }
    expect(unpack(first[0]).data).toEqual(wanted)
    expect(sameRng(first[1], after)).toBe(true)
    const batchFirst = padded({ ...one, isBatchFirst: true }, IN, Number.NaN).map((x) => (Number.isNaN(x) ? x : 1))
    const second = drop.train({})(packed(tensor([batch(BATCH), seq(TIME), feature(IN)], batchFirst), one.lengths))(
      manualSeed(5),
    )
    expect(unpack(second[0]).data).toEqual(wantedFirst)
  })

  test('is what a network of two layers draws between them', () => {
    const deep = gru({ inputSize: IN, hiddenSize: 4, numLayers: 2, dropout: 0.4 })
    const x = packed(tensor([seq(TIME), batch(BATCH), feature(IN)], numbers), one.lengths)
    const [params] = deep.init(manualSeed(1))
    const single = gru({ inputSize: IN, hiddenSize: 4 })
    const top = gru({ inputSize: 4, hiddenSize: 4 })
    const between = single.apply({
      weight_ih_l0: params.weight_ih_l0,
      weight_hh_l0: params.weight_hh_l0,
      bias_ih_l0: params.bias_ih_l0,
      bias_hh_l0: params.bias_hh_l0,
    })(x).output
    const [dropped, next] = drop.train({})(between)(manualSeed(9))
    const { output } = top.apply({
      weight_ih_l0: params.weight_ih_l1,
      weight_hh_l0: params.weight_hh_l1,
      bias_ih_l0: params.bias_ih_l1,
      bias_hh_l0: params.bias_hh_l1,
    })(dropped)
    const [whole, after] = deep.train(params)(x)(manualSeed(9))
    close(unpack(whole.output).data, unpack(output).data, 6)
    expect(sameRng(after, next)).toBe(true)
  })
})

describe('tokens', () => {
  const table = embedding({ numEmbeddings: 7, embeddingDim: IN, paddingIdx: 2 })
  const [params] = table.init(manualSeed(2))

  test('each sequence alone gives the same rows and the same gradient, whatever integers stand in the padding', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(-1, 0, 2, 7, 2147483647), (one, filler) => {
        const ids = Int32Array.from(padded(one, 1, Number.NaN), (x) =>
          Number.isNaN(x) ? filler : Math.floor((x + 1) * 3.5),
        )
        const weights = padded(one, IN, 7)
        const tokens = (tensor as unknown as (axes: readonly AnyAxis[], data: Int32Array) => unknown)(
          leadOf(one.isBatchFirst),
          ids,
        )
        const layer = table.apply as unknown as Layer
        const [, gradients] = valueAndGrad((p: { weight: Tensor<Shape> }) =>
          weighed(layer(p)(pack(tokens, one.lengths)), weights),
        )(params as unknown as { weight: Tensor<Shape> })
        const whole = numbersOf(layer({ ...params })(pack(tokens, one.lengths)))
        const alone = one.lengths.map((length, b) => {
          const mine = tensor([seq('T', length)], Int32Array.from(own(one, ids, 1, b)))
          close(own(one, whole, IN, b), table.apply(params)(mine).data, 9)
          const wanted = Float32Array.from(own(one, weights, IN, b))
          return valueAndGrad((p: typeof params) => weighed(table.apply(p)(mine), wanted))(params)[1]
        })
        expect(padding(one, whole, IN).every((y) => Object.is(y, 0))).toBe(true)
        close(
          gradients.weight.data,
          added(
            alone.map((one) => ({ ...one })),
            'weight',
          ),
          5,
        )
      }),
      { numRuns: 30 },
    )
  })

  test('a sequential of embedding, lstm, last and linear classifies each sequence as it would alone', () => {
    const net = sequential(
      ['embed', table],
      ['rnn', lstm({ inputSize: IN, hiddenSize: 4, numLayers: 2, batchFirst: true })],
      last,
      ['head', linear({ inFeatures: 4, outFeatures: 2 })],
    )
    const [weights] = net.init(manualSeed(1))
    const run = net.apply(weights)
    const words = tensor([batch(3), seq(4)], Int32Array.of(1, 2, 3, 4, 5, -9, -9, -9, 6, 0, 99, 99))
    const logits = run(packed(words, [4, 1, 2]))
    expect(logits.shape).toEqual([3, 2])
    const alone = [[1, 2, 3, 4], [5], [6, 0]].map((ids) =>
      run(tensor([batch(1), seq('T', ids.length)], Int32Array.from(ids))),
    )
    for (const [b, want] of alone.entries()) close(logits.toArray()[b] ?? [], want.data, 6)
    const [trained] = net.train(weights)(packed(words, [4, 1, 2]))(manualSeed(0))
    expect(eqTensor.equals(trained, logits)).toBe(true)
  })

  test('come out again with zeros after each end, and a fault names its place', () => {
    const words = tensor([seq(2), batch(2)], Int32Array.of(3, 4, 5, 7))
    expect(unpack(packed(words, [1, 2])).toArray()).toEqual([
      [3, 4],
      [0, 7],
    ])
    expect(() => table.apply(params)(packed(words, [1, 2]))).toThrow('input[1][1] is 7, but this Embedding has')
    expect(table.apply(params)(packed(words, [2, 1])).lengths).toEqual([2, 1])
  })
})

test('what is no step alone does not take packed sequences', () => {
  const x = packed(tensor([seq(2), batch(2), feature(3)], new Float32Array(12)), [1, 2])
  // The casts: as code without types calls.
  const untyped = (f: unknown) => f as (...args: unknown[]) => unknown
  const sentence = 'is packed, but it must be a tensor: take last, pool, unpad or unpack of it'
  expect(() => untyped(mul)(x, 2)).toThrow(`a ${sentence}`)
  expect(() => untyped(softmax)(x)).toThrow(`x ${sentence}`)
  expect(() => untyped(mse)(x, x)).toThrow(`prediction ${sentence}`)
  const run = gru({ inputSize: 3, hiddenSize: 3 })
  expect(() => untyped(run.apply(run.init(manualSeed(0))[0]))(x, x)).toThrow(`state0 ${sentence}`)
  const whole = layerNorm({ normalizedShape: [batch(2), feature(3)] })
  expect(() => untyped(whole.apply(whole.init(manualSeed(0))[0]))(x)).toThrow(
    'input is packed, but this LayerNorm normalises over (batch, feature): of packed sequences each time step is normalised alone',
  )
})
