import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { absent, engines, poison } from './engines.js'
import { differences, floats, random, randomWeights, reference } from './reference.js'

interface Example {
  readonly spec: RecurrentSpec
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  readonly withHidden: boolean
  readonly withMasks: boolean
  readonly seed: number
}

const materials = ({ spec, time, batch, batchFirst, withHidden, withMasks, seed }: Example) => {
  const next = random(seed)
  const { inputSize, hiddenSize, numLayers, directions } = spec
  const weights = randomWeights(spec, next)
  const masks = Array.from({ length: numLayers - 1 }, () =>
    Float32Array.from({ length: time * batch * directions * hiddenSize }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
  )
  const call: RecurrentCall = {
    input: floats(next, time * batch * inputSize),
    time,
    batch,
    batchFirst,
    hidden: withHidden ? floats(next, numLayers * directions * batch * hiddenSize) : undefined,
    masks: withMasks ? masks : undefined,
    lengths: undefined,
    cell: undefined,
  }
  return { weights, call }
}

const plain = { time: 4, batch: 3, batchFirst: false, withHidden: true, withMasks: false, seed: 1 }
const spec = (given: Partial<RecurrentSpec>): RecurrentSpec => ({
  kind: 'tanh',
  inputSize: 5,
  hiddenSize: 7,
  numLayers: 1,
  projSize: 0,
  directions: 1,
  bias: true,
  ...given,
})

/** Sizes on both sides of each tile's edge: rows of 1, 2, 3 to 5 or 6, columns of 8, 16 and 32, and k by fours. */
const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33]

beforeAll(() => {
  const ran = engines.map(({ name }) => name).join(' and ')
  console.info(`kernel tests run on ${ran}${absent.length > 0 ? `; this runtime has no ${absent.join(', no ')}` : ''}`)
})

it('this runtime has at least the mul-add engine', () => {
  expect(engines.map(({ name }) => name)).toContain('wasm-mul-add')
})

describe.each(engines.map((engine) => ({ name: engine.name, engine })))(
  '$name equals the float64 reference',
  ({ engine }) => {
    const error = (example: Example): number => {
      const { weights, call } = materials(example)
      const packed = engine.pack(example.spec, weights)
      poison(engine)
      return differences(engine.forward(packed, call), reference(example.spec, weights, call))
    }

    it.each(edges)('batch %i, over widths', (batch) => {
      for (const hiddenSize of [1, 3, 8, 9, 16, 24, 31, 33]) {
        expect(error({ ...plain, batch, spec: spec({ hiddenSize }) }), `hidden ${hiddenSize}`).toBeLessThan(1e-6)
      }
    })
    it.each(edges)('hidden %i', (hiddenSize) => {
      for (const batch of [1, 2, 3, 6])
        expect(error({ ...plain, batch, spec: spec({ hiddenSize }) }), `batch ${batch}`).toBeLessThan(1e-6)
    })
    it.each(edges)('input %i', (inputSize) => {
      for (const batch of [1, 2, 5])
        expect(error({ ...plain, batch, spec: spec({ inputSize }) }), `batch ${batch}`).toBeLessThan(1e-6)
    })
    it.each(edges)('time %i', (time) => {
      for (const batch of [1, 2, 4])
        expect(error({ ...plain, time, batch, spec: spec({}) }), `batch ${batch}`).toBeLessThan(1e-6)
    })

    it('more rows to project than one block holds', () => {
      for (const [time, batch, inputSize] of [
        [1100, 1, 33],
        [300, 4, 40],
        [2, 150, 300],
      ] as const) {
        expect(error({ ...plain, time, batch, spec: spec({ inputSize, hiddenSize: 9 }) }), `time ${time}`).toBeLessThan(
          1e-6,
        )
      }
    })

    const yesNo = [false, true]
    const options = (['tanh', 'relu'] as const).flatMap((kind) =>
      yesNo.flatMap((bias) =>
        [1, 2, 3].flatMap((numLayers) =>
          ([1, 2] as const).map((directions) => ({ kind, bias, numLayers, directions, projSize: 0 })),
        ),
      ),
    )
    it.each(options)('$kind, bias $bias, layers $numLayers, directions $directions', (given) => {
      for (const batchFirst of yesNo)
        for (const withHidden of yesNo)
          for (const withMasks of yesNo)
            for (const batch of [1, 2, 7]) {
              const example = {
                ...plain,
                batch,
                batchFirst,
                withHidden,
                withMasks,
                spec: spec({ ...given, inputSize: 6, hiddenSize: 9 }),
              }
              expect(error(example), JSON.stringify(example)).toBeLessThan(1e-6)
            }
    })

    it('over random sizes and options', () => {
      const size = fc.constantFrom(...edges)
      fc.assert(
        fc.property(
          fc.record({
            spec: fc.record({
              kind: fc.constantFrom('tanh' as const, 'relu' as const),
              inputSize: size,
              hiddenSize: size,
              projSize: fc.constant(0),
              numLayers: fc.integer({ min: 1, max: 3 }),
              directions: fc.constantFrom(1 as const, 2 as const),
              bias: fc.boolean(),
            }),
            time: size,
            batch: size,
            batchFirst: fc.boolean(),
            withHidden: fc.boolean(),
            withMasks: fc.boolean(),
            seed: fc.integer(),
          }),
          (example) => {
            expect(error(example)).toBeLessThan(1e-6)
          },
        ),
        { numRuns: 60 },
      )
    })
  },
)
