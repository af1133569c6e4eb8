/** State dicts that do not fit: everything in one message, and never a throw. */

import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import {
  feature,
  fromStateDict,
  linear,
  manualSeed,
  ones,
  rnn,
  ShapeError,
  type StateDict,
  StateDictError,
  toStateDict,
  zeros,
} from '../../src/index.js'

const net = rnn({ inputSize: 2, hiddenSize: 3, numLayers: 2 })
const [params] = net.init(manualSeed(0))
const record = toStateDict(params)

const left = (read: either.Either<StateDictError, unknown>): StateDictError => {
  if (E.isRight(read)) throw new Error('it was taken')
  return read.left
}
const without = (key: string): StateDict => Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))

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

  test('null in the place of options is no options', () => {
    const untyped = fromStateDict(net) as (
      record: StateDict,
      options: unknown,
    ) => either.Either<StateDictError, unknown>
    expect(untyped(record, null)).toEqual(E.right(params))
    expect((toStateDict as (params: object, options: unknown) => unknown)(params, null)).toEqual(record)
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
