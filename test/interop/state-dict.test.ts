/** State dicts: there and back. */

import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import {
  type AnyTensor,
  dropout,
  type Entry,
  embedding,
  feature,
  fromStateDict,
  gru,
  last,
  layerNorm,
  linear,
  lstm,
  manualSeed,
  ones,
  rnn,
  type StateDict,
  type StateDictError,
  seq,
  sequential,
  tensor,
  toStateDict,
  zeros,
} from '../../src/index.js'
import { parse, serialize } from '../../src/interop/safetensors.js'
import { parse as parseTorch } from '../../src/interop/torch.js'
import { withParams } from '../../src/layer/param-list.js'
import { readJson } from '../golden/read.js'

const net = rnn({ inputSize: 2, hiddenSize: 3, numLayers: 2 })
const [params] = net.init(manualSeed(0))
const record = toStateDict(params)

const right = <A>(read: either.Either<Error, A>): A => {
  if (E.isLeft(read)) throw read.left
  return read.right
}
const left = (read: either.Either<StateDictError, unknown>): StateDictError => {
  if (E.isRight(read)) throw new Error('it was taken')
  return read.left
}
const entryOf = ({ shape, data }: AnyTensor): Entry => ({ dtype: 'F32', shape, data: Float32Array.from(data) })

/** Parameters as plain values: names, axes, numbers. */
const plain = (params: object) =>
  Object.entries(params).map(([key, t]: [string, AnyTensor]) => [key, t.axes, [...t.data]] as const)

describe('there and back', () => {
  const size = fc.integer({ min: 1, max: 4 })
  const options = fc.record({
    inputSize: size,
    hiddenSize: size,
    numLayers: fc.integer({ min: 1, max: 3 }),
    bias: fc.boolean(),
    bidirectional: fc.boolean(),
  })
  const prefix = fc.constantFrom('', 'rnn.', 'encoder.rnn.', '__proto__.')

  test('the state dict of parameters gives the parameters', () => {
    fc.assert(
      fc.property(options, prefix, fc.nat(), (options, prefix, seed) => {
        // The cast: the options are drawn, so their types say nothing; as code without types calls it.
        const drawn = (shapefold.rnn as unknown as (options: object) => typeof net)(options)
        const [params] = drawn.init(manualSeed(seed))
        const record = toStateDict(params, { prefix })
        expect(Object.keys(record)).toEqual(Object.keys(params).map((key) => prefix + key))
        expect(plain(right(fromStateDict(drawn)(record, { prefix })))).toEqual(plain(params))
      }),
    )
  })

  test('by way of a safetensors file', () => {
    const file = right(parse(serialize({ tensors: toStateDict(params, { prefix: 'a.' }) })))
    const read = right(fromStateDict(net)(file.tensors, { prefix: 'a.' }))
    expect(plain(read)).toEqual(plain(params))
    // In the network's order, whatever the file's.
    expect(Object.keys(read)).toEqual(Object.keys(params))
    net.apply(read)(zeros([seq(4), feature(2)]))
  })

  test('the axes are the network’s own, whatever the record calls them', () => {
    const named = rnn({ inputSize: feature('I', 2), hiddenSize: feature('H', 3), numLayers: 2 })
    const [own] = named.init(manualSeed(1))
    const foreign = Object.fromEntries(
      Object.entries(record).map(([key, { shape, data }]) => [
        key,
        shape.length === 2
          ? tensor([seq('R', shape[0] ?? 0), feature('C', shape[1] ?? 0)], data)
          : tensor([seq('R', shape[0] ?? 0)], data),
      ]),
    )
    const read = right(fromStateDict(named)(foreign))
    expect(plain(read).map(([key, axes]) => [key, axes])).toEqual(plain(own).map(([key, axes]) => [key, axes]))
    expect(plain(read).map(([, , data]) => data)).toEqual(plain(params).map(([, , data]) => data))
  })

  test('the result is as frozen as what init draws, and has nothing in common with an entry', () => {
    const entries = Object.fromEntries(Object.entries(record).map(([key, t]) => [key, entryOf(t)]))
    const read = right(fromStateDict(net)(entries))
    for (const { data } of Object.values(entries)) data.fill(7 as never)
    expect(plain(read)).toEqual(plain(params))
    expect(Object.isFrozen(read)).toBe(true)
  })

  test('every float type of a file is taken, and no other', () => {
    const small = linear({ inFeatures: 2, outFeatures: 1, bias: false })
    const read = (entry: unknown) => fromStateDict(small)({ weight: entry } as StateDict)
    const bits = Uint16Array.of(0x3c00, 0xc000)
    const good: [string, unknown, number[]][] = [
      ['F64', Float64Array.of(0.1, 1e300), [Math.fround(0.1), Infinity]],
      ['F32', Float32Array.of(0.5, -2), [0.5, -2]],
      ['F16', bits, [1, -2]],
      ['BF16', Uint16Array.of(0x3f80, 0xc000), [1, -2]],
      ['F8_E5M2', Uint8Array.of(0x3c, 0xc0), [1, -2]],
      ['F8_E4M3', Uint8Array.of(0x38, 0xc0), [1, -2]],
      ['F8_E8M0', Uint8Array.of(127, 128), [1, 2]],
    ]
    for (const [dtype, data, numbers] of good)
      expect([...right(read({ dtype, shape: [1, 2], data })).weight.data]).toEqual(numbers)
    const bad: [string, unknown][] = [
      ['I64', BigInt64Array.of(1n, 2n)],
      ['I32', Int32Array.of(1, 2)],
      ['U8', Uint8Array.of(1, 2)],
      ['BOOL', Uint8Array.of(1, 0)],
      ['C64', new Float32Array(4)],
      ['F4', new Uint8Array(1)],
    ]
    for (const [dtype, data] of bad)
      expect(left(read({ dtype, shape: [1, 2], data })).message).toBe(
        `the state dict does not fit the network: weight is of ${dtype} numbers, which are no floats, but the network takes (1, 2)`,
      )
    expect(left(read(tensor([feature(1), feature(2)], Int32Array.of(1, 2)))).misshapen[0]?.got).toBe(
      'of i32 numbers, which are no weights',
    )
  })

  test('records in records', () => {
    const group = {
      rnn: params,
      head: { weight: ones([feature(1), feature(3)]) },
    }
    const record = toStateDict(group, { prefix: 'model.' })
    expect(Object.keys(record)).toEqual([...Object.keys(params).map((key) => `model.rnn.${key}`), 'model.head.weight'])
    const init = (): [typeof group, never] => {
      throw new Error('init is not called')
    }
    const axes = (t: AnyTensor) => t.axes
    const whole = withParams({ init }, [
      { key: 'rnn', params: Object.entries(params).map(([key, t]) => ({ key, axes: axes(t) })) },
      { key: 'head', params: [{ key: 'weight', axes: axes(group.head.weight) }] },
    ])
    const read = right(fromStateDict(whole)(record, { prefix: 'model.' }))
    expect(plain(read.rnn)).toEqual(plain(params))
    expect(plain(read.head)).toEqual(plain(group.head))
    expect(left(fromStateDict(whole)({})).missing).toEqual(Object.keys(toStateDict(group)))
  })
})

describe('every kind of network', () => {
  const all = {
    rnn: rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true }),
    lstm: lstm({ inputSize: 4, hiddenSize: 6, projSize: 2 }),
    gru: gru({ inputSize: 2, hiddenSize: 3, bidirectional: true }),
    linear: linear({ inFeatures: 2, outFeatures: 3 }),
    embedding: embedding({ numEmbeddings: 4, embeddingDim: 2 }),
    'layer norm': layerNorm({ normalizedShape: [feature(3)] }),
    dropout: dropout({ p: 0.5 }),
    sequential: sequential(
      ['embed', embedding({ numEmbeddings: 4, embeddingDim: 2 })],
      gru({ inputSize: 2, hiddenSize: 3 }),
      last,
      ['head', linear({ inFeatures: 3, outFeatures: 1 })],
    ),
  }

  test.each(Object.entries(all))('%s', (_, net) => {
    const [params] = net.init(manualSeed(2))
    const record = toStateDict(params, { prefix: 'x.' })
    expect(plain(right(fromStateDict<object>(net)(record, { prefix: 'x.' })))).toEqual(plain(params))
  })

  const { files } = readJson<{ files: readonly { readonly name: string; readonly file: string }[] }>('torch-files.json')
  const fileOf = (name: string) => {
    const { file } = files.find((file) => file.name === name) ?? expect.unreachable(`no golden ${name}`)
    return right(parseTorch(Buffer.from(file, 'base64')))
  }

  test('PyTorch’s own files fit the networks of their kind', () => {
    expect(Object.keys(right(fromStateDict(all.rnn)(fileOf('zip, rnn'))))).toHaveLength(16)
    const { weight_hr_l0 } = right(fromStateDict(all.lstm)(fileOf('legacy, lstm')))
    expect(weight_hr_l0.shape).toEqual([2, 6])
    const net = sequential(gru({ inputSize: 2, hiddenSize: 3 }), linear({ inFeatures: 3, outFeatures: 1, bias: false }))
    const params = right(fromStateDict(net)(fileOf('zip, flattened')))
    expect(params['1.weight'].shape).toEqual([1, 3])
    expect(net.apply(params)(zeros([seq(4), feature(2)])).shape).toEqual([4, 1])
  })
})
