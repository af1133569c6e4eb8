/**
 * Packed sequences through what stands around a network: each sequence gives what it would give alone, forward and backward, and nothing comes from the
 * padding or goes there, which is NaN here throughout.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AnyAxis,
  axis,
  batch,
  clamp,
  crossEntropy,
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
  type Packed,
  packed,
  pool,
  relu,
  type Shape,
  seq,
  sequential,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  unpack,
  unpad,
  valueAndGrad,
} from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { sameRng } from '../../src/tensor/rng.js'

const [TIME, BATCH, IN] = [5, 4, 3] as const

const drawn = (seed: number, count: number): Float32Array => drawUniform(manualSeed(seed), count, -1, 1)[0]

/** Lengths in any order, and whether the batch is first. */
const cases = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: TIME }), { minLength: BATCH, maxLength: BATCH }),
  isBatchFirst: fc.boolean(),
  seed: fc.integer({ min: 0, max: 10_000 }),
})
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

const leadOf = (isBatchFirst: boolean) =>
  isBatchFirst ? ([batch('B', BATCH), seq('T', TIME)] as const) : ([seq('T', TIME), batch('B', BATCH)] as const)

/** The place of a step among the rows of a padded tensor. */
const placeOf = ({ isBatchFirst }: Case, t: number, b: number): number => (isBatchFirst ? b * TIME + t : t * BATCH + b)

/** The numbers of sequence `b` alone, of a padded tensor whose steps have `width` numbers. */
const own = (one: Case, numbers: ArrayLike<number>, width: number, b: number): number[] =>
  Array.from({ length: (one.lengths[b] ?? 0) * width }, (_, i) => {
    const t = Math.floor(i / width)
    return numbers[placeOf(one, t, b) * width + (i % width)] ?? Number.NaN
  })

/** What stands in the padding. */
const padding = (one: Case, numbers: ArrayLike<number>, width: number): number[] =>
  one.lengths.flatMap((length, b) =>
    Array.from({ length: TIME - length }, (_, i) => i + length).flatMap((t) =>
      Array.from({ length: width }, (_, k) => numbers[placeOf(one, t, b) * width + k] ?? Number.NaN),
    ),
  )

/** Numbers for all steps, and a filler in the padding. */
const padded = (one: Case, width: number, filler: number): Float32Array => {
  const numbers = drawn(one.seed, TIME * BATCH * width)
  for (const [b, length] of one.lengths.entries())
    for (let t = length; t < TIME; t++)
      numbers.fill(filler, placeOf(one, t, b) * width, (placeOf(one, t, b) + 1) * width)
  return numbers
}

// The casts: axes and lengths of all kinds go through here, so the library is called as code without types calls it.
const make = tensor as unknown as (axes: readonly AnyAxis[], data: Float32Array) => Tensor<Shape>
const pack = packed as unknown as (x: unknown, lengths: readonly number[]) => Packed<Shape>
type Params = Readonly<Record<string, Tensor<Shape>>>
/** Something that treats each step alone, or makes one of all, as code without types calls it. */
type Layer = (params: Params) => (x: unknown) => unknown

/** Numbers of any result. */
const numbersOf = (y: unknown): ArrayLike<number> => {
  // The cast: layers give tensors or packed sequences.
  const result = y as Tensor<Shape> | Packed<Shape>
  return 'lengths' in result ? unpack(result).data : result.data
}

/** A loss that weighs each number of a result differently. */
const weighed = (y: unknown, weights: Float32Array): Tensor<[]> => {
  // The cast: as in numbersOf.
  const result = y as Tensor<Shape> | Packed<Shape>
  const t: Tensor<Shape> = 'lengths' in result ? unpack(result) : result
  return sum(mul(t, make(t.axes, weights))) as unknown as Tensor<[]>
}

const init = (module: { init: (rng: ReturnType<typeof manualSeed>) => readonly [object, unknown] }): Params =>
  // The cast: the parameters of a module are tensors.
  module.init(manualSeed(3))[0] as Params

const affine = linear({ inFeatures: IN, outFeatures: 2 })
const norm = layerNorm({ normalizedShape: IN, eps: 0 })
const bare = layerNorm({ normalizedShape: IN, elementwiseAffine: false })
const nested = sequential(affine, tanh, linear({ inFeatures: 2, outFeatures: 4 }))
const encoder = lstm({ inputSize: IN, hiddenSize: 4, bidirectional: true })
const encoderFirst = lstm({ inputSize: IN, hiddenSize: 4, bidirectional: true, batchFirst: true })
const model = sequential(
  encoder,
  layerNorm({ normalizedShape: 8 }),
  dropout(),
  last,
  linear({ inFeatures: 8, outFeatures: 2 }),
)
const modelFirst = sequential(
  encoderFirst,
  layerNorm({ normalizedShape: 8 }),
  dropout(),
  last,
  linear({ inFeatures: 8, outFeatures: 2 }),
)
const mean = sequential(affine, pool('mean'))
const hidden = sequential(
  gru({ inputSize: IN, hiddenSize: 4 }),
  relu,
  pool('max'),
  linear({ inFeatures: 4, outFeatures: 2 }),
)

/** What a gradient is with respect to. */
interface Traced {
  readonly params: Params
  readonly x: Tensor<Shape>
}

interface Subject {
  readonly name: string
  readonly params: Params
  readonly layer: Layer
  /** How many numbers a step of the result has. */
  readonly width: number
  /** Whether each step has a result of its own. */
  readonly isStepwise: boolean
  /** The layouts that it takes. */
  readonly layout: 'any' | 'batch first' | 'time first'
}

/** The casts: the axes are left open here, which the types would compute. */
const moduleOf = (name: string, module: unknown, width: number, rest: Partial<Subject> = {}): Subject => {
  const one = module as { apply: Layer; init: (rng: ReturnType<typeof manualSeed>) => readonly [object, unknown] }
  return { name, params: init(one), layer: one.apply, width, isStepwise: true, layout: 'any', ...rest }
}
const functionOf = (name: string, f: unknown, rest: Partial<Subject> = {}): Subject => ({
  name,
  params: {},
  layer: () => f as (x: unknown) => unknown,
  width: IN,
  isStepwise: true,
  layout: 'any',
  ...rest,
})
const overTime = { isStepwise: false } as const

const subjects: readonly Subject[] = [
  moduleOf('linear', affine, 2),
  moduleOf('linear without bias', linear({ inFeatures: IN, outFeatures: 2, bias: false }), 2),
  moduleOf('layerNorm', norm, IN),
  moduleOf('layerNorm without parameters', bare, IN),
  moduleOf('dropout', dropout(), IN),
  moduleOf('a sequential of modules', nested, 4),
  functionOf('tanh', tanh),
  functionOf('relu', relu),
  functionOf('clamp', (x: Packed<Shape>) => clamp(x, -0.5, 0.5)),
  functionOf('last', last, overTime),
  functionOf("pool('mean')", pool('mean'), overTime),
  functionOf("pool('max')", pool('max'), overTime),
  moduleOf('many to one', model, 2, { ...overTime, layout: 'time first' }),
  moduleOf('many to one, batch first', modelFirst, 2, { ...overTime, layout: 'batch first' }),
  moduleOf('linear and the mean', mean, 2, overTime),
  moduleOf('a network, relu and the largest', hidden, 2, { ...overTime, layout: 'time first' }),
]

const inLayout = (one: Case, { layout }: Subject): Case =>
  layout === 'any' ? one : { ...one, isBatchFirst: layout === 'batch first' }

/** The sum of what each sequence gives to a parameter. */
const added = (all: readonly Params[], key: string): number[] =>
  all.reduce<number[]>((sums, one) => Array.from(one[key]?.data ?? [], (g, i) => g + (sums[i] ?? 0)), [])

const close = (got: ArrayLike<number>, want: ArrayLike<number>, digits: number): void => {
  expect(got.length).toBe(want.length)
  for (let i = 0; i < want.length; i++) expect(got[i]).toBeCloseTo(want[i] ?? Number.NaN, digits)
}

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
