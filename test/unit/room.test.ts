/** New arrays never share numbers, and no user ever sees a buffer that is not the array's own. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  add,
  argmax,
  axis,
  batch,
  embedding,
  feature,
  linear,
  lstm,
  manualSeed,
  matmul,
  mse,
  seq,
  tensor,
  toSteps,
  valueAndGrad,
  zeros,
} from '../../src/index.js'
import { alone, mostShared, roomForFloats, roomForIntegers } from '../../src/room.js'
import { expectApart } from '../kernel/apart.js'

describe('room', () => {
  test('arrays are zeros and lie apart', () => {
    const request = fc.record({ integers: fc.boolean(), count: fc.oneof(fc.nat(40), fc.nat(2 * mostShared)) })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
        const arrays = requests.map(({ integers, count }) => (integers ? roomForIntegers(count) : roomForFloats(count)))
        expect(arrays.every((array, i) => array.length === requests[i]?.count)).toBe(true)
        expect(arrays.every((array) => array.every((x) => x === 0))).toBe(true)
        expectApart(arrays)
      }),
    )
  })

  test('small arrays share a buffer, large ones do not', () => {
    const shared = Array.from({ length: 3 }, () => roomForFloats(mostShared))
    expect(shared.some(({ buffer }, i) => buffer === shared[i - 1]?.buffer)).toBe(true)
    expect(roomForFloats(mostShared + 1).buffer.byteLength).toBe(4 * (mostShared + 1))
  })

  test('more than there is room for is an error that names the bytes', () => {
    expect(() => roomForFloats(2 ** 31 + 1)).toThrow(
      new RangeError('no room for 8589934596 bytes: use a smaller batch'),
    )
    const column = zeros([batch(50_000), axis('one', 1)])
    const row = zeros([axis('one', 1), feature(50_000)])
    expect(() => matmul(column, row)).toThrow('10000000000 bytes')
    const large = linear({ inFeatures: 65_536, outFeatures: 65_536 })
    expect(() => large.init(manualSeed(0))).toThrow('17179869184 bytes')
    const table = embedding({ numEmbeddings: 65_536, embeddingDim: 65_536 })
    expect(() => table.init(manualSeed(0))).toThrow('17179869184 bytes')
  })

  test('alone is the array itself where it has a buffer of its own', () => {
    for (const make of [roomForFloats, roomForIntegers]) {
      const shared = make(20).fill(7)
      const own = alone(shared)
      expect(own.buffer.byteLength).toBe(80)
      expect(own).toEqual(shared)
      expect(alone(own)).toBe(own)
    }
  })
})

describe('the numbers of a tensor', () => {
  const net = lstm({ inputSize: 2, hiddenSize: 3 })
  const [params] = net.init(manualSeed(0))
  const x = tensor([seq(4), batch(2), feature(2)], Float32Array.from({ length: 16 }, Math.sin))
  const run = net.apply(params)(x)
  const step = net.step(params)(tensor([batch(1), feature(2)], [1, 2]))
  const [loss, grads] = valueAndGrad((own: typeof params) => {
    const { output } = net.apply(own)(x)
    return mse(output, zeros([seq(4), batch(2), feature(3)]))
  })(params)
  const tensors: Record<string, AnyTensor> = {
    given: x,
    integers: tensor([feature(20)], new Int32Array(20).fill(3)),
    output: run.output,
    hidden: run.hidden,
    cell: run.cell,
    step: step.output,
    'state of a step': step.hidden,
    'first of the steps': toSteps(x)[0] ?? x,
    'second of the steps': toSteps(x)[1] ?? x,
    sum: add(run.output, 1),
    argmax: argmax(run.output, 'feature'),
    loss,
    ...grads,
  }

  test.each(Object.entries(tensors))('%s have a buffer of their own', (_, t) => {
    const { data } = t
    expect(data.byteOffset).toBe(0)
    expect(data.buffer.byteLength).toBe(data.byteLength)
    expect(t.data).toBe(data)
  })

  test('of a tensor that was frozen can be read, too', () => {
    const frozen = Object.freeze(net.apply(params)(x).hidden)
    expect([...frozen.data]).toEqual([...run.hidden.data])
    expect(frozen.data).toBe(frozen.data)
  })
})
