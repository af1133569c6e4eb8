/** The law of the kernel: for every option it gives what the fold gives, and no option is left to the fold. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { RecurrentResult, TrainingEngine } from '../../src/kernel/contract.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { gruOn } from '../../src/layer/gru.js'
import { lstmOn } from '../../src/layer/lstm.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { rnnOn } from '../../src/layer/rnn.js'
import { batch, feature, layer, seq } from '../../src/tensor/axis.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { tensor } from '../../src/tensor/tensor.js'
import { gruOptions, lstmOptions, rnnOptions } from '../../types/options.js'
import type { Rng } from '../../types/rng.js'
import { engines } from '../kernel/engines.js'
import { differences, tolerance } from '../kernel/rounding.js'

interface Numbers {
  readonly data: Float32Array
}
interface Result {
  readonly output: Numbers
  readonly hidden: Numbers
  readonly cell?: Numbers
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
  readonly projSize: number
}

const networks = { rnn: [rnnOptions, rnnOn], lstm: [lstmOptions, lstmOn], gru: [gruOptions, gruOn] } as const

/** The cast: sizes are drawn at run time here, and the public types refuse a size that the compiler does not know. */
const networkOn = (engine: TrainingEngine, { of, options }: Call): Network => {
  const [table, on] = networks[of]
  const own = Object.fromEntries(Object.entries(options).filter(([key]) => Object.hasOwn(table, key)))
  return (on(() => engine) as unknown as (options: object) => Network)(own)
}
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
  readonly of: keyof typeof networks
  /** Those that the network has not are left out. */
  readonly options: Options
  readonly how: 'apply' | 'step' | 'train'
  readonly time: number
  readonly batch: number | undefined
  readonly state: boolean
  readonly seed: number
}

const call = (engine: TrainingEngine, one: Call): Result => {
  const { of, options, how, time, batch, state, seed } = one
  const network = networkOn(engine, one)
  const [params] = network.init(manualSeed(seed))
  const rows = batch === undefined ? [] : ([['batch', batch]] as const)
  const steps = how === 'step' ? [] : ([['seq', time]] as const)
  const lead = options.batchFirst ? [...rows, ...steps] : [...steps, ...rows]
  const x = drawn(seed + 1, [...lead, ['feature', options.inputSize]])
  const layers = options.numLayers * (options.bidirectional ? 2 : 1)
  const stateOf = (offset: number, width: number): unknown =>
    drawn(seed + offset, [['layer', layers], ...rows, ['feature', width]])
  const hidden = stateOf(2, (of === 'lstm' && options.projSize) || options.hiddenSize)
  const given = of === 'lstm' ? { hidden, cell: stateOf(4, options.hiddenSize) } : hidden
  const state0 = state ? given : undefined
  if (how === 'train') return network.train(params)(x, state0)(manualSeed(seed + 3))[0]
  return how === 'step' ? network.step(params)(x, state0) : network.apply(params)(x, state0)
}

const arraysOf = ({ output, hidden, cell }: Result): RecurrentResult => ({
  output: output.data,
  hidden: hidden.data,
  cell: cell?.data,
})

const expectSame = (engine: TrainingEngine, one: Call): void => {
  const [got, want] = [arraysOf(call(engine, one)), arraysOf(call(foldEngine, one))]
  expect(got.cell === undefined).toBe(one.of !== 'lstm')
  const { options } = one
  const sizes = {
    ...options,
    projSize: one.of === 'lstm' ? options.projSize : 0,
    directions: options.bidirectional ? 2 : 1,
  } as const
  expect(differences(got, want, sizes)).toBeLessThan(tolerance(sizes))
}

/** Sizes on both sides of the edges of the kernel's tiles. */
const edge = fc.constantFrom(1, 2, 3, 7, 8, 9, 31, 32, 33)
const calls: fc.Arbitrary<Call> = fc
  .record({
    of: fc.constantFrom('rnn', 'lstm', 'gru'),
    proj: fc.nat(),
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
  .map(({ proj, ...one }) => ({
    ...one,
    how: one.how === 'step' && one.options.bidirectional ? 'apply' : one.how,
    options: {
      ...one.options,
      dropout: one.options.numLayers === 1 ? 0 : one.options.dropout,
      projSize: proj % one.options.hiddenSize,
    },
  }))

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s is the fold', (_, engine) => {
  test('over random options, sizes and states', () => {
    fc.assert(
      fc.property(calls, (one) => expectSame(engine, one)),
      { numRuns: 200 },
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

/** For each option, every value that could be a reason not to use the kernel. */
const values: { readonly [Key in keyof typeof rnnOptions | keyof typeof lstmOptions]: readonly Partial<Options>[] } = {
  inputSize: [{ inputSize: 1 }, { inputSize: 13 }],
  hiddenSize: [{ hiddenSize: 1 }, { hiddenSize: 13 }],
  numLayers: [{ numLayers: 1 }, { numLayers: 3 }],
  nonlinearity: [{ nonlinearity: 'tanh' }, { nonlinearity: 'relu' }],
  bias: [{ bias: true }, { bias: false }],
  batchFirst: [{ batchFirst: false }, { batchFirst: true }],
  dropout: [{ dropout: 0 }, { dropout: 0.5, numLayers: 2 }],
  bidirectional: [{ bidirectional: false }, { bidirectional: true }],
  projSize: [{ projSize: 0 }, { projSize: 2 }],
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
  projSize: 0,
}
const someOf = (of: Call['of']): readonly Partial<Options>[] =>
  Object.entries(values).flatMap(([key, some]) => (Object.hasOwn(networks[of][0], key) ? some : []))
const everyOption: readonly Call[] = (['rnn', 'lstm', 'gru'] as const)
  .flatMap((of) => someOf(of).map((some) => [of, some] as const))
  .flatMap(([of, some]) =>
    (['apply', 'step', 'train'] as const).flatMap((how) =>
      [undefined, 2].flatMap((batch) =>
        [false, true].map((state) => ({
          of,
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
