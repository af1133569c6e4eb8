/** The law of the kernel's way back: its gradients are those of the tape that the fold writes, whichever are asked for, of whichever results. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import type { RecurrentGradients, ResultGradients, TrainingEngine, Wanted } from '../../src/kernel/contract.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { distance } from '../golden/distance.js'
import { engines, poison } from '../kernel/engines.js'
import { nearestCorner } from '../kernel/gradient-reference.js'
import { floats, random } from '../kernel/reference.js'
import { gradientTolerance, sizeOfGradients } from '../kernel/rounding.js'
import { anyRun, outputWidthOf, padding, type Run, statesOf, widthOf } from './recurrent-runs.js'

/** What is asked of a run: the gradients of its results, and by what. */
interface Question {
  readonly run: Run
  readonly gradients: ResultGradients
  readonly wanted: Wanted
}

const edge = fc.constantFrom(1, 2, 3, 7, 8, 9, 31, 32, 33)

const questions: fc.Arbitrary<Question> = fc
  .record({
    run: anyRun({ size: edge, time: fc.constantFrom(1, 2, 5, 8), batch: fc.constantFrom(1, 2, 3, 6, 7) }),
    by: fc.record({ output: fc.boolean(), hidden: fc.boolean(), cell: fc.boolean() }),
    wanted: fc.record({ input: fc.boolean(), state: fc.boolean(), weights: fc.boolean() }),
    seed: fc.nat(),
  })
  .map(({ run, by, wanted, seed }) => {
    const { spec, call } = run
    const next = random(seed)
    const states = statesOf(spec) * call.batch
    const output = floats(next, call.time * call.batch * outputWidthOf(spec))
    // No number of a result stands after a sequence's end, so its gradient means nothing, and must not be read.
    for (const [row] of padding(call))
      output.fill(Number.NaN, row * outputWidthOf(spec), (row + 1) * outputWidthOf(spec))
    const gradients = {
      output: by.output ? output : undefined,
      hidden: by.hidden ? floats(next, states * widthOf(spec)) : undefined,
      cell: by.cell && spec.kind === 'lstm' ? floats(next, states * spec.hiddenSize) : undefined,
    }
    return { run, gradients, wanted }
  })

const answer = (
  engine: TrainingEngine,
  { run: { spec, weights, call }, gradients, wanted }: Question,
): RecurrentGradients => {
  const packed = engine.pack(spec, weights)
  const { kept } = engine.record(wayBack, packed, call)
  if (engine instanceof WasmEngine) poison(engine)
  return engine.backward(wayBack, packed, call, kept, gradients, wanted)
}

const arraysOf = ({ input, hidden, cell, weights }: RecurrentGradients): readonly (Float32Array | undefined)[] => [
  input,
  hidden,
  cell,
  ...(weights ?? []),
]

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s goes back as the fold does', (_, engine) => {
  test('for every cell, projections, states, masks and lengths', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { spec, call } = question.run
        fc.pre(spec.kind !== 'relu' || nearestCorner(question.run) > 1e-6)
        const [got, want] = [arraysOf(answer(engine, question)), arraysOf(answer(foldEngine, question))]
        expect(got.map((one) => one?.length)).toEqual(want.map((one) => one?.length))
        const rows = call.time * call.batch
        const allowed = gradientTolerance(spec, rows) * sizeOfGradients(want, rows)
        for (const [i, one] of want.entries())
          if (one !== undefined) expect(distance(got[i] ?? new Float32Array(), one)).toBeLessThanOrEqual(allowed)
      }),
      { numRuns: 250 },
    )
  })

  test('record gives the bits of forward', () => {
    fc.assert(
      fc.property(questions, ({ run: { spec, weights, call } }) => {
        const packed = engine.pack(spec, weights)
        expect(engine.record(wayBack, packed, call).result).toEqual(engine.forward(packed, call))
      }),
      { numRuns: 50 },
    )
  })

  test('whatever was computed between: what was kept is enough, and gives the same bits', () => {
    fc.assert(
      fc.property(questions, questions, (one, other) => {
        const { spec, weights, call } = one.run
        const packed = engine.pack(spec, weights)
        const { kept } = engine.record(wayBack, packed, call)
        answer(engine, other)
        poison(engine)
        expect(engine.backward(wayBack, packed, call, kept, one.gradients, one.wanted)).toEqual(answer(engine, one))
      }),
      { numRuns: 50 },
    )
  })
})
