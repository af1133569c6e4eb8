/** The reference of the backward tests is itself held to central differences, in float64. */
import { describe, expect, it } from 'vitest'
import type { RecurrentSpec } from '../../src/kernel/contract.js'
import type { Numbers } from './gradient-cells.js'
import { forwardReference, type GradientsOfResults, gradientReference, type Problem } from './gradient-reference.js'
import { random, reference } from './reference.js'

const doubles = (next: () => number, length: number, scale = 1): Float64Array =>
  Float64Array.from({ length }, () => (2 * next() - 1) * scale)

const gates = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const

const problemOf = (spec: RecurrentSpec, batchFirst: boolean, withLengths: boolean): Problem => {
  const next = random(spec.hiddenSize + spec.numLayers)
  const { kind, inputSize, hiddenSize: h, projSize, numLayers, directions, bias } = spec
  const o = projSize || h
  const [time, batch] = [4, 3]
  const weights = Array.from({ length: numLayers * directions }, (_, index) => {
    const width = index < directions ? inputSize : directions * o
    const rows = gates[kind] * h
    return [
      doubles(next, rows * width, 0.7),
      doubles(next, rows * o, 0.7),
      ...(bias ? [doubles(next, rows, 0.5), doubles(next, rows, 0.5)] : []),
      ...(projSize > 0 ? [doubles(next, projSize * h, 0.8)] : []),
    ]
  }).flat()
  const masks = Array.from({ length: numLayers - 1 }, () =>
    Float32Array.from({ length: time * batch * directions * o }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
  )
  return {
    spec,
    weights,
    call: {
      input: doubles(next, time * batch * inputSize),
      time,
      batch,
      batchFirst,
      lengths: withLengths ? [2, 4, 1] : undefined,
      hidden: doubles(next, numLayers * directions * batch * o),
      cell: kind === 'lstm' ? doubles(next, numLayers * directions * batch * h) : undefined,
      masks,
    },
  }
}

const dot = (x: Numbers, y: Numbers | undefined): number =>
  Array.from(x).reduce((sum, value, i) => sum + (y === undefined ? 0 : value * Number(y[i])), 0)

const specs: RecurrentSpec[] = (['tanh', 'relu', 'lstm', 'gru'] as const).flatMap((kind) =>
  [0, 2].flatMap((projSize) =>
    projSize > 0 && kind !== 'lstm'
      ? []
      : [
          { kind, inputSize: 2, hiddenSize: 3, projSize, numLayers: 2, directions: 2, bias: true },
          { kind, inputSize: 3, hiddenSize: 4, projSize, numLayers: 1, directions: 1, bias: false },
        ],
  ),
)

describe.each(specs)('$kind, projection $projSize, layers $numLayers, directions $directions', (spec) => {
  it.each([
    [false, false],
    [true, true],
  ])('every gradient is the central difference: batch first %s, lengths %s', (batchFirst, withLengths) => {
    const problem = problemOf(spec, batchFirst, withLengths)
    const next = random(9)
    const at = forwardReference(problem)
    const d: GradientsOfResults = {
      output: doubles(next, at.output.length),
      hidden: doubles(next, at.hidden.length),
      cell: spec.kind === 'lstm' ? doubles(next, at.cell.length) : undefined,
    }
    const loss = (changed: Problem): number => {
      const { output, hidden, cell } = forwardReference(changed)
      return dot(output, d.output) + dot(hidden, d.hidden) + dot(cell, d.cell)
    }
    const step = 1e-5
    const compare = (numbers: Numbers, gradient: Float64Array, put: (changed: Numbers) => Problem): void => {
      expect(gradient.length).toBe(numbers.length)
      gradient.forEach((value, i) => {
        const moved = (by: number): number => loss(put(Array.from(numbers, (x, k) => (k === i ? x + by : x))))
        expect(Math.abs((moved(step) - moved(-step)) / (2 * step) - value)).toBeLessThan(2e-8)
      })
    }
    const got = gradientReference(problem, d)
    const { call, weights } = problem
    compare(call.input, got.input, (input) => ({ ...problem, call: { ...call, input } }))
    if (call.hidden !== undefined)
      compare(call.hidden, got.hidden, (hidden) => ({ ...problem, call: { ...call, hidden } }))
    if (call.cell !== undefined) compare(call.cell, got.cell, (cell) => ({ ...problem, call: { ...call, cell } }))
    weights.forEach((weight, number) => {
      compare(weight, got.weights[number] ?? new Float64Array(0), (changed) => ({
        ...problem,
        weights: weights.map((other, k) => (k === number ? changed : other)),
      }))
    })
  })

  if (spec.kind === 'tanh' || spec.kind === 'relu')
    it('its forward pass is the reference of the forward tests', () => {
      const problem = problemOf(spec, true, false)
      const weights = problem.weights.map((weight) => Float32Array.from(weight))
      const call = {
        ...problem.call,
        input: Float32Array.from(problem.call.input),
        hidden: Float32Array.from(problem.call.hidden ?? []),
        cell: undefined,
      }
      const got = forwardReference({ spec, weights, call })
      const wanted = reference(spec, weights, call)
      expect(got.output.every((x, i) => Math.abs(x - Number(wanted.output[i])) < 1e-14)).toBe(true)
      expect(got.hidden.every((x, i) => Math.abs(x - Number(wanted.hidden[i])) < 1e-14)).toBe(true)
    })
})
