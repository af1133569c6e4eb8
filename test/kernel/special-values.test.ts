import { describe, expect, it } from 'vitest'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { engines, poison } from './engines.js'
import { floats, random, randomWeights, reference } from './reference.js'
import { differences, tolerance } from './rounding.js'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const put = (array: Float32Array, index: number, value: number): Float32Array =>
  Float32Array.from(array, (x, i) => (i === index ? value : x))

/** Width 9 and batch 5 leave cut panels and cut tiles, where a lane that is never stored could leak into one that is. */
const sizes = { inputSize: 5, hiddenSize: 9, bias: true }
const kinds = [
  { kind: 'tanh', projSize: 0 },
  { kind: 'relu', projSize: 0 },
  { kind: 'lstm', projSize: 0 },
  { kind: 'lstm', projSize: 3 },
  { kind: 'gru', projSize: 0 },
] as const
const specs: RecurrentSpec[] = kinds.flatMap((kind) =>
  [1, 2].flatMap((numLayers) => ([1, 2] as const).map((directions) => ({ ...sizes, ...kind, numLayers, directions }))),
)
const allLengths = [undefined, [3, 1, 4, 2, 3]]

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('special values in $name', ({ engine }) => {
  describe.each(specs)('$kind, projSize $projSize, layers $numLayers, directions $directions', (spec) => {
    const weights = randomWeights(spec, random(1))
    const width = spec.projSize || 9
    const states = spec.numLayers * spec.directions * 5

    const expectAgreement = (
      given: readonly Float32Array[],
      changed: Partial<RecurrentCall>,
    ): { nans: number; finite: number } => {
      let count = { nans: 0, finite: 0 }
      for (const [batchFirst, lengths] of [false, true].flatMap((first) =>
        allLengths.map((lengths) => [first, lengths] as const),
      )) {
        const call: RecurrentCall = {
          input: floats(random(2), 4 * 5 * 5),
          time: 4,
          batch: 5,
          batchFirst,
          hidden: undefined,
          masks: undefined,
          lengths,
          cell: undefined,
          ...changed,
        }
        const packed = engine.pack(spec, given)
        poison(engine)
        const got = engine.forward(packed, call)
        expect(differences(got, reference(spec, given, call), spec)).toBeLessThan(tolerance(spec))
        if (lengths === undefined)
          count = { nans: got.output.filter(Number.isNaN).length, finite: got.output.filter(Number.isFinite).length }
      }
      return count
    }
    const plainInput = floats(random(2), 4 * 5 * 5)

    it('a NaN in one sequence stays in that sequence', () => {
      const { nans, finite } = expectAgreement(weights, { input: put(plainInput, 12, nan) })
      expect(nans).toBeGreaterThan(0)
      expect(finite).toBeGreaterThan(nans)
    })
    it('infinities', () => {
      expectAgreement(weights, { input: put(plainInput, 12, inf) })
      expectAgreement(weights, { input: put(plainInput, 33, -inf) })
      expectAgreement(weights, { input: put(put(plainInput, 10, inf), 11, -inf) })
    })
    it('in the first state', () => {
      for (const value of [nan, inf, -inf])
        expectAgreement(weights, { hidden: put(new Float32Array(states * width), 7, value) })
    })
    if (spec.kind === 'lstm') {
      it('in the first cell', () => {
        for (const value of [nan, inf, -inf])
          expectAgreement(weights, { cell: put(new Float32Array(states * 9), 7, value) })
      })
    }
    it('saturation: biases beyond which no input matters', () => {
      const next = random(3)
      const perDirection = spec.projSize > 0 ? 5 : 4
      const isBias = (i: number): boolean => [2, 3].includes(i % perDirection)
      const { finite } = expectAgreement(
        weights.map((array, i) => (isBias(i) ? array.map(() => (next() < 0.5 ? -1e4 : 3e4)) : array)),
        {},
      )
      expect(finite).toBeGreaterThan(0)
    })
    it('zero times an infinite or a NaN weight is NaN, also when the state is not given', () => {
      for (const value of [nan, inf, -inf]) {
        const wHh = put(weights[1] ?? new Float32Array(0), 10, value)
        const { nans } = expectAgreement([...weights.slice(0, 1), wHh, ...weights.slice(2)], {})
        expect(nans).toBeGreaterThan(0)
      }
    })
    it('in a bias', () => {
      for (const value of [nan, inf, -inf])
        expectAgreement(
          [...weights.slice(0, 2), put(weights[2] ?? new Float32Array(0), 8, value), ...weights.slice(3)],
          {},
        )
    })
    if (spec.numLayers > 1) {
      it('a mask of zero does not hide a NaN', () => {
        const zeros = Array.from(
          { length: spec.numLayers - 1 },
          () => new Float32Array(4 * 5 * spec.directions * width),
        )
        const { nans } = expectAgreement(weights, { masks: zeros, input: put(plainInput, 12, nan) })
        expect(nans).toBeGreaterThan(0)
      })
    }
  })

  it('denormal inputs and states', () => {
    const spec: RecurrentSpec = { ...sizes, kind: 'tanh', projSize: 0, numLayers: 1, directions: 1, bias: false }
    const weights = randomWeights(spec, random(4)).map((array) => array.map((x) => x * 3))
    const call: RecurrentCall = {
      input: new Float32Array(4 * 5 * 5).fill(3e-41),
      time: 4,
      batch: 5,
      batchFirst: false,
      hidden: new Float32Array(5 * 9).fill(-2e-40),
      masks: undefined,
      lengths: undefined,
      cell: undefined,
    }
    const got = engine.forward(engine.pack(spec, weights), call)
    const wanted = reference(spec, weights, call)
    // Denormals are multiples of 1.4e-45, and each of the products is rounded to one.
    got.output.forEach((x, i) => {
      expect(Math.abs(x - Number(wanted.output[i]))).toBeLessThan(20 * 2 ** -149)
    })
    expect(got.output.some((x) => x !== 0)).toBe(true)
  })
})
