/** What stands around a network, and packed sequences to put through it; the padding is NaN throughout. */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import {
  type AnyAxis,
  batch,
  clamp,
  dropout,
  gru,
  last,
  layerNorm,
  linear,
  lstm,
  manualSeed,
  mul,
  type Packed,
  packed,
  pool,
  relu,
  type Shape,
  seq,
  sequential,
  sum,
  type Tensor,
  tanh,
  tensor,
  unpack,
} from '../../src/index.js'
import { drawUniform } from '../../src/tensor/draw.js'

export const [TIME, BATCH, IN] = [5, 4, 3] as const

export const drawn = (seed: number, count: number): Float32Array => drawUniform(manualSeed(seed), count, -1, 1)[0]

/** Lengths in any order, and whether the batch is first. */
export const cases = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: TIME }), { minLength: BATCH, maxLength: BATCH }),
  isBatchFirst: fc.boolean(),
  seed: fc.integer({ min: 0, max: 10_000 }),
})
export type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

export const leadOf = (isBatchFirst: boolean) =>
  isBatchFirst ? ([batch('B', BATCH), seq('T', TIME)] as const) : ([seq('T', TIME), batch('B', BATCH)] as const)

/** The place of a step among the rows of a padded tensor. */
export const placeOf = ({ isBatchFirst }: Case, t: number, b: number): number =>
  isBatchFirst ? b * TIME + t : t * BATCH + b

/** The numbers of sequence `b` alone, of a padded tensor whose steps have `width` numbers. */
export const own = (one: Case, numbers: ArrayLike<number>, width: number, b: number): number[] =>
  Array.from({ length: (one.lengths[b] ?? 0) * width }, (_, i) => {
    const t = Math.floor(i / width)
    return numbers[placeOf(one, t, b) * width + (i % width)] ?? Number.NaN
  })

/** What stands in the padding. */
export const padding = (one: Case, numbers: ArrayLike<number>, width: number): number[] =>
  one.lengths.flatMap((length, b) =>
    Array.from({ length: TIME - length }, (_, i) => i + length).flatMap((t) =>
      Array.from({ length: width }, (_, k) => numbers[placeOf(one, t, b) * width + k] ?? Number.NaN),
    ),
  )

/** Numbers for all steps, and a filler in the padding. */
export const padded = (one: Case, width: number, filler: number): Float32Array => {
  const numbers = drawn(one.seed, TIME * BATCH * width)
  for (const [b, length] of one.lengths.entries())
    for (let t = length; t < TIME; t++)
      numbers.fill(filler, placeOf(one, t, b) * width, (placeOf(one, t, b) + 1) * width)
  return numbers
}

// The casts: axes and lengths of all kinds go through here, so the library is called as code without types calls it.
export const make = tensor as unknown as (axes: readonly AnyAxis[], data: Float32Array) => Tensor<Shape>
export const pack = packed as unknown as (x: unknown, lengths: readonly number[]) => Packed<Shape>
export type Params = Readonly<Record<string, Tensor<Shape>>>
/** Something that treats each step alone, or makes one of all, as code without types calls it. */
export type Layer = (params: Params) => (x: unknown) => unknown

/** Numbers of any result. */
export const numbersOf = (y: unknown): ArrayLike<number> => {
  // The cast: layers give tensors or packed sequences.
  const result = y as Tensor<Shape> | Packed<Shape>
  return 'lengths' in result ? unpack(result).data : result.data
}

/** A loss that weighs each number of a result differently. */
export const weighed = (y: unknown, weights: Float32Array): Tensor<[]> => {
  // The cast: as in numbersOf.
  const result = y as Tensor<Shape> | Packed<Shape>
  const t: Tensor<Shape> = 'lengths' in result ? unpack(result) : result
  return sum(mul(t, make(t.axes, weights))) as unknown as Tensor<[]>
}

export const init = (module: { init: (rng: ReturnType<typeof manualSeed>) => readonly [object, unknown] }): Params =>
  // The cast: the parameters of a module are tensors.
  module.init(manualSeed(3))[0] as Params

export const affine = linear({ inFeatures: IN, outFeatures: 2 })
export const norm = layerNorm({ normalizedShape: IN, eps: 0 })
export const bare = layerNorm({ normalizedShape: IN, elementwiseAffine: false })
export const nested = sequential(affine, tanh, linear({ inFeatures: 2, outFeatures: 4 }))
export const encoder = lstm({ inputSize: IN, hiddenSize: 4, bidirectional: true })
export const encoderFirst = lstm({ inputSize: IN, hiddenSize: 4, bidirectional: true, batchFirst: true })
export const model = sequential(
  encoder,
  layerNorm({ normalizedShape: 8 }),
  dropout(),
  last,
  linear({ inFeatures: 8, outFeatures: 2 }),
)
export const modelFirst = sequential(
  encoderFirst,
  layerNorm({ normalizedShape: 8 }),
  dropout(),
  last,
  linear({ inFeatures: 8, outFeatures: 2 }),
)
export const mean = sequential(affine, pool('mean'))
export const hidden = sequential(
  gru({ inputSize: IN, hiddenSize: 4 }),
  relu,
  pool('max'),
  linear({ inFeatures: 4, outFeatures: 2 }),
)

/** What a gradient is with respect to. */
export interface Traced {
  readonly params: Params
  readonly x: Tensor<Shape>
}

export interface Subject {
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
export const moduleOf = (name: string, module: unknown, width: number, rest: Partial<Subject> = {}): Subject => {
  const one = module as { apply: Layer; init: (rng: ReturnType<typeof manualSeed>) => readonly [object, unknown] }
  return { name, params: init(one), layer: one.apply, width, isStepwise: true, layout: 'any', ...rest }
}
export const functionOf = (name: string, f: unknown, rest: Partial<Subject> = {}): Subject => ({
  name,
  params: {},
  layer: () => f as (x: unknown) => unknown,
  width: IN,
  isStepwise: true,
  layout: 'any',
  ...rest,
})
export const overTime = { isStepwise: false } as const

export const subjects: readonly Subject[] = [
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

export const inLayout = (one: Case, { layout }: Subject): Case =>
  layout === 'any' ? one : { ...one, isBatchFirst: layout === 'batch first' }

/** The sum of what each sequence gives to a parameter. */
export const added = (all: readonly Params[], key: string): number[] =>
  all.reduce<number[]>((sums, one) => Array.from(one[key]?.data ?? [], (g, i) => g + (sums[i] ?? 0)), [])

export const close = (got: ArrayLike<number>, want: ArrayLike<number>, digits: number): void => {
  expect(got.length).toBe(want.length)
  for (let i = 0; i < want.length; i++) expect(got[i]).toBeCloseTo(want[i] ?? Number.NaN, digits)
}
