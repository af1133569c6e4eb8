/** What cells with gates and sequences of different lengths add to the workbench and to the plans that are kept. */
import { describe, expect, it } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { expectApart } from './apart.js'
import { bytesOf, engines, poison, smallEngine } from './engines.js'
import { floats, random, randomWeights, reference } from './reference.js'
import { differences, tolerance } from './rounding.js'

const sizes = { inputSize: 5, hiddenSize: 9, projSize: 0, numLayers: 2, directions: 2, bias: true } as const
const specs: RecurrentSpec[] = [
  { ...sizes, kind: 'tanh' },
  { ...sizes, kind: 'lstm' },
  { ...sizes, kind: 'lstm', projSize: 3 },
  { ...sizes, kind: 'gru' },
]
const lengths = [2, 4, 1, 4, 3]

const callOf = (spec: RecurrentSpec, seed: number, given: Partial<RecurrentCall> = {}): RecurrentCall => {
  const { time = 4, batch = 5 } = given
  return {
    input: floats(random(seed), time * batch * spec.inputSize),
    time,
    batch,
    batchFirst: false,
    lengths: undefined,
    hidden: undefined,
    cell: undefined,
    masks: undefined,
    ...given,
  }
}

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('gates and lengths in $name', ({ engine }) => {
  describe.each(specs)('$kind, projSize $projSize', (spec) => {
    const weights = randomWeights(spec, random(7))
    const states = 4 * 5 * (spec.projSize || 9)

    it('results do not depend on what was computed before, nor on the plan that was made for it', () => {
      const packed = engine.pack(spec, weights)
      const calls = [
        callOf(spec, 1),
        callOf(spec, 1, { batchFirst: true }),
        callOf(spec, 1, { lengths }),
        callOf(spec, 1, { lengths, batchFirst: true }),
        callOf(spec, 2, { time: 33, batch: 7 }),
        callOf(spec, 3, { time: 5, batch: 4 }),
        callOf(spec, 1, { hidden: floats(random(5), states) }),
      ]
      const first = calls.map((call) => engine.forward(packed, call))
      for (const shift of [1, 3, 5])
        for (let i = 0; i < calls.length; i++) {
          const at = (i * shift) % calls.length
          poison(engine)
          expect(engine.forward(packed, calls[at] as RecurrentCall)).toEqual(first[at])
        }
    })

    it('the arguments are only read', () => {
      const packed = engine.pack(spec, weights)
      const call = callOf(spec, 1, {
        lengths,
        hidden: floats(random(5), states),
        cell: spec.kind === 'lstm' ? floats(random(6), 4 * 5 * 9) : undefined,
        masks: [floats(random(6), (4 * 5 * 2 * states) / 20)],
      })
      const copy = structuredClone(call)
      engine.forward(packed, call)
      expect(call).toEqual(copy)
      expect(weights).toEqual(randomWeights(spec, random(7)))
    })

    it('sequences of full length, told or not, give the same bits; so do sequences in another order', () => {
      const packed = engine.pack(spec, weights)
      const call = callOf(spec, 1)
      expect(engine.forward(packed, { ...call, lengths: [4, 4, 4, 4, 4] })).toEqual(engine.forward(packed, call))
      const backwards = { ...call, batchFirst: true, input: call.input.slice().reverse() }
      const rows = call.input.length / 5
      const swapped = Float32Array.from(backwards.input, (_, i) =>
        Number(backwards.input[((i / rows) | 0) === 0 ? i + rows : ((i / rows) | 0) === 1 ? i - rows : i]),
      )
      const one = engine.forward(packed, { ...backwards, lengths: [1, 3, 2, 4, 2] })
      const other = engine.forward(packed, { ...backwards, input: swapped, lengths: [3, 1, 2, 4, 2] })
      const outputs = one.output.length / 5
      expect(other.output.subarray(0, outputs)).toEqual(one.output.subarray(outputs, 2 * outputs))
      expect(other.output.subarray(outputs, 2 * outputs)).toEqual(one.output.subarray(0, outputs))
      expect(other.output.subarray(2 * outputs)).toEqual(one.output.subarray(2 * outputs))
    })

    it('what stands after a sequence is zero in the output, and no result is NaN where all padding is', () => {
      const packed = engine.pack(spec, weights)
      const call = callOf(spec, 1, { lengths, batchFirst: true })
      const width = 2 * (spec.projSize || 9)
      for (const [b, length] of lengths.entries()) call.input.fill(Number.NaN, (b * 4 + length) * 5, (b + 1) * 20)
      poison(engine)
      const { output, hidden, cell } = engine.forward(packed, call)
      for (const array of [output, hidden, ...(cell ? [cell] : [])]) expect(array.some(Number.isNaN)).toBe(false)
      for (const [b, length] of lengths.entries()) {
        expect(output.subarray((b * 4 + length) * width, (b + 1) * 4 * width).every((x) => Object.is(x, 0))).toBe(true)
        expect(output.subarray(b * 4 * width, (b * 4 + length) * width).every((x) => x !== 0)).toBe(true)
      }
    })
  })

  it('lengths that are none are refused by name', () => {
    const spec = specs[1] as RecurrentSpec
    const packed = engine.pack(spec, randomWeights(spec, random(1)))
    const run = (lengths: readonly number[]) => () => engine.forward(packed, callOf(spec, 1, { lengths }))
    expect(run([1, 2])).toThrow(new RangeError('there are 2 lengths for a batch of 5'))
    expect(run([1, 2, 0, 1, 1])).toThrow(new RangeError('length 2 is 0, but must be an integer from 1 to 4'))
    expect(run([1, 2, 3, 5, 1])).toThrow('length 3 is 5')
    expect(run([1, 2.5, 3, 4, 1])).toThrow('length 1 is 2.5')
    expect(run([Number.NaN, 2, 3, 4, 1])).toThrow('length 0 is NaN')
  })

  it('states and projections that do not belong to the cell are refused by name', () => {
    const [tanh, lstm, projected, gru] = specs as [RecurrentSpec, RecurrentSpec, RecurrentSpec, RecurrentSpec]
    const run = (spec: RecurrentSpec, given: Partial<RecurrentCall>) => () =>
      engine.forward(engine.pack(spec, randomWeights(spec, random(1))), callOf(spec, 1, given))
    expect(run(tanh, { cell: new Float32Array(180) })).toThrow('cell has 180 floats, but the sizes ask for 0')
    expect(run(gru, { cell: new Float32Array(180) })).toThrow('cell has 180 floats, but the sizes ask for 0')
    expect(run(lstm, { cell: new Float32Array(60) })).toThrow('cell has 60 floats, but the sizes ask for 180')
    expect(run(projected, { hidden: new Float32Array(180) })).toThrow('hidden has 180 floats, but the sizes ask for 60')
    expect(() => engine.pack({ ...gru, projSize: 3 }, [])).toThrow('projSize 3 is for an LSTM, not for gru')
    expect(() => engine.pack(projected, randomWeights(lstm, random(1)))).toThrow(
      '16 weights were given, but this network has 20',
    )
    expect(() => engine.pack(lstm, randomWeights(gru, random(1)))).toThrow(
      'weight 0 has 135 floats, but the sizes ask for 180',
    )
  })

  it('of a single step the output is the state, whatever the cell; of several it is not', () => {
    for (const given of specs) {
      const spec = { ...given, numLayers: 1, directions: 1 as const }
      const packed = engine.pack(spec, randomWeights(spec, random(1)))
      const step = engine.forward(packed, callOf(spec, 1, { time: 1 }))
      expect(step.hidden).toBe(step.output)
      expect(step.cell?.length).toBe(spec.kind === 'lstm' ? 45 : undefined)
      const { output, hidden } = engine.forward(packed, callOf(spec, 1, { time: 3, lengths: [1, 1, 1, 1, 1] }))
      expect([...hidden]).toEqual([...output.subarray(0, hidden.length)])
      expectApart([hidden, output])
    }
  })

  it('a stream of steps is the sequence, to the bit', () => {
    for (const given of specs) {
      const spec = { ...given, directions: 1 as const }
      const packed = engine.pack(spec, randomWeights(spec, random(1)))
      const whole = engine.forward(packed, callOf(spec, 1, { batch: 3, time: 6 }))
      let state: { hidden: Float32Array | undefined; cell: Float32Array | undefined } = {
        hidden: undefined,
        cell: undefined,
      }
      const outputs: number[] = []
      for (let t = 0; t < 6; t++) {
        const input = callOf(spec, 1, { batch: 3, time: 6 }).input.slice(t * 15, (t + 1) * 15)
        const { output, hidden, cell } = engine.forward(packed, callOf(spec, 1, { ...state, input, batch: 3, time: 1 }))
        outputs.push(...output)
        state = { hidden, cell }
      }
      expect(outputs).toEqual([...whole.output])
      expect(state).toEqual({ hidden: whole.hidden, cell: whole.cell })
    }
  })

  it('an infinite input saturates gates, and no gradient is NaN for the padding beside them', () => {
    for (const kind of ['lstm', 'gru'] as const)
      for (const hiddenSize of [8, 9, 11]) {
        const spec: RecurrentSpec = { ...sizes, kind, hiddenSize, numLayers: 1, directions: 1 }
        const packed = engine.pack(spec, randomWeights(spec, random(1)))
        const call = callOf(spec, 1, { time: 2, batch: 2 })
        call.input[7] = Number.POSITIVE_INFINITY
        const { result, kept } = engine.record(wayBack, packed, call)
        expect(result.output.every(Number.isFinite)).toBe(true)
        const byResult = { output: result.output.map(() => 1), hidden: undefined, cell: undefined }
        const wanted = { input: true, state: true, weights: false }
        const { input, hidden } = engine.backward(wayBack, packed, call, kept, byResult, wanted)
        expect([input, hidden].map((array) => array?.every(Number.isFinite))).toEqual([true, true])
      }
  })

  it('the gates of a long sequence take no room that grows with it', () => {
    const own = smallEngine(engine.name)
    const spec: RecurrentSpec = { ...sizes, kind: 'lstm', inputSize: 1, hiddenSize: 64, numLayers: 1, directions: 1 }
    const weights = randomWeights(spec, random(1))
    const packed = own.pack(spec, weights)
    const time = 20_000
    const call = callOf(spec, 1, { time, batch: 1 })
    const got = own.forward(packed, call)
    // Input and output are 5.2 MB, all gates would be 20 MB; and 1 MB for weights and all else.
    expect(bytesOf(own)).toBeLessThan(4 * 65 * time + 2 ** 20)
    expect(differences(got, reference(spec, weights, call), spec)).toBeLessThan(tolerance(spec))
  })
})
