/**
 * Packed sequences through what stands around a network: each sequence gives what it would give alone, forward and backward, and nothing comes from the
 * padding or goes there, which is NaN here throughout.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  axis,
  batch,
  crossEntropy,
  dropout,
  feature,
  last,
  layerNorm,
  manualSeed,
  type Packed,
  packed,
  pool,
  type Shape,
  seq,
  sum,
  type Tensor,
  tanh,
  tensor,
  unpack,
  unpad,
  valueAndGrad,
} from '../../src/index.js'
import {
  added,
  affine,
  BATCH,
  type Case,
  cases,
  close,
  drawn,
  IN,
  inLayout,
  leadOf,
  make,
  numbersOf,
  own,
  pack,
  padded,
  padding,
  placeOf,
  subjects,
  TIME,
  type Traced,
  weighed,
} from './packed-subjects.js'

describe.each(subjects)('$name', (subject) => {
  const { params, layer, width, isStepwise } = subject

  test('gives each sequence what it gives it alone, and so do its gradients', () => {
    fc.assert(
      fc.property(cases, (drawnCase) => {
        const one = inLayout(drawnCase, subject)
        const numbers = padded(one, IN, Number.NaN)
        const weights = isStepwise
          ? padded({ ...one, seed: one.seed + 1 }, width, 7)
          : drawn(one.seed + 1, BATCH * width)
        const x = make([...leadOf(one.isBatchFirst), feature(IN)], numbers)
        const whole = numbersOf(layer(params)(pack(x, one.lengths)))
        const [, gradients] = valueAndGrad((p: Traced) => weighed(layer(p.params)(pack(p.x, one.lengths)), weights))({
          params,
          x,
        })

        const alone = one.lengths.map((length, b) => {
          const lead = one.isBatchFirst ? [batch(1), seq('T', length)] : [seq('T', length), batch(1)]
          const part = make([...lead, feature(IN)], Float32Array.from(own(one, numbers, IN, b)))
          const mine = isStepwise ? own(one, weights, width, b) : Array.from(weights.slice(b * width, (b + 1) * width))
          const got = numbersOf(layer(params)(part))
          close(isStepwise ? own(one, whole, width, b) : Array.from(whole).slice(b * width, (b + 1) * width), got, 5)
          const [, wanted] = valueAndGrad((p: Traced) => weighed(layer(p.params)(p.x), Float32Array.from(mine)))({
            params,
            x: part,
          })
          close(own(one, gradients.x.data, IN, b), wanted.x.data, 5)
          return wanted.params
        })
        expect(padding(one, gradients.x.data, IN).every((g) => Object.is(g, 0))).toBe(true)
        if (isStepwise) expect(padding(one, whole, width).every((y) => Object.is(y, 0))).toBe(true)
        for (const key of Object.keys(params)) close(gradients.params[key]?.data ?? [], added(alone, key), 4)
      }),
      { numRuns: 30 },
    )
  })
})

describe('to the bit', () => {
  const one: Case = { lengths: [2, 5, 1, 3], isBatchFirst: false, seed: 8 }
  const x = tensor([seq(TIME), batch(BATCH), feature(IN)], padded(one, IN, Number.NaN))
  const p = packed(x, one.lengths)
  const alone = one.lengths.map((length, b) =>
    tensor([seq('T', length), feature(IN)], Float32Array.from(own(one, x.data, IN, b))),
  )

  test('each own last step, mean and largest', () => {
    expect(last(p).shape).toEqual([BATCH, IN])
    expect(last(p).toArray()).toEqual(alone.map((t) => last(t).toArray()))
    expect(pool('mean')(p).toArray()).toEqual(alone.map((t) => pool('mean')(t).toArray()))
    expect(pool('max')(p).toArray()).toEqual(alone.map((t) => pool('max')(t).toArray()))
  })

  test('a tie shares its gradient among own steps alone, and NaN of an own step is the largest', () => {
    const tied = tensor([seq(3), batch(2), feature(1)], [1, 2, 1, Number.NaN, 1, 9])
    expect(pool('max')(packed(tied, [2, 2])).toArray()).toEqual([[1], [Number.NaN]])
    const [, { x: gradient }] = valueAndGrad((q: { x: typeof tied }) => sum(pool('max')(packed(q.x, [2, 1]))))({
      x: tied,
    })
    expect(gradient.toArray()).toEqual(
      [
        [[0.5], [1]],
        [[0.5], [0]],
        [[0], [0]],
      ].map((step) => step),
    )
  })

  test('packing whole sequences changes nothing', () => {
    const whole = tensor([seq(TIME), batch(BATCH), feature(IN)], drawn(4, TIME * BATCH * IN))
    const full = packed(whole, [TIME, TIME, TIME, TIME])
    const [params] = affine.init(manualSeed(0))
    expect(unpack(affine.apply(params)(full)).data).toEqual(affine.apply(params)(whole).data)
    expect(unpack(tanh(full)).data).toEqual(tanh(whole).data)
    for (const f of [last, pool('mean'), pool('max')]) expect(f(full).data).toEqual(f(whole).data)
  })

  test('the shape and the lengths stay', () => {
    const [params] = affine.init(manualSeed(0))
    const y = affine.apply(params)(p)
    expect([y.axes.map(({ size }) => size), y.lengths, y.dtype]).toEqual([[TIME, BATCH, 2], one.lengths, 'f32'])
    expect(dropout().apply({})(p)).toBe(p)
  })

  test('axes behind the features, and sequences of single numbers', () => {
    const heads = tensor([batch(2), seq(2), axis('head', 2), feature(3)], drawn(2, 24))
    const [params] = affine.init(manualSeed(0))
    const y = affine.apply(params)(packed(heads, [1, 2]))
    expect(unpack(y).toArray()[1]).toEqual(affine.apply(params)(heads).toArray()[1])
    expect(unpack(y).toArray()[0]?.[1]).toEqual([
      [0, 0],
      [0, 0],
    ])
    const split = layerNorm({ normalizedShape: [axis('head', 2), feature(3)] })
    const [weights] = split.init(manualSeed(0))
    expect(last(split.apply(weights)(packed(heads, [1, 2]))).toArray()[1]).toEqual(
      last(split.apply(weights)(heads)).toArray()[1],
    )
    const signals = tensor([batch(2), seq(3)], [1, 2, 3, 4, 5, 6])
    expect(last(packed(signals, [1, 2])).toArray()).toEqual([1, 5])
    expect(pool('mean')(packed(signals, [2, 3])).toArray()).toEqual([1.5, 5])
  })
})

describe('unpad', () => {
  test('gives own steps in the order of PackedSequence.data, and takes gradients to them alone', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const numbers = padded(one, IN, Number.NaN)
        const x = make([...leadOf(one.isBatchFirst), feature(IN)], numbers)
        const order = one.lengths.map((_, b) => b).sort((a, b) => (one.lengths[b] ?? 0) - (one.lengths[a] ?? 0))
        const steps = Array.from({ length: TIME }, (_, t) => order.map((b) => ({ t, b }))).flat()
        const wanted = steps
          .filter(({ t, b }) => t < (one.lengths[b] ?? 0))
          .map(({ t, b }) => Array.from(numbers.slice(placeOf(one, t, b) * IN, (placeOf(one, t, b) + 1) * IN)))
        // The cast: as in pack.
        const bare = unpad as unknown as (p: Packed<Shape>) => Tensor<Shape>
        expect(bare(pack(x, one.lengths)).toArray()).toEqual(wanted)
        const weights = drawn(one.seed + 1, wanted.length * IN)
        const [, { x: gradient }] = valueAndGrad((p: Traced) => weighed(bare(pack(p.x, one.lengths)), weights))({
          params: {},
          x,
        })
        expect(bare(pack(gradient, one.lengths)).data).toEqual(weights)
        expect(padding(one, gradient.data, IN).every((g) => Object.is(g, 0))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('makes a loss the mean over own steps, of tokens too', () => {
    const logits = packed(tensor([batch(2), seq(2), feature(3)], drawn(3, 12)), [2, 1])
    const ids = tensor([batch(2), seq(2)], Int32Array.of(0, 2, 1, -100))
    const loss = crossEntropy(unpad(logits), unpad(packed(ids, [2, 1])))
    expect(unpad(packed(ids, [2, 1])).toArray()).toEqual([0, 1, 2])
    expect(loss.toArray()).toBeCloseTo(crossEntropy(unpack(logits), ids).toArray(), 6)
    expect(() => crossEntropy(unpad(logits), unpad(packed(ids, [2, 2])))).toThrow('one name stands for one size')
  })
})
