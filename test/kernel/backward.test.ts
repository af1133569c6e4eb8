import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellKind, RecurrentSpec } from '../../src/kernel/contract.js'
import { backwardBlock, type Example, example, gradientError, spec, tolerance } from './backward-example.js'
import { engines } from './engines.js'

/** Sizes on both sides of each tile's edge. */
const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33]
const kinds = ['tanh', 'relu', 'lstm', 'gru'] as const satisfies readonly CellKind[]
const yesNo = [false, true]

describe.each(engines.map((engine) => ({ name: engine.name, engine })))(
  'backward of $name equals the float64 reference',
  ({ engine }) => {
    const expectNear = (given: Example): void => {
      expect(gradientError(engine, given), JSON.stringify(given)).toBeLessThan(tolerance(given))
    }

    describe.each(kinds)('%s', (kind) => {
      it.each(edges)('batch %i', (batch) => {
        for (const hiddenSize of [1, 8, 9, 33]) expectNear(example({ batch, spec: spec({ kind, hiddenSize }) }))
      })
      it.each(edges)('hidden %i', (hiddenSize) => {
        for (const batch of [1, 2, 7]) expectNear(example({ batch, spec: spec({ kind, hiddenSize }) }))
      })
      it.each(edges)('input %i', (inputSize) => {
        for (const batch of [1, 2, 5]) expectNear(example({ batch, spec: spec({ kind, inputSize }) }))
      })
      it.each(edges)('time %i', (time) => {
        for (const batch of [1, 2, 4]) expectNear(example({ time, batch, spec: spec({ kind }) }))
      })

      const options = yesNo.flatMap((bias) =>
        [1, 2, 3].flatMap((numLayers) =>
          ([1, 2] as const).map((directions) => ({ kind, bias, numLayers, directions })),
        ),
      )
      it.each(options)('bias $bias, layers $numLayers, directions $directions', (given) => {
        for (const batchFirst of yesNo)
          for (const withStates of yesNo)
            for (const withMasks of yesNo)
              for (const [batch, withLengths] of [
                [1, false],
                [2, false],
                [7, false],
                [7, true],
              ] as const)
                expectNear(
                  example({
                    batch,
                    batchFirst,
                    withStates,
                    withMasks,
                    withLengths,
                    spec: spec({ ...given, inputSize: 6, hiddenSize: 9 }),
                  }),
                )
      })

      it('more rows and columns than a block of the weight gradients holds', () => {
        for (const [time, batch, inputSize, hiddenSize] of [
          [300, 1, 3, 5],
          [86, 3, 9, 4],
          [32, 8, 5, 100],
          [2, 2, 200, 97],
        ] as const)
          expectNear(example({ time, batch, spec: spec({ kind, inputSize, hiddenSize }) }))
      })
    })

    describe.each(['lstm', 'gru'] as const)('more steps than a block of the forward pass holds: %s', (kind) => {
      const options = yesNo.flatMap((batchFirst) => yesNo.map((withLengths) => ({ batchFirst, withLengths })))
      it.each(options)('batch first $batchFirst, lengths $withLengths', (given) => {
        const size = spec({ kind, inputSize: 2, hiddenSize: 70, directions: 2 })
        expectNear(example({ ...given, time: given.withLengths ? 60 : 31, batch: 8, spec: size }))
      })
    })

    // Wide inputs make few rows a block, and cost the reference little.
    describe.each(kinds)('more steps than a block of the backward pass holds: %s', (kind) => {
      const options = yesNo.flatMap((batchFirst) => yesNo.map((withLengths) => ({ batchFirst, withLengths })))
      it.each(options)('batch first $batchFirst, lengths $withLengths', (given) => {
        const size = spec({ kind, inputSize: 900, hiddenSize: 5, numLayers: 2, directions: 2 })
        const wide = example({ ...given, time: 31, batch: 29, withMasks: true, spec: size })
        expect(backwardBlock(engine, wide)).toBeLessThan(11)
        expectNear(wide)
      })
      it('of which the last one has one step', () => {
        const tall = example({ time: 257, batch: 1, withStates: false, spec: spec({ kind, inputSize: 1000 }) })
        expect(257 % backwardBlock(engine, tall)).toBe(1)
        expectNear(tall)
      })
    })

    describe('an LSTM with a projection', () => {
      it('in blocks', () => {
        const size = spec({ kind: 'lstm', inputSize: 900, hiddenSize: 6, projSize: 3, numLayers: 2, directions: 2 })
        const wide = example({ time: 31, batch: 29, withLengths: true, withMasks: true, spec: size })
        expect(backwardBlock(engine, wide)).toBeLessThan(11)
        expectNear(wide)
      })
      it.each(edges)('to %i', (projSize) => {
        for (const hiddenSize of [projSize + 1, projSize + 8])
          for (const batch of [1, 2, 7])
            expectNear(example({ batch, spec: spec({ kind: 'lstm', hiddenSize, projSize }) }))
      })
      const options = yesNo.flatMap((bias) =>
        [1, 2].flatMap((numLayers) => ([1, 2] as const).map((directions) => ({ bias, numLayers, directions }))),
      )
      it.each(options)('bias $bias, layers $numLayers, directions $directions', (given) => {
        for (const batchFirst of yesNo)
          for (const withStates of yesNo)
            for (const withMasks of yesNo)
              for (const withLengths of yesNo)
                expectNear(
                  example({
                    batch: 5,
                    batchFirst,
                    withStates,
                    withMasks,
                    withLengths,
                    spec: spec({ ...given, kind: 'lstm', hiddenSize: 9, projSize: 3 }),
                  }),
                )
      })
    })

    it('over random sizes and options', () => {
      const size = fc.constantFrom(...edges)
      const specs: fc.Arbitrary<RecurrentSpec> = fc
        .record({
          kind: fc.constantFrom(...kinds),
          inputSize: size,
          hiddenSize: size,
          projSize: fc.constantFrom(0, ...edges),
          numLayers: fc.integer({ min: 1, max: 3 }),
          directions: fc.constantFrom(1 as const, 2 as const),
          bias: fc.boolean(),
        })
        .map((given) => ({
          ...given,
          projSize: given.kind === 'lstm' && given.projSize < given.hiddenSize ? given.projSize : 0,
        }))
      fc.assert(
        fc.property(
          fc.record({
            spec: specs,
            // The reference is slow, and few rows say as much as many.
            time: fc.constantFrom(1, 2, 3, 5, 9),
            batch: fc.constantFrom(1, 2, 3, 6, 8, 9, 17),
            batchFirst: fc.boolean(),
            withStates: fc.boolean(),
            withMasks: fc.boolean(),
            withLengths: fc.boolean(),
            seed: fc.integer(),
          }),
          expectNear,
        ),
        { numRuns: 60 },
      )
    })
  },
)
