/** What the goldens of the recurrent networks hold: every combination, and tolerances that mean something. */

import { describe, expect, test } from 'vitest'
import { largest } from './distance.js'
import { gradientCases, gradientsOf, joined, type RecurrentCase, recurrentCases } from './recurrent-cases.js'
import { gradientToleranceOf, toleranceOf } from './tolerance.js'

const files = ['rnn', 'lstm', 'gru'] as const

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

describe('the cases of gradients', () => {
  const cases = gradientCases()

  test('they hold every cell, a projection too, with every combination of layers, bias, layout and directions', () => {
    const seen = cases
      .filter(({ name }) => name === 'options')
      .map(({ of, options: o }) =>
        [of, o.nonlinearity, o.projSize > 0, o.numLayers, o.bias, o.batchFirst, o.bidirectional].join(),
      )
    expect(new Set(seen).size).toBe(5 * 2 ** 4)
  })

  test('packed and in training, each cell in both layouts and directions; with and without a state and a batch', () => {
    for (const name of ['packed', 'training']) {
      const seen = cases
        .filter((one) => one.name === name)
        .map(({ of, options: o }) => [of, o.nonlinearity, o.projSize > 0, o.batchFirst, o.bidirectional].join())
      expect(new Set(seen).size).toBe(5 * 2 ** 2)
    }
    expect(
      new Set(cases.map(({ of, hidden0, input }) => [of, hidden0 !== undefined, input.shape.length].join())).size,
    ).toBe(12)
  })

  test('few of them need more than 1e-6 of their largest gradient, and none 1e-5 of it', () => {
    const relative = cases.map((one) => gradientToleranceOf(one) / largest(joined(gradientsOf(one))))
    expect(relative.filter((size) => size > 1e-6).length).toBeLessThan(5)
    expect(Math.max(...relative)).toBeLessThan(1e-5)
  })
})
