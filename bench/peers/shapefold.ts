/**
 * Ours, as built into `dist`.
 *
 * The sizes are read from the table of cases, so the library is used as a program without types uses it.
 */
import { readFileSync } from 'node:fs'
import * as shapefold from '../../dist/src/index.js'
import { engine } from '../../dist/src/kernel/engine.js'
import { gatesOf, joined, type Kind, type Problem } from '../cases.js'
import { type Contender, contender, type Peer } from '../contender.js'
import { ours } from '../our-rows.js'

interface Tensor {
  readonly data: Float32Array
}
type Params = Readonly<Record<string, Tensor>>
interface Result {
  readonly output: Tensor
}
type Bound = (x: Tensor, state0?: unknown) => Result
interface Net {
  readonly apply: (params: Params) => Bound
}

// The one cast: the public types refuse a size that the compiler does not know.
const { rnn, lstm, gru, tensor, seq, batch, feature, layer, backend, valueAndGrad, mse } = shapefold as unknown as {
  readonly [kind in Kind]: (options: object) => Net
} & {
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: (size: number) => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
  readonly layer: (size: number) => unknown
  readonly backend: () => string
  readonly valueAndGrad: (
    loss: (params: Params) => Tensor,
  ) => (params: Params) => readonly [value: Tensor, gradients: Params]
  readonly mse: (prediction: Tensor, target: Tensor) => Tensor
}

const paramsOf = ({ weights, case: { kind, hidden } }: Problem): Params => {
  const rows = gatesOf[kind] * hidden
  return Object.fromEntries(
    weights.flatMap(({ suffix, input, weightIh, weightHh, biasIh, biasHh }) => [
      [`weight_ih_${suffix}`, tensor([feature(rows), feature(input)], weightIh)],
      [`weight_hh_${suffix}`, tensor([feature(rows), feature(hidden)], weightHh)],
      [`bias_ih_${suffix}`, tensor([feature(rows)], biasIh)],
      [`bias_hh_${suffix}`, tensor([feature(rows)], biasHh)],
    ]),
  )
}

const kernelContender = ({ x, state0, cell0, weights, case: one }: Problem): readonly Contender[] => {
  const kernel = engine()
  if (kernel === undefined) return []
  const packed = kernel.pack(
    {
      kind: one.kind === 'rnn' ? 'tanh' : one.kind,
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
    lengths: undefined,
    hidden: state0,
    cell: cell0,
    masks: undefined,
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
    const { x, state0, cell0, target, case: one } = problem
    const net = { rnn, lstm, gru }[one.kind]({
      inputSize: one.input,
      hiddenSize: one.hidden,
      numLayers: one.layers,
      bidirectional: one.directions === 2,
    })
    const params = paramsOf(problem)
    const axes = [seq(one.time), batch(one.batch), feature(one.input)]
    if (target !== undefined) {
      const outputAxes = [seq(one.time), batch(one.batch), feature(one.directions * one.hidden)]
      const step = (): Float32Array => {
        const input = tensor(axes, x)
        const wanted = tensor(outputAxes, target)
        const [, gradients] = valueAndGrad((p) => mse(net.apply(p)(input).output, wanted))({ ...params })
        return joined(Object.values(gradients).map(({ data }) => data))
      }
      return [contender(ours.bound, step)]
    }
    const bound = net.apply(params)
    const stateAxes = [layer(one.layers * one.directions), batch(one.batch), feature(one.hidden)]
    const hidden = state0 === undefined ? undefined : tensor(stateAxes, state0)
    const state = cell0 === undefined ? hidden : { hidden, cell: tensor(stateAxes, cell0) }
    return [
      contender(ours.bound, () => bound(tensor(axes, x), state).output.data),
      contender(ours.applyEachTime, () => net.apply(params)(tensor(axes, x), state).output.data),
      contender(ours.packEachTime, () => net.apply({ ...params })(tensor(axes, x), state).output.data),
      ...kernelContender(problem),
    ]
  },
}
