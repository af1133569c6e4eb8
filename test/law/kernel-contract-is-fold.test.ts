/** The law of the kernel, by its contract: for every call that the contract allows, and some that it forbids, it does what the fold does. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TrainingEngine } from '../../src/kernel/contract.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { engines, poison } from '../kernel/engines.js'
import { differences, tolerance } from '../kernel/rounding.js'
import { anyRun, outputWidthOf, type Run, range } from './recurrent-runs.js'

/** Sizes on both sides of the edges of the kernel's tiles. */
const edge = fc.constantFrom(1, 2, 3, 7, 8, 9, 31, 32, 33)

const forward = (engine: TrainingEngine, { spec, weights, call }: Run) => {
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
          expect(differences(got, want, run.spec)).toBeLessThan(tolerance(run.spec))
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
          const mask = new Float32Array(call.time * call.batch * outputWidthOf(run.spec))
          const masks = call.masks ?? range(1, run.spec.numLayers).map(() => mask)
          const wrong: readonly Run[] = [
            { ...run, weights: weights.slice(1) },
            { ...run, weights: [...weights, new Float32Array(1)] },
            { ...run, weights: weights.map((one, i) => (i === weights.length - 1 ? long(one) : one)) },
            { ...run, call: { ...call, input: long(call.input) } },
            { ...run, call: { ...call, hidden: new Float32Array(states * (run.spec.projSize || width) + 1) } },
            ...(run.spec.kind === 'lstm'
              ? [{ ...run, call: { ...call, cell: new Float32Array(states * width + 1) } }]
              : []),
            ...(run.spec.numLayers > 1 ? [{ ...run, call: { ...call, masks: [] } }] : []),
            { ...run, call: { ...call, masks: [...masks, mask] } },
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
