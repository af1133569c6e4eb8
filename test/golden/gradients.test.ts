/**
 * Gradients against PyTorch: through the public networks with every option, packed and in training too, by the input, the initial states and every
 * parameter, on the engine of this test run. make_gradients.py made the numbers; README.md beside this file gives the tolerance and its reason.
 */

import { expect, test, vi } from 'vitest'
import { recurrentEngine } from '../../src/layer/recurrent-engine.js'
import { distance } from './distance.js'
import { inputOf, library, networkOf, paramsOf, runWhole, state0Of, type Tensor } from './public-networks.js'
import { gradientCases, gradientsOf } from './recurrent-cases.js'
import { title } from './title.js'
import { gradientToleranceOf } from './tolerance.js'

const cases = gradientCases()

test.each(cases.map((one) => [title(one), one] as const))('%s', (_, one) => {
  const goes = vi.spyOn(recurrentEngine(), 'backward')
  const network = networkOf(one)
  const given = { params: paramsOf(one, network), input: inputOf(one), state0: state0Of(one) }
  const weighed = (result: Tensor, weights: Float32Array): Tensor =>
    library.sum(library.mul(result, library.tensor(result.axes, weights)))
  const [, found] = library.valueAndGrad(({ params, input, state0 }: typeof given) => {
    const [{ output, hidden, cell }] = runWhole(one, network, params, input, state0)
    const loss = library.add(weighed(output, one.loss.output), weighed(hidden, one.loss.hidden))
    return cell === undefined || one.loss.cell === undefined ? loss : library.add(loss, weighed(cell, one.loss.cell))
  })(given)
  expect(goes).toHaveBeenCalledTimes(1)
  goes.mockRestore()
  const { input, state0, params } = found
  const { hidden, cell } = state0 === undefined || 'axes' in state0 ? { hidden: state0, cell: undefined } : state0
  expect(Object.keys(params)).toEqual(one.weights.map(([name]) => name))
  const got = [input, ...(hidden ? [hidden] : []), ...(cell ? [cell] : []), ...Object.values(params)]
  const want = gradientsOf(one)
  expect(got).toHaveLength(want.length)
  for (const [i, { data }] of got.entries())
    expect(distance(data, want[i] ?? new Float32Array())).toBeLessThanOrEqual(gradientToleranceOf(one))
})
