import type { AnyAxis } from '../../types/axis.js'
import type { Shape } from '../../types/shape.js'
import { shown } from '../tensor/message.js'
import { labelOf, rolesOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'
import { checkFloats, checkNames, type Input, lastLabel, type Net, same, type Tensor } from './recurrent-shape.js'

/** The run-time twin of `types/state.ts`: the same rules, in the same order, with the same sentences. */

/** The states that a run begins with; undefined for zeros. */
export interface States {
  readonly hidden: Tensor | undefined
  readonly cell: Tensor | undefined
}

/** The axes of a state of this width that goes with an input; the run-time twin of `StateShape`. */
export const stateAxes = (net: Net, { batch }: Input, width: AnyAxis): Shape =>
  batch === undefined ? [net.states, width] : [net.states, batch, width]

const STATE = '(layer, batch, feature)'
const UNBATCHED_STATE = '(layer, feature)'

const failState = (what: string, axes: Shape, want: Shape, option: string, net: Net): never => {
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
    return fail('state layers', {
      what,
      got: String(axes[0]?.label),
      want: labelOf(net.states),
      layers: net.layers,
      directions,
      who,
    })
  }
  if (want.length === 3 && axes[1]?.label !== want[1]?.label)
    return fail('state batch', { what, got: String(axes[1]?.label), want: String(want[1]?.label) })
  return fail('state size', { what, got: lastLabel(axes), want: lastLabel(want), option, who })
}

/** `x` where it is a tensor of these axes; throws the sentence of `StateFault` where it isn't. */
const checkTensor = (what: string, x: unknown, want: Shape, option: string, net: Net): Tensor => {
  const state = checkFloats(x, what, net)
  return state.axes.length === want.length && want.every((axis, i) => same(state.axes[i], axis))
    ? state
    : failState(what, state.axes, want, option, net)
}

const PAIR = '{ hidden, cell }'

/** The two of a pair; throws the sentence of `PairFault` where `x` is none. The output of a result is not looked at. */
const pairOf = (x: unknown, { who }: Net): { readonly hidden: unknown; readonly cell: unknown } => {
  if (isTensor(x)) return fail('one state for a pair', { got: 'a tensor', want: PAIR, who })
  if (typeof x !== 'object' || x === null || Array.isArray(x))
    return fail('one state for a pair', { got: shown(x), want: PAIR, who })
  if (!('hidden' in x)) return fail('missing state', { key: 'hidden', want: PAIR, who })
  if (!('cell' in x)) return fail('missing state', { key: 'cell', want: PAIR, who })
  const key = Object.keys(x).find((one) => one !== 'hidden' && one !== 'cell' && one !== 'output')
  return key === undefined ? x : fail('unexpected state', { key, want: PAIR, who })
}

const isPair = (x: unknown): boolean => typeof x === 'object' && x !== null && 'hidden' in x && 'cell' in x

/** The states in `x` that go with this input, or none; throws the sentence of `StateOr` where they don't. */
export const checkState = (net: Net, input: Input, x: unknown): States => {
  if (x === undefined) {
    checkNames(net, input.tensor, {})
    return { hidden: undefined, cell: undefined }
  }
  const want = stateAxes(net, input, net.out)
  if (!net.cell) {
    if (isPair(x)) return fail('a pair for one state', { got: PAIR, who: net.who })
    const hidden = checkTensor('state0', x, want, 'hiddenSize', net)
    checkNames(net, input.tensor, { state0: hidden })
    return { hidden, cell: undefined }
  }
  const pair = pairOf(x, net)
  const hidden = checkTensor('state0.hidden', pair.hidden, want, net.projected ? 'projSize' : 'hiddenSize', net)
  const cell = checkTensor('state0.cell', pair.cell, stateAxes(net, input, net.hidden), 'hiddenSize', net)
  checkNames(net, input.tensor, { 'state0.hidden': hidden, 'state0.cell': cell })
  return { hidden, cell }
}
