import * as sentences from '../../types/sentences.js'
import { rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { checkPairBy } from './recurrent-pair.js'
import { type FailStep, lastLabel } from './recurrent-shape.js'
import { type CheckState, checkStateBy, type FailState } from './recurrent-state.js'

const fail = /* @__PURE__ */ failOf(sentences.network, sentences.cells)

/** What a cell says where a network speaks of layers and sequences. */

export const failCellStep: FailStep = ({ isSequence, ...fault }) =>
  fail(isSequence ? 'cell axes, a sequence' : 'input axes', fault)

const CELL_STATE = '(batch, feature)'
const UNBATCHED_CELL_STATE = '(feature)'

const failCellState: FailState = (axes, want, { who }, { what, option }) => {
  const [got, wanted] = [rolesOf(axes), rolesOf(want)]
  if (got !== wanted) {
    if (got === CELL_STATE) return fail('state axes, unbatched', { what, got, want: wanted, who })
    if (got === UNBATCHED_CELL_STATE)
      return fail('state axes, batched', { what, got, want: wanted, who, batch: String(want[0]?.label) })
    return fail('state axes', { what, got, want: wanted, who })
  }
  if (want.length === 2 && axes[0]?.label !== want[0]?.label)
    return fail('state batch', { what, got: String(axes[0]?.label), want: String(want[0]?.label) })
  return fail('state size', { what, got: lastLabel(axes), want: lastLabel(want), option, who })
}

/** The state of a cell that is one tensor. */
export const checkCellState: CheckState = /* @__PURE__ */ checkStateBy(failCellState)

/** The state of a cell that is a pair. */
export const checkCellPair: CheckState = /* @__PURE__ */ checkPairBy(failCellState)
