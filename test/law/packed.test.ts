/** Packed sequences: each is what it would be alone, and what stands after its end is never read. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  batch,
  feature,
  gru,
  lstm,
  manualSeed,
  mul,
  packed,
  rnn,
  seq,
  sum,
  type Tensor,
  tensor,
  unpack,
  valueAndGrad,
} from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'

const drawn = (seed: number, count: number): Float32Array => drawUniform(manualSeed(seed), count, -1, 1)[0]

/** `[4, 3, 5]`, with `filler` after each end. */
const padded = (numbers: Float32Array, lengths: readonly number[], filler: number): Float32Array =>
  numbers.map((x, i) => (Math.floor(i / 15) < (lengths[Math.floor(i / 5) % 3] ?? 0) ? x : filler))

const nets = [
  rnn({ inputSize: 5, hiddenSize: 4, numLayers: 2, bidirectional: true, dropout: 0.5 }),
  lstm({ inputSize: 5, hiddenSize: 4, numLayers: 2, bidirectional: true, dropout: 0.5 }),
  gru({ inputSize: 5, hiddenSize: 4, numLayers: 2, bidirectional: true, dropout: 0.5 }),
] as const

const lengthsOf = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 4 })))

describe.each(nets)('packed input of $config', (net) => {
  // The cast: one of the three, which the types tell apart and this test need not.
  const one = net as (typeof nets)[0]
  const [params] = one.init(manualSeed(1))
  const bound = one.apply(params)

  test('each sequence alone gives the same numbers, forward, backward and at its end', () => {
    fc.assert(
      fc.property(lengthsOf, fc.integer({ min: 0, max: 1000 }), (lengths, seed) => {
        const numbers = padded(drawn(seed, 60), lengths, Number.NaN)
        const { output, hidden } = bound(packed(tensor([seq(4), batch(3), feature(5)], numbers), lengths))
        const whole = unpack(output)
        expect(output.lengths).toEqual(lengths)
        for (const [b, length] of lengths.entries()) {
          const own = Float32Array.from(
            { length: length * 5 },
            (_, i) => numbers[Math.floor(i / 5) * 15 + b * 5 + (i % 5)] ?? 0,
          )
          const alone = bound(tensor([seq('T', length), batch(1), feature(5)], own))
          for (let t = 0; t < 4; t++)
            for (let k = 0; k < 8; k++) {
              const want = t < length ? (alone.output.data[t * 8 + k] ?? Number.NaN) : 0
              expect(whole.data[(t * 3 + b) * 8 + k]).toBeCloseTo(want, 5)
            }
          for (let l = 0; l < 4; l++)
            for (let k = 0; k < 4; k++)
              expect(hidden.data[(l * 3 + b) * 4 + k]).toBeCloseTo(alone.hidden.data[l * 4 + k] ?? Number.NaN, 5)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('no gradient reaches the padding, and none comes from it', () => {
    const lengths = [2, 4, 1] as const
    const numbers = padded(drawn(3, 60), lengths, 7)
    const [, gradients] = valueAndGrad(
      (p: { x: Tensor<[ReturnType<typeof seq<4>>, ReturnType<typeof batch<3>>, ReturnType<typeof feature<5>>]> }) => {
        const y = unpack(bound(packed(p.x, lengths)).output)
        return sum(mul(y, y))
      },
    )({ x: tensor([seq(4), batch(3), feature(5)], numbers) })
    const outside = padded(gradients.x.data as Float32Array, lengths, 0).map((x, i) => (gradients.x.data[i] ?? 0) - x)
    expect(outside.every((x) => x === 0)).toBe(true)
    expect(gradients.x.data.some((x) => x !== 0)).toBe(true)
  })
})

test('packing whole sequences changes nothing', () => {
  const [params] = nets[0].init(manualSeed(1))
  const x = tensor([seq(4), batch(3), feature(5)], drawn(5, 60))
  const plain = nets[0].apply(params)(x)
  const { output, hidden } = nets[0].apply(params)(packed(x, new Int32Array([4, 4, 4])))
  expect(unpack(output).data).toEqual(plain.output.data)
  expect(hidden.data).toEqual(plain.hidden.data)
})

test('unpack clears what was packed by hand, and its gradient too', () => {
  const x = tensor([seq(2), batch(2), feature(1)], [1, 2, Number.NaN, 4])
  expect(unpack(packed(x, tensor([batch(2)], Int32Array.of(1, 2)))).toArray()).toEqual([
    [[1], [2]],
    [[0], [4]],
  ])
  const [, gradients] = valueAndGrad((p: { x: typeof x }) => sum(unpack(packed(p.x, [1, 2]))))({ x })
  expect(gradients.x.toArray()).toEqual([
    [[1], [1]],
    [[0], [1]],
  ])
})

describe('what is refused', () => {
  // The casts: as code without types calls.
  const pack = packed as unknown as (x: unknown, lengths: unknown) => unknown
  const x: AnyTensor = tensor([seq(4), batch(2), feature(1)], new Float32Array(8))
  test.each([
    [[1], '1 lengths were given, but the input has batch 2'],
    [[1, 9], "lengths[1] is 9, but each length is an integer from 1 to 4, the input's seq"],
    [[0, 1], "lengths[0] is 0, but each length is an integer from 1 to 4, the input's seq"],
    [[1, 1.5], "lengths[1] is 1.5, but each length is an integer from 1 to 4, the input's seq"],
    [[1, '2'], "lengths[1] is '2', but each length is an integer from 1 to 4, the input's seq"],
    [5, 'lengths is 5, but it must be an array of integers, one for each sequence'],
    [tensor([seq(2)], Int32Array.of(1, 2)), 'lengths is a tensor (seq) of i32, but it must be (batch) of i32'],
    [tensor([batch(3)], Int32Array.of(1, 2, 3)), '3 lengths were given, but the input has batch 2'],
  ])('lengths %j', (lengths, sentence) => {
    expect(() => pack(x, lengths)).toThrow(sentence)
  })
  test('other axes, and what is not packed', () => {
    expect(() => pack(tensor([seq(4), feature(1)], new Float32Array(4)), [4])).toThrow(
      'input is (seq, feature), but packed takes (seq, batch, ...) or (batch, seq, ...)',
    )
    expect(() => (unpack as unknown as (x: unknown) => unknown)(x)).toThrow(
      'x is a tensor, but unpack takes packed sequences: write packed(x, lengths)',
    )
  })
})
