/**
 * The engines against PyTorch's nn.RNN, nn.LSTM and nn.GRU: every combination of the options, edge sizes, edge values, packed sequences, training
 * and single steps. What runs is the engine of this test run, by the kernel's contract.
 *
 * make_recurrent.py made the numbers; README.md beside this file gives the tolerance and its reason.
 */

import { describe, expect, inject, test } from 'vitest'
import type { Engine, RecurrentResult } from '../../src/kernel/contract.js'
import { recurrentEngine } from '../../src/layer/recurrent-network.js'
import { distance, largest } from './distance.js'
import { callOf, specOf } from './on-engine.js'
import { joined, type RecurrentCase, recurrentCases } from './recurrent-cases.js'
import { title } from './title.js'
import { toleranceOf } from './tolerance.js'

const engine = recurrentEngine()

test('the engine is the one of this test run', () => {
  const wanted = inject('engine')
  expect(engine.name).toSatisfy((name) => (wanted === 'fastest' ? name !== 'fold' : name === wanted))
})

const run = (on: Engine, one: RecurrentCase): RecurrentResult => {
  const packed = on.pack(
    specOf(one),
    one.weights.map(([, { data }]) => data),
  )
  const call = callOf(one)
  if (one.how !== 'step') return on.forward(packed, call)
  const frame = call.input.length / one.time
  const outputs: Float32Array[] = []
  let { hidden, cell } = call
  for (let t = 0; t < one.time; t++) {
    const result = on.forward(packed, {
      ...call,
      input: call.input.slice(t * frame, (t + 1) * frame),
      time: 1,
      hidden,
      cell,
    })
    outputs.push(result.output)
    hidden = result.hidden
    cell = result.cell
  }
  return { output: joined(outputs), hidden: hidden ?? new Float32Array(), cell }
}

const files = ['rnn', 'lstm', 'gru'] as const

describe.each(files)('%s', (file) => {
  const cases = recurrentCases(file)
  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const tolerance = toleranceOf(one)
    const { output, hidden, cell } = run(engine, one)
    expect(distance(output, one.output), 'output').toBeLessThanOrEqual(tolerance)
    expect(distance(hidden, one.hidden), 'hidden').toBeLessThanOrEqual(tolerance)
    expect(cell === undefined).toBe(one.cell === undefined)
    if (cell !== undefined && one.cell !== undefined)
      expect(distance(cell, one.cell), 'cell').toBeLessThanOrEqual(tolerance)
  })
})

describe.each(files)('the cases of %s', (file) => {
  const cases = recurrentCases(file)

  /** What a case says of each question that has few answers. */
  const answersOf = ({ options: o, input, hidden0 }: RecurrentCase): readonly (readonly [string, unknown])[] => [
    ['layers', o.numLayers],
    ...(file === 'rnn' ? [['nonlinearity', o.nonlinearity] as const] : []),
    ...(file === 'lstm' ? [['projection', o.projSize > 0] as const] : []),
    ['bias', o.bias],
    ['batchFirst', o.batchFirst],
    ['bidirectional', o.bidirectional],
    ['batched', input.shape.length === 3],
    ['state', hidden0 !== undefined],
  ]

  test('they hold every combination of the options, batched or not, with a state or without', () => {
    const plain = cases.filter(({ name }) => name === 'options')
    const seen = new Set(plain.map((one) => JSON.stringify(answersOf(one))))
    expect(seen.size).toBe({ rnn: 3 * 2 ** 6, lstm: 2 ** 7, gru: 2 ** 6 }[file])
    // Dropout stands between layers, and does nothing outside of training: with each answer alone, there and not.
    const ofMany = plain.filter(({ options }) => options.numLayers > 1)
    const pairs = (ones: readonly RecurrentCase[]) =>
      new Set(ones.flatMap(answersOf).map((answer) => JSON.stringify(answer)))
    for (const dropped of [true, false])
      expect(pairs(ofMany.filter(({ options }) => options.dropout > 0 === dropped))).toEqual(pairs(ofMany))
  })

  test('packed ones hold every combination of layers, directions, projection, layout and state, with lengths in no order', () => {
    const packed = cases.filter(({ name }) => name === 'packed')
    const seen = new Set(packed.map((one) => JSON.stringify(answersOf(one))))
    expect(seen.size).toBe({ rnn: 2 ** 4, lstm: 2 ** 5, gru: 2 ** 4 }[file])
    const unsorted = packed.filter(({ lengths = [] }) => lengths.some((length, i) => length > (lengths[i - 1] ?? 9)))
    expect(unsorted.length).toBeGreaterThan(packed.length / 3)
  })

  test('few of them need more than 1e-6 of their largest number, and none 2e-4 of it', () => {
    const relative = cases
      .filter((one) => largest(one.output) > 2 ** -100)
      .map((one) => toleranceOf(one) / largest(joined([one.output, one.hidden, one.cell])))
    expect(relative.filter((size) => size > 1e-6).length).toBeLessThan(30)
    expect(Math.max(...relative)).toBeLessThan(2e-4)
  })

  test('NaN and infinities go in, and NaN comes out', () => {
    const holding = (has: (x: number) => boolean, side: (one: RecurrentCase) => Float32Array) =>
      cases.filter((one) => side(one).some(has)).length
    expect(holding(Number.isNaN, (one) => one.input.data)).toBeGreaterThanOrEqual(4)
    expect(holding(Number.isNaN, (one) => one.output)).toBeGreaterThanOrEqual(4)
    expect(
      holding(
        (x) => Math.abs(x) === Number.POSITIVE_INFINITY,
        (one) => one.input.data,
      ),
    ).toBeGreaterThanOrEqual(6)
  })
})
