import * as sentences from '../../types/sentences.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'
import { checkNames, type Net } from './recurrent-shape.js'
import {
  type CheckState,
  cellAxes,
  checkPart,
  type FailState,
  failState,
  hiddenAxes,
  isObject,
  PAIR,
} from './recurrent-state.js'

const fail = /* @__PURE__ */ failOf(sentences.pairs)

/** What an LSTM gives is a state too, so its output may stand beside the pair. */
const isKeyOfPair = (key: string): boolean => key === 'hidden' || key === 'cell' || key === 'output'

const pairOf = (net: Net, x: unknown): { readonly hidden: unknown; readonly cell: unknown } => {
  const { who } = net
  if (isTensor(x)) return fail('one state for a pair', { got: 'a tensor', want: PAIR, who })
  if (!isObject(x)) return fail('one state for a pair', { got: shown(x), want: PAIR, who })
  if (!('hidden' in x)) return fail('missing state', { key: 'hidden', want: PAIR, who })
  if (!('cell' in x)) return fail('missing state', { key: 'cell', want: PAIR, who })
  const key = Object.keys(x).find((one) => !isKeyOfPair(one))
  return key === undefined ? x : fail('unexpected state', { key, want: PAIR, who })
}

/** For what has a pair as its state. */
export const checkPairBy =
  (failState: FailState): CheckState =>
  (net, input, x) => {
    if (x === undefined) {
      checkNames(net, input.tensor, [])
      return undefined
    }
    const pair = pairOf(net, x)
    const option = net.out === net.hidden ? 'hiddenSize' : 'projSize'
    const hidden = checkPart(failState, net, pair.hidden, hiddenAxes(net, input), { what: 'state0.hidden', option })
    const cell = checkPart(failState, net, pair.cell, cellAxes(net, input), {
      what: 'state0.cell',
      option: 'hiddenSize',
    })
    checkNames(net, input.tensor, [
      ['state0.hidden', hidden],
      ['state0.cell', cell],
    ])
    return { hidden, cell }
  }

/** The state of a network that is a pair. */
export const checkPair: CheckState = /* @__PURE__ */ checkPairBy(failState)
