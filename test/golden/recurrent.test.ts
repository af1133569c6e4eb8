/**
 * `rnn`, `lstm` and `gru` against PyTorch's nn.RNN, nn.LSTM and nn.GRU: every combination of the options, edge sizes, edge values, packed sequences,
 * training and single steps, on the engine of this test run. make_recurrent.py made the numbers; README.md beside this file gives the tolerance and its
 * reason.
 */

import { describe, expect, inject, test } from 'vitest'
import { backend } from '../../src/index.js'
import { recurrentEngine } from '../../src/layer/recurrent-engine.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { distance } from './distance.js'
import {
  inputOf,
  isBatched,
  library,
  type Network,
  networkOf,
  type Params,
  paramsOf,
  type Result,
  runWhole,
  state0Of,
  tensorOf,
} from './public-networks.js'
import { joined, type Numbers, type RecurrentCase, recurrentCases } from './recurrent-cases.js'
import { title } from './title.js'
import { toleranceOf } from './tolerance.js'

test('the engine is the one of this test run', () => {
  const wanted = inject('engine')
  expect(recurrentEngine().name).toBe(backend())
  expect(backend()).toSatisfy((name) => (wanted === 'fastest' ? name !== 'fold' : name === wanted))
})

/** Each time step by itself, with the state handed on; seq first, as PyTorch stepped. */
const stepThrough = (one: RecurrentCase, network: Network, params: Params) => {
  const step = network.step(params)
  const [, ...frameShape] = one.input.shape
  const frameSize = one.input.data.length / one.time
  const outputs: Float32Array[] = []
  let state = state0Of(one)
  let last: Result | undefined
  for (let t = 0; t < one.time; t++) {
    const data = one.input.data.slice(t * frameSize, (t + 1) * frameSize)
    last = step(
      tensorOf({ shape: frameShape, data }, isBatched(one) ? [library.batch, library.feature] : [library.feature]),
      state,
    )
    outputs.push(last.output.data)
    state = one.of === 'lstm' ? last : last.hidden
  }
  if (last === undefined) throw new Error('a case of no time steps')
  return { ...last, output: { shape: one.shapes.output, data: joined(outputs) } }
}

const run = (one: RecurrentCase): Pick<Result<Numbers>, 'output' | 'hidden' | 'cell'> => {
  const network = networkOf(one)
  const params = paramsOf(one, network)
  if (one.how === 'step') return stepThrough(one, network, params)
  const [result, after] = runWhole(one, network, params, inputOf(one), state0Of(one))
  if (after !== undefined) expect(drawUniform(after, 2)[0], 'the generator after the run').toEqual(one.drawnNext)
  return result
}

describe.each(['rnn', 'lstm', 'gru'] as const)('%s', (of) => {
  test.each(recurrentCases(of).map((one) => [title(one), one] as const))('%s', (_, one) => {
    const tolerance = toleranceOf(one)
    const { output, hidden, cell } = run(one)
    expect(output.shape).toEqual(one.shapes.output)
    expect(hidden.shape).toEqual(one.shapes.hidden)
    expect(cell?.shape).toEqual(of === 'lstm' ? one.shapes.cell : undefined)
    expect(distance(output.data, one.output), 'output').toBeLessThanOrEqual(tolerance)
    expect(distance(hidden.data, one.hidden), 'hidden').toBeLessThanOrEqual(tolerance)
    if (cell !== undefined && one.cell !== undefined)
      expect(distance(cell.data, one.cell), 'cell').toBeLessThanOrEqual(tolerance)
  })
})
