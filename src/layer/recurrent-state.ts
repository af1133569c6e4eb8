import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { labelOf, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { axesOf, isTensor } from '../tensor/tensor.js'
import { checkFloats, checkNames, type Input, lastLabel, type Net, same, type Tensor } from './recurrent-shape.js'

const fail = /* @__PURE__ */ failOf(sentences.network)

/** The run-time twin of `types/state.ts`: what may be the state of a recurrent network. */

/** A state that fits. */
export interface State {
  readonly hidden: Tensor
  /** Of an LSTM. */
  readonly cell: Tensor | undefined
}

const STATE = '(layer, batch, feature)'
const UNBATCHED_STATE = '(layer, feature)'
/** How sentences call the state of an LSTM. */
export const PAIR = '{ hidden, cell }'

/** How a sentence calls a part of the state, and the option that its width is. */
export interface Part {
  readonly what: string
  readonly option: string
}

/** Throws the sentence of a state that has other axes than it should. */
export type FailState = (axes: Shape, want: Shape, net: Net, part: Part) => never

export const failState: FailState = (axes, want, net, part) => {
  const { what, option } = part
  const [got, wanted] = [rolesOf(axes), rolesOf(want)]
  const { who } = net
  if (got !== wanted) {
    if (got === '(batch, layer, feature)' && net.batchFirst)
      return fail('state axes, batch first', { what, got, want: wanted, who })
    if (got === STATE) return fail('state axes, unbatched', { what, got, want: wanted, who })
    if (got === UNBATCHED_STATE)
      return fail('state axes, batched', { what, got, want: wanted, who, batch: String(want[1]?.label) })
    return fail('state axes', { what, got, want: wanted, who })
  }
  if (!same(axes[0], net.states)) {
    const directions = net.directions === 1 ? '1 direction' : '2 directions'
    const [has, wants] = [String(axes[0]?.label), labelOf(net.states)]
    return fail('state layers', { what, got: has, want: wants, layers: net.layers, directions, who })
  }
  if (want.length === 3 && axes[1]?.label !== want[1]?.label)
    return fail('state batch', { what, got: String(axes[1]?.label), want: String(want[1]?.label) })
  return fail('state size', { what, got: lastLabel(axes), want: lastLabel(want), option, who })
}

const withBatch = ({ layers, states }: Net, { batch }: Input, width: Shape[number]): Shape => {
  if (layers === 0) return batch === undefined ? [width] : [batch, width]
  return batch === undefined ? [states, width] : [states, batch, width]
}

/** The axes of the hidden state that goes with an input; the run-time twin of `StateShape`, as the next. */
export const hiddenAxes = (net: Net, input: Input): Shape => withBatch(net, input, net.out)

/** The axes of the cell state that goes with an input. */
export const cellAxes = (net: Net, input: Input): Shape => withBatch(net, input, net.hidden)

export const checkPart = (failState: FailState, net: Net, x: unknown, want: Shape, part: Part): Tensor => {
  const state = checkFloats(x, part.what, net)
  const axes = axesOf(state)
  const fits = axes.length === want.length && want.every((axis, i) => same(axes[i], axis))
  return fits ? state : failState(axes, want, net, part)
}

export const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null && !Array.isArray(x)

/** `x` where it is the state that goes with this input, or nothing; throws the sentence of `StateOr` where it isn't. */
export type CheckState = (net: Net, input: Input, x: unknown) => State | undefined

/** For what has one tensor as its state. */
export const checkStateBy =
  (failState: FailState): CheckState =>
  (net, input, x) => {
    if (x === undefined) {
      checkNames(net, input.tensor, [])
      return undefined
    }
    if (isObject(x) && !isTensor(x) && 'hidden' in x && 'cell' in x)
      return fail('a pair for one state', { got: PAIR, who: net.who })
    const hidden = checkPart(failState, net, x, hiddenAxes(net, input), { what: 'state0', option: 'hiddenSize' })
    checkNames(net, input.tensor, [['state0', hidden]])
    return { hidden, cell: undefined }
  }

/** The state of a network that is one tensor. */
export const checkState: CheckState = /* @__PURE__ */ checkStateBy(failState)
