/**
 * Ours, as built into `dist`.
 *
 * The sizes are read from the table of cases, so the library is used as a program without types uses it.
 */
import { readFileSync } from 'node:fs'
import * as shapefold from '../../dist/src/index.js'
import { engine } from '../../dist/src/kernel/engine.js'
import type { Problem } from '../cases.js'
import { type Contender, contender, type Peer } from '../contender.js'
import { ours } from '../our-rows.js'

interface Tensor {
  readonly data: Float32Array
}
type Params = Readonly<Record<string, Tensor>>
type Bound = (x: Tensor, state0?: Tensor) => { readonly output: Tensor; readonly hidden: Tensor }

// The one cast: the public types refuse a size that the compiler does not know.
const { rnn, tensor, seq, batch, feature, layer, backend } = shapefold as unknown as {
  readonly rnn: (options: object) => { readonly apply: (params: Params) => Bound }
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: (size: number) => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
  readonly layer: (size: number) => unknown
  readonly backend: () => string
}

const paramsOf = ({ weights, case: { hidden } }: Problem): Params =>
  Object.fromEntries(
    weights.flatMap(({ suffix, input, weightIh, weightHh, biasIh, biasHh }) => [
      [`weight_ih_${suffix}`, tensor([feature(hidden), feature(input)], weightIh)],
      [`weight_hh_${suffix}`, tensor([feature(hidden), feature(hidden)], weightHh)],
      [`bias_ih_${suffix}`, tensor([feature(hidden)], biasIh)],
      [`bias_hh_${suffix}`, tensor([feature(hidden)], biasHh)],
    ]),
  )

const kernelContender = ({ x, state0, weights, case: one }: Problem): readonly Contender[] => {
  const kernel = engine()
  if (kernel === undefined) return []
  const packed = kernel.pack(
    {
      kind: 'tanh',
      inputSize: one.input,
      hiddenSize: one.hidden,
      projSize: 0,
      numLayers: one.layers,
      directions: one.directions,
      bias: true,
    },
    weights.flatMap(({ weightIh, weightHh, biasIh, biasHh }) => [weightIh, weightHh, biasIh, biasHh]),
  )
  const call = {
    input: x,
    time: one.time,
    batch: one.batch,
    batchFirst: false,
    hidden: state0,
    masks: undefined,
    lengths: undefined,
    cell: undefined,
  }
  return [contender(ours.kernel, () => kernel.forward(packed, call).output)]
}

/** Everything but the kernel's own row is arrays in, arrays out: a tensor is made of the input at each run. */
export const shapefoldPeer: Peer = {
  name: 'shapefold',
  version: () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    return `${version} (${backend()})`
  },
  prepare: (problem) => {
    const { x, state0, case: one } = problem
    const net = rnn({
      inputSize: one.input,
      hiddenSize: one.hidden,
      numLayers: one.layers,
      bidirectional: one.directions === 2,
    })
    const params = paramsOf(problem)
    const bound = net.apply(params)
    const axes = [seq(one.time), batch(one.batch), feature(one.input)]
    const stateAxes = [layer(one.layers * one.directions), batch(one.batch), feature(one.hidden)]
    const state = state0 === undefined ? undefined : tensor(stateAxes, state0)
    return [
      contender(ours.bound, () => bound(tensor(axes, x), state).output.data),
      contender(ours.applyEachTime, () => net.apply(params)(tensor(axes, x), state).output.data),
      contender(ours.packEachTime, () => net.apply({ ...params })(tensor(axes, x), state).output.data),
      ...kernelContender(problem),
    ]
  },
}
