/**
 * The pure cells, and the networks of one cell, against PyTorch's nn.RNNCell, nn.LSTMCell and nn.GRUCell. make_recurrent.py made the numbers.
 */

import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { manualSeed } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'
import { distance } from './distance.js'
import { type Numbers, type RecurrentCase, recurrentCases } from './recurrent-cases.js'
import { title } from './title.js'
import { toleranceOf } from './tolerance.js'

interface Tensor extends Numbers {
  readonly axes: readonly unknown[]
}
interface State {
  readonly hidden: Tensor
  readonly cell: Tensor
}
interface Network<S> {
  readonly init: (rng: Rng) => readonly [Params, Rng]
  readonly apply: (params: Params) => (input: Tensor, state0?: S) => { readonly hidden: Tensor; readonly cell?: Tensor }
}
type Step<S> = (state: S, input: Tensor) => readonly [output: Tensor, state: S]
type Params = Readonly<Record<string, Tensor>>

/** The library as a program without types sees it. The cast: the sizes here are read from a file. */
const { elman, longShortTerm, gatedRecurrent, rnnCell, lstmCell, gruCell, tensor, batch, feature } =
  shapefold as unknown as {
    readonly elman: (params: Params, nonlinearity: string) => Step<Tensor>
    readonly longShortTerm: (params: Params) => Step<State>
    readonly gatedRecurrent: (params: Params) => Step<Tensor>
    readonly rnnCell: (options: object) => Network<Tensor>
    readonly lstmCell: (options: object) => Network<State>
    readonly gruCell: (options: object) => Network<Tensor>
    readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
    readonly batch: (size: number) => unknown
    readonly feature: (size: number) => unknown
  }

const featuresOf = ({ shape, data }: Numbers): Tensor =>
  tensor(
    shape.map((size) => feature(size)),
    data,
  )

/** `[Batch, Feature]`, or `[Feature]`. */
const rowsOf = ({ shape, data }: Numbers): Tensor =>
  tensor(
    shape.map((size, i) => (i === shape.length - 1 ? feature(size) : batch(size))),
    data,
  )

const zeros = (shape: readonly number[]): Numbers => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
})

/** What PyTorch's cell gives: the next state. */
const run = (one: RecurrentCase): { hidden: Tensor; cell: Tensor | undefined } => {
  const params = Object.fromEntries(one.weights.map(([name, weight]) => [name, featuresOf(weight)]))
  const input = rowsOf(one.input)
  const hidden = rowsOf(one.hidden0 ?? zeros(one.shapes.hidden))
  if (one.of === 'lstm') {
    const state = { hidden, cell: rowsOf(one.cell0 ?? zeros(one.shapes.cell)) }
    const [output, next] = longShortTerm(params)(state, input)
    expect(output).toBe(next.hidden)
    return next
  }
  const cell = one.of === 'gru' ? gatedRecurrent(params) : elman(params, one.options.nonlinearity)
  const [output, next] = cell(hidden, input)
  expect(output).toBe(next)
  return { hidden: next, cell: undefined }
}

/** As a layer: weights from the seed, and zeros where the state is left out. */
const runLayer = (one: RecurrentCase): { readonly hidden: Tensor; readonly cell?: Tensor } => {
  const { inputSize, hiddenSize, bias, nonlinearity } = one.options
  const options = { inputSize, hiddenSize, bias }
  const paramsOf = ({ init }: Pick<Network<never>, 'init'>): Params => {
    const [drawn] = init(manualSeed(one.seed))
    const scaled = Object.entries(drawn).map(
      ([name, { axes, data }]) =>
        [
          name,
          tensor(
            axes,
            data.map((w) => w * Math.fround(one.weightScale)),
          ),
        ] as const,
    )
    expect(scaled.map(([name, { shape, data }]) => [name, shape, data])).toEqual(
      one.weights.map(([name, { shape, data }]) => [name, shape, data]),
    )
    return Object.fromEntries(scaled)
  }
  const input = rowsOf(one.input)
  const hidden = one.hidden0 && rowsOf(one.hidden0)
  if (one.of === 'lstm') {
    const net = lstmCell(options)
    return net.apply(paramsOf(net))(input, hidden && one.cell0 && { hidden, cell: rowsOf(one.cell0) })
  }
  const net = one.of === 'gru' ? gruCell(options) : rnnCell({ ...options, nonlinearity })
  return net.apply(paramsOf(net))(input, hidden)
}

const cases = recurrentCases('cells')

describe.each([
  ['a pure cell', run],
  ['a network of one cell', runLayer],
] as const)("%s is PyTorch's", (_, runAs) => {
  test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
    const { hidden, cell } = runAs(one)
    expect(hidden.shape).toEqual(one.shapes.hidden)
    expect(distance(hidden.data, one.hidden), 'hidden').toBeLessThanOrEqual(toleranceOf(one))
    expect(cell?.shape).toEqual(one.of === 'lstm' ? one.shapes.cell : undefined)
    if (cell !== undefined && one.cell !== undefined)
      expect(distance(cell.data, one.cell), 'cell').toBeLessThanOrEqual(toleranceOf(one))
  })
})

test('the cases hold every cell with bias or none, a batch or none, a state or none', () => {
  const seen = cases
    .filter(({ name }) => name === 'options')
    .map(({ of, options, input, hidden0 }) =>
      [of, options.nonlinearity, options.bias, input.shape.length, hidden0 !== undefined].join(),
    )
  expect(new Set(seen).size).toBe(4 * 2 ** 3)
})
