import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { absent, engines, poison } from './engines.js'
import { floats, random, randomWeights, reference } from './reference.js'
import { differences, tolerance } from './rounding.js'

interface Example {
  readonly spec: RecurrentSpec
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  /** Initial states are given, of an LSTM both. */
  readonly withState: boolean
  readonly withMasks: boolean
  readonly withLengths: boolean
  readonly seed: number
}

const materials = ({ spec, time, batch, batchFirst, withState, withMasks, withLengths, seed }: Example) => {
  const next = random(seed)
  const { kind, inputSize, hiddenSize, projSize, numLayers, directions } = spec
  const width = directions * (projSize || hiddenSize)
  const states = numLayers * directions * batch
  const weights = randomWeights(spec, next)
  const lengths = withLengths ? Array.from({ length: batch }, () => 1 + Math.floor(next() * time)) : undefined
  const row = (t: number, b: number): number => (batchFirst ? b * time + t : t * batch + b)
  const input = floats(next, time * batch * inputSize)
  const masks = Array.from({ length: numLayers - 1 }, () =>
    Float32Array.from({ length: time * batch * width }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
  )
  // Whoever reads padding gets a NaN.
  for (const [b, length] of lengths?.entries() ?? [])
    for (let t = length; t < time; t++) {
      input.fill(Number.NaN, row(t, b) * inputSize, (row(t, b) + 1) * inputSize)
      for (const mask of masks) mask.fill(Number.NaN, (t * batch + b) * width, (t * batch + b + 1) * width)
    }
  const call: RecurrentCall = {
    input,
    time,
    batch,
    batchFirst,
    lengths,
    hidden: withState ? floats(next, states * (projSize || hiddenSize)) : undefined,
    cell: withState && kind === 'lstm' ? floats(next, states * hiddenSize) : undefined,
    masks: withMasks ? masks : undefined,
  }
  return { weights, call }
}

const plain = { time: 4, batch: 3, batchFirst: false, withState: true, withMasks: false, withLengths: false, seed: 1 }
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

/** The kinds of cell; a projection makes of the LSTM another one. */
const cells = [
  { kind: 'tanh', projected: false },
  { kind: 'relu', projected: false },
  { kind: 'lstm', projected: false },
  { kind: 'lstm', projected: true },
  { kind: 'gru', projected: false },
] as const
type TestedCell = (typeof cells)[number]
const cellOf = ({ kind, projected }: TestedCell, hiddenSize: number): Partial<RecurrentSpec> => ({
  kind,
  hiddenSize,
  projSize: projected ? Math.ceil(hiddenSize / 2) : 0,
})

const yesNo = [false, true]

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
      return differences(engine.forward(packed, call), reference(example.spec, weights, call), example.spec)
    }
    const expectAgreement = (example: Example): void =>
      expect(error(example), JSON.stringify(example)).toBeLessThan(tolerance(example.spec))

    describe.each(cells)('$kind, projected $projected', (cell) => {
      it.each(edges)('batch %i, over widths', (batch) => {
        for (const hiddenSize of [1, 3, 8, 9, 16, 24, 31, 33])
          expectAgreement({ ...plain, batch, spec: spec(cellOf(cell, hiddenSize)) })
      })
      it.each(edges)('hidden %i', (hiddenSize) => {
        for (const batch of [1, 2, 3, 6]) expectAgreement({ ...plain, batch, spec: spec(cellOf(cell, hiddenSize)) })
      })
      it.each(edges)('input %i', (inputSize) => {
        for (const batch of [1, 2, 5])
          expectAgreement({ ...plain, batch, spec: spec({ ...cellOf(cell, 7), inputSize }) })
      })
      it.each(edges)('time %i, with and without lengths', (time) => {
        for (const batch of [1, 2, 4, 9])
          for (const withLengths of yesNo)
            expectAgreement({ ...plain, time, batch, withLengths, spec: spec({ ...cellOf(cell, 7), directions: 2 }) })
      })

      it('more rows than one block of the product holds', () => {
        for (const [time, batch, inputSize] of [
          [1100, 1, 33],
          [300, 4, 40],
          [2, 150, 300],
        ] as const)
          expectAgreement({ ...plain, time, batch, spec: spec({ ...cellOf(cell, 9), inputSize }) })
      })
      it('more rows than one block of the gates holds', () => {
        for (const batchFirst of yesNo)
          for (const withLengths of yesNo) {
            const wide = spec({ ...cellOf(cell, 130), directions: 2 })
            const example = { ...plain, time: 70, batch: 3, batchFirst, withLengths, spec: wide }
            expectAgreement(example)
          }
      })
    })

    const options = cells.flatMap((cell) =>
      yesNo.flatMap((bias) =>
        [1, 2, 3].flatMap((numLayers) =>
          ([1, 2] as const).map((directions) => ({ cell, bias, numLayers, directions })),
        ),
      ),
    )
    it.each(options)('$cell, bias $bias, layers $numLayers, directions $directions', ({ cell, ...given }) => {
      for (const batchFirst of yesNo)
        for (const withState of yesNo)
          for (const withMasks of yesNo)
            for (const withLengths of yesNo)
              for (const batch of [1, 2, 7]) {
                const flags = { batchFirst, withState, withMasks, withLengths }
                const example = {
                  ...plain,
                  ...flags,
                  batch,
                  spec: spec({ ...given, ...cellOf(cell, 9), inputSize: 6 }),
                }
                expectAgreement(example)
              }
    })

    it('over random sizes and options', () => {
      const size = fc.constantFrom(...edges)
      fc.assert(
        fc.property(
          fc.record({
            spec: fc
              .record({
                cell: fc.constantFrom(...cells),
                inputSize: size,
                hiddenSize: size,
                numLayers: fc.integer({ min: 1, max: 3 }),
                directions: fc.constantFrom(1 as const, 2 as const),
                bias: fc.boolean(),
              })
              .map(({ cell, hiddenSize, ...given }) => spec({ ...given, ...cellOf(cell, hiddenSize) })),
            time: size,
            batch: size,
            batchFirst: fc.boolean(),
            withState: fc.boolean(),
            withMasks: fc.boolean(),
            withLengths: fc.boolean(),
            seed: fc.integer(),
          }),
          (example) => {
            expectAgreement(example)
          },
        ),
        { numRuns: 150 },
      )
    })
  },
)
