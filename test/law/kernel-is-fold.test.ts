/** The law of the kernel: for every option it gives what the fold gives, and no option is left to the fold. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Engine, TrainingEngine } from '../../src/kernel/contract.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { rnnOn } from '../../src/layer/rnn.js'
import { batch, feature, layer, seq } from '../../src/tensor/axis.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { tensor } from '../../src/tensor/tensor.js'
import type { rnnOptions } from '../../types/options.js'
import type { Rng } from '../../types/rng.js'
import { engines, poison } from '../kernel/engines.js'
import { anyRun, type Run as ContractRun } from './recurrent-runs.js'

interface Numbers {
  readonly data: Float32Array
}
interface Result {
  readonly output: Numbers
  readonly hidden: Numbers
}
type Run = (input: unknown, state0?: unknown) => Result
interface Network {
  readonly init: (rng: Rng) => readonly [unknown, Rng]
  readonly apply: (params: unknown) => Run
  readonly step: (params: unknown) => Run
  readonly train: (params: unknown) => (input: unknown, state0?: unknown) => (rng: Rng) => readonly [Result, Rng]
}

interface Options {
  readonly inputSize: number
  readonly hiddenSize: number
  readonly numLayers: number
  readonly nonlinearity: 'tanh' | 'relu'
  readonly bias: boolean
  readonly batchFirst: boolean
  readonly dropout: number
  readonly bidirectional: boolean
}

/** The cast: sizes are drawn at run time here, and the public types refuse a size that the compiler does not know. */
const networkOn = (engine: TrainingEngine, options: Options): Network =>
  (rnnOn(() => engine) as unknown as (options: Options) => Network)(options)
const axes = { batch, feature, layer, seq } as unknown as Record<
  'batch' | 'feature' | 'layer' | 'seq',
  (size: number) => never
>

const drawn = (seed: number, list: readonly (readonly [keyof typeof axes, number])[]): unknown => {
  const count = list.reduce((product, [, size]) => product * size, 1)
  const [data] = drawUniform(manualSeed(seed), count, -1, 1)
  return tensor(list.map(([role, size]) => axes[role](size)) as never, data)
}

/** A call of a network: everything that it depends on. */
interface Call {
  readonly options: Options
  readonly how: 'apply' | 'step' | 'train'
  readonly time: number
  readonly batch: number | undefined
  readonly state: boolean
  readonly seed: number
}

const call = (engine: TrainingEngine, { options, how, time, batch, state, seed }: Call): Result => {
  const network = networkOn(engine, options)
  const [params] = network.init(manualSeed(seed))
  const rows = batch === undefined ? [] : ([['batch', batch]] as const)
  const steps = how === 'step' ? [] : ([['seq', time]] as const)
  const lead = options.batchFirst ? [...rows, ...steps] : [...steps, ...rows]
  const x = drawn(seed + 1, [...lead, ['feature', options.inputSize]])
  const layers = options.numLayers * (options.bidirectional ? 2 : 1)
  const state0 = state ? drawn(seed + 2, [['layer', layers], ...rows, ['feature', options.hiddenSize]]) : undefined
  if (how === 'train') return network.train(params)(x, state0)(manualSeed(seed + 3))[0]
  return how === 'step' ? network.step(params)(x, state0) : network.apply(params)(x, state0)
}

/**
 * The largest difference, as a part of the largest number, or of the largest weight where that is more: rounding goes by the terms of a sum, which
 * are of the size of the weights, and a result that is smaller than they are is what cancelling has left of them.
 */
const difference = (got: Numbers, want: Numbers, { hiddenSize }: Pick<Options, 'hiddenSize'>): number => {
  const scale = want.data.reduce((most, v) => Math.max(most, Math.abs(v)), 1 / Math.sqrt(hiddenSize))
  expect(got.data.length).toBe(want.data.length)
  return want.data.reduce((most, v, i) => Math.max(most, Math.abs(v - (got.data[i] ?? Number.NaN))), 0) / scale
}

const expectSame = (engine: TrainingEngine, one: Call): void => {
  const [got, want] = [call(engine, one), call(foldEngine, one)]
  expect(difference(got.output, want.output, one.options)).toBeLessThanOrEqual(1e-6)
  expect(difference(got.hidden, want.hidden, one.options)).toBeLessThanOrEqual(1e-6)
}

/** Sizes on both sides of the edges of the kernel's tiles. */
const edge = fc.constantFrom(1, 2, 3, 7, 8, 9, 31, 32, 33)
const calls: fc.Arbitrary<Call> = fc
  .record({
    options: fc.record({
      inputSize: edge,
      hiddenSize: edge,
      numLayers: fc.constantFrom(1, 2, 3),
      nonlinearity: fc.constantFrom('tanh', 'relu'),
      bias: fc.boolean(),
      batchFirst: fc.boolean(),
      dropout: fc.constantFrom(0, 0.25, 1),
      bidirectional: fc.boolean(),
    }),
    how: fc.constantFrom('apply', 'step', 'train'),
    time: fc.constantFrom(1, 2, 5, 9),
    batch: fc.option(fc.constantFrom(1, 2, 3, 5, 6, 7, 13), { nil: undefined }),
    state: fc.boolean(),
    seed: fc.nat(1e6),
  })
  .map((one) => ({
    ...one,
    how: one.how === 'step' && one.options.bidirectional ? 'apply' : one.how,
    options: { ...one.options, dropout: one.options.numLayers === 1 ? 0 : one.options.dropout },
  }))

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s is the fold', (_, engine) => {
  test('over random options, sizes and states', () => {
    fc.assert(
      fc.property(calls, (one) => expectSame(engine, one)),
      { numRuns: 300 },
    )
  })

  test('whatever was computed before: the same call gives the same bits', () => {
    fc.assert(
      fc.property(calls, calls, (one, other) => {
        const first = call(engine, one)
        call(engine, other)
        const second = call(engine, one)
        expect(second.output.data).toEqual(first.output.data)
        expect(second.hidden.data).toEqual(first.hidden.data)
      }),
      { numRuns: 50 },
    )
  })
})

const forward = (engine: Engine, { spec, weights, call }: ContractRun) => {
  const packed = engine.pack(spec, weights)
  if (engine instanceof WasmEngine) poison(engine)
  return engine.forward(packed, call)
}

const runs = anyRun({
  size: edge,
  time: fc.constantFrom(1, 2, 5, 9),
  batch: fc.constantFrom(1, 2, 3, 5, 6, 7, 13),
})

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  '%s keeps the contract as the fold does',
  (_, engine) => {
    test('for every cell, projections, states, masks and lengths', () => {
      fc.assert(
        fc.property(runs, (run) => {
          const [got, want] = [forward(engine, run), forward(foldEngine, run)]
          const same = (a: Float32Array, b: Float32Array): void =>
            expect(difference({ data: a }, { data: b }, run.spec)).toBeLessThanOrEqual(1e-6)
          same(got.output, want.output)
          same(got.hidden, want.hidden)
          expect(got.cell === undefined).toBe(want.cell === undefined)
          if (got.cell !== undefined && want.cell !== undefined) same(got.cell, want.cell)
        }),
        { numRuns: 300 },
      )
    })

    test('whatever was computed before: the same call gives the same bits', () => {
      fc.assert(
        fc.property(runs, runs, (one, other) => {
          const first = forward(engine, one)
          forward(engine, other)
          expect(forward(engine, one)).toEqual(first)
        }),
        { numRuns: 50 },
      )
    })

    test('an array of another length, and weights of another engine, are refused by both', () => {
      fc.assert(
        fc.property(runs, (run) => {
          const long = (array: Float32Array): Float32Array => new Float32Array(array.length + 1)
          const { call, weights } = run
          const width = run.spec.hiddenSize
          const states = run.spec.numLayers * run.spec.directions * call.batch
          const wrong: readonly ContractRun[] = [
            { ...run, weights: weights.slice(1) },
            { ...run, weights: [...weights, new Float32Array(1)] },
            { ...run, weights: weights.map((one, i) => (i === weights.length - 1 ? long(one) : one)) },
            { ...run, call: { ...call, input: long(call.input) } },
            { ...run, call: { ...call, hidden: new Float32Array(states * (run.spec.projSize || width) + 1) } },
            ...(run.spec.kind === 'lstm'
              ? [{ ...run, call: { ...call, cell: new Float32Array(states * width + 1) } }]
              : []),
            ...(run.spec.numLayers > 1 ? [{ ...run, call: { ...call, masks: [] } }] : []),
            ...(run.spec.numLayers > 1
              ? [
                  {
                    ...run,
                    call: { ...call, masks: [...Array(run.spec.numLayers - 1)].map(() => new Float32Array(1e5)) },
                  },
                ]
              : []),
            { ...run, call: { ...call, lengths: Array(call.batch + 1).fill(1) } },
            { ...run, call: { ...call, lengths: Array(call.batch).fill(call.time + 1) } },
            { ...run, call: { ...call, lengths: Array(call.batch).fill(0) } },
            { ...run, call: { ...call, lengths: Array(call.batch).fill(0.5) } },
          ]
          for (const on of [engine, foldEngine]) {
            for (const one of wrong) expect(() => forward(on, one), on.name).toThrow(RangeError)
            const other = on === foldEngine ? engine : foldEngine
            expect(() => on.forward(other.pack(run.spec, weights), call)).toThrow(TypeError)
          }
        }),
        { numRuns: 20 },
      )
    })
  },
)

/** For each option, every value that could be a reason not to use the kernel. */
const values: { readonly [Key in keyof typeof rnnOptions]: readonly Partial<Options>[] } = {
  inputSize: [{ inputSize: 1 }, { inputSize: 13 }],
  hiddenSize: [{ hiddenSize: 1 }, { hiddenSize: 13 }],
  numLayers: [{ numLayers: 1 }, { numLayers: 3 }],
  nonlinearity: [{ nonlinearity: 'tanh' }, { nonlinearity: 'relu' }],
  bias: [{ bias: true }, { bias: false }],
  batchFirst: [{ batchFirst: false }, { batchFirst: true }],
  dropout: [{ dropout: 0 }, { dropout: 0.5, numLayers: 2 }],
  bidirectional: [{ bidirectional: false }, { bidirectional: true }],
}
const usual: Options = {
  inputSize: 5,
  hiddenSize: 3,
  numLayers: 1,
  nonlinearity: 'tanh',
  bias: true,
  batchFirst: false,
  dropout: 0,
  bidirectional: false,
}
const everyOption: readonly Call[] = Object.values(values)
  .flat()
  .flatMap((some) =>
    (['apply', 'step', 'train'] as const).flatMap((how) =>
      [undefined, 2].flatMap((batch) =>
        [false, true].map((state) => ({
          options: { ...usual, ...some },
          how,
          time: how === 'step' ? 1 : 4,
          batch,
          state,
          seed: 7,
        })),
      ),
    ),
  )
  .filter(({ how, options }) => !(how === 'step' && options.bidirectional))

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s runs every option', (_, engine) => {
  test.each(everyOption.map((one) => [JSON.stringify({ ...one, seed: undefined }), one] as const))('%s', (_, one) => {
    const kernel = vi.spyOn(WasmEngine.prototype, 'forward')
    const fold = vi.spyOn(foldEngine, 'forward')
    call(engine, one)
    expect([kernel.mock.calls.length, fold.mock.calls.length]).toEqual([1, 0])
    kernel.mockRestore()
    fold.mockRestore()
    expectSame(engine, one)
  })
})
