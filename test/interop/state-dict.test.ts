/** State dicts: there and back, everything that does not fit in one message, and never a throw. */

import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import {
  type AnyTensor,
  type Entry,
  feature,
  fromStateDict,
  linear,
  manualSeed,
  ones,
  rnn,
  ShapeError,
  type StateDict,
  StateDictError,
  seq,
  tensor,
  toStateDict,
  zeros,
} from '../../src/index.js'
import { parse, serialize } from '../../src/interop/safetensors.js'
import { withParams } from '../../src/layer/param-list.js'

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
const without = (key: string): StateDict => Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
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

describe('what does not fit', () => {
  test('all of it, in one message and in lists', () => {
    const wrong = left(
      fromStateDict(net)({
        ...without('bias_hh_l1'),
        weight_ih_l0: zeros([feature(2), feature(3)]),
        weight_hh_l0: zeros([feature(3)]),
        weight_hh_l1: { dtype: 'I64', shape: [3, 3], data: new BigInt64Array(9) },
        weight_ih_l2: zeros([feature(3), feature(3)]),
        'head.bias': zeros([feature(1)]),
      }),
    )
    expect(wrong).toBeInstanceOf(StateDictError)
    expect(wrong.name).toBe('StateDictError')
    expect(wrong.message).toBe(
      'the state dict does not fit the network: missing bias_hh_l1; unexpected weight_ih_l2, head.bias; ' +
        'weight_ih_l0 is (2, 3), but the network takes (3, 2); weight_hh_l0 is (3), but the network takes (3, 3); ' +
        'weight_hh_l1 is of I64 numbers, which are no floats, but the network takes (3, 3)',
    )
    expect(wrong.missing).toEqual(['bias_hh_l1'])
    expect(wrong.unexpected).toEqual(['weight_ih_l2', 'head.bias'])
    expect(wrong.misshapen[0]).toEqual({ key: 'weight_ih_l0', got: '(2, 3)', want: '(3, 2)' })
  })

  test('each single fault is found', () => {
    const keys = Object.keys(record)
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.constantFrom('missing', 'unexpected', 'misshapen'), (key, fault) => {
        const wrong = left(
          fromStateDict(net)(
            fault === 'missing'
              ? without(key)
              : fault === 'unexpected'
                ? { ...record, [`${key}_`]: ones([feature(1)]) }
                : { ...record, [key]: ones([feature(7)]) },
          ),
        )
        expect([wrong.missing, wrong.unexpected, wrong.misshapen.map(({ key }) => key)]).toEqual([
          fault === 'missing' ? [key] : [],
          fault === 'unexpected' ? [`${key}_`] : [],
          fault === 'misshapen' ? [key] : [],
        ])
      }),
    )
  })

  test('names under another prefix don’t count, under this one they do', () => {
    const both = { ...toStateDict(params, { prefix: 'encoder.' }), ...toStateDict(params, { prefix: 'decoder.' }) }
    expect(E.isRight(fromStateDict(net)(both, { prefix: 'encoder.' }))).toBe(true)
    const more = { ...both, 'encoder.x': ones([feature(1)]) }
    const wrong = left(fromStateDict(net)(more, { prefix: 'encoder.' }))
    expect(wrong.message).toBe('the state dict does not fit the network: unexpected encoder.x')
  })

  test('a prefix that would fit is told', () => {
    const keys = Object.keys(record)
    const long = { ...toStateDict(params, { prefix: 'rnn.' }), 'head.weight': ones([feature(1), feature(3)]) }
    expect(left(fromStateDict(net)(long)).message).toBe(
      `the state dict does not fit the network: missing ${keys.join(', ')}; ` +
        `unexpected ${Object.keys(long).join(', ')}: set prefix: 'rnn.'`,
    )
    expect(left(fromStateDict(net)(long, { prefix: 'rnn' })).message).toMatch(/: set prefix: 'rnn\.'$/)
    expect(left(fromStateDict(net)(record, { prefix: 'rnn.' })).message).toMatch(/: set prefix: ''$/)
    const two = { ...long, ...toStateDict(params, { prefix: 'more.' }) }
    expect(left(fromStateDict(net)(two)).message).toMatch(/: set prefix: 'rnn\.' or 'more\.'$/)
    expect(left(fromStateDict(net)({})).message).toBe(
      `the state dict does not fit the network: missing ${keys.join(', ')}`,
    )
  })

  test('what is no record, and what can’t be looked at', () => {
    const read = fromStateDict(net) as (record: unknown) => either.Either<StateDictError, unknown>
    const raise = (): never => {
      throw new Error('no')
    }
    const proxy = new Proxy({}, { ownKeys: raise, get: raise, has: raise, getOwnPropertyDescriptor: raise })
    for (const wrong of [undefined, null, 1, 'x', [], new Map(), raise, proxy, zeros([feature(1)])])
      expect(left(read(wrong)).missing).toEqual(Object.keys(record))
    const values = [undefined, null, 1, {}, [1], proxy, { dtype: 'F32' }, { dtype: 'F32', shape: [3], data: [1, 2, 3] }]
    for (const value of values)
      expect(left(read({ ...record, bias_ih_l0: value })).misshapen).toEqual([
        { key: 'bias_ih_l0', got: 'no tensor', want: '(3)' },
      ])
    const getter = Object.defineProperty({ ...record }, 'bias_ih_l0', { get: raise, enumerable: true })
    expect(left(read(getter)).misshapen[0]?.got).toBe('no tensor')
    const short = { dtype: 'F32', shape: [3], data: new Float32Array(2) }
    expect(left(read({ ...record, bias_ih_l0: short })).misshapen[0]?.got).toBe('an entry of 2 numbers')
    const inherited = Object.create(record)
    expect(left(read(inherited)).missing.length).toBe(8)
  })

  test('anything at all in a record', () => {
    const anything = fc.anything({
      withBigInt: true,
      withNullPrototype: true,
      withTypedArray: true,
      withSparseArray: true,
    })
    const small = fromStateDict(linear({ inFeatures: 1, outFeatures: 1 })) as (
      r: unknown,
    ) => either.Either<Error, unknown>
    fc.assert(fc.property(anything, (wrong) => void small(wrong)))
    fc.assert(fc.property(anything, anything, (weight, bias) => void small({ weight, bias })))
    const entry = fc.record({ dtype: fc.constantFrom('F32', 'F16', 'F4', 'I64', 1), shape: anything, data: anything })
    fc.assert(fc.property(entry, (weight) => void small({ weight, bias: weight })))
  })

  test('what is no network', () => {
    const untyped = fromStateDict as (net: unknown) => unknown
    for (const wrong of [undefined, null, {}, { ...net }, params])
      expect(() => untyped(wrong)).toThrow('net is not a network of this library')
  })

  test('what is no parameters', () => {
    const untyped = toStateDict as (params: unknown) => unknown
    for (const wrong of [undefined, 1, { a: 1 }, { a: { b: null } }, { a: zeros([feature(1)], 'i32') }])
      expect(() => untyped(wrong)).toThrow(ShapeError)
  })
})
