/**
 * Gradients against PyTorch: through every network with every option, packed and in training too, by the input, the initial states and every
 * parameter. make_gradients.py made the numbers; README.md beside this file gives the tolerance and its reason.
 */

import { describe, expect, inject, test } from 'vitest'
import { recurrentEngine } from '../../src/layer/recurrent-network.js'
import { distance } from './distance.js'
import { callOf, specOf } from './on-engine.js'
import { gradientCases } from './recurrent-cases.js'
import { title } from './title.js'
import { gradientToleranceOf } from './tolerance.js'

const cases = gradientCases()

const engine = recurrentEngine()

test('the engine is the one of this test run', () => {
  const wanted = inject('engine')
  expect(engine.name).toSatisfy((name) => (wanted === 'fastest' ? name !== 'fold' : name === wanted))
})

describe(`${engine.name} goes back as PyTorch does`, () => {
  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const packed = engine.pack(
      specOf(one),
      one.weights.map(([, { data }]) => data),
    )
    const call = callOf(one)
    const { kept, result } = engine.record(packed, call)
    expect(result).toEqual(engine.forward(packed, call))
    const wanted = { input: true, state: one.hidden0 !== undefined, weights: true }
    const got = engine.backward(packed, call, kept, one.loss, wanted)
    const tolerance = gradientToleranceOf(one)
    const expectClose = (what: string, x: Float32Array | undefined, y: Float32Array | undefined): void =>
      expect(distance(x ?? new Float32Array(), y ?? new Float32Array()), what).toBeLessThanOrEqual(tolerance)
    expectClose('input', got.input, one.gradients.input)
    expectClose('hidden', got.hidden, one.gradients.hidden)
    expectClose('cell', got.cell, one.gradients.cell)
    expect(got.weights).toHaveLength(one.weights.length)
    for (const [i, [name]] of one.weights.entries()) expectClose(name, got.weights?.[i], one.gradients.weights[i])
  })
})
