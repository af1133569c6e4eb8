import type { LstmCellFrom } from '../../types/cell.js'
import { type CellOptionOrder, lstmCellOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { RecurrentRequired } from '../../types/options.js'
import { boolean, checkOptions, size } from './options.js'
import { cellOn } from './recurrent-cell.js'
import { checkCellPair } from './recurrent-cell-faults.js'
import { recurrentEngine } from './recurrent-engine.js'

type OptionsOf<O> = OptionsOr<O, typeof lstmCellOptions, CellOptionOrder, RecurrentRequired, 'LSTMCell'>

/** `lstmCell` on a given engine, for tests and comparisons. */
export const lstmCellOn =
  (engineOf: Parameters<typeof cellOn>[0]) =>
  <const O>(options: OptionsOf<O>): LstmCellFrom<O> =>
    // The cast: the rules that cellOn checks at run time are the twins of the type's own.
    cellOn(
      engineOf,
      { who: 'LSTMCell', cell: 'lstm', gates: 4, checkState: checkCellPair },
      checkOptions(lstmCellOptions, { size, boolean }, options, 'LSTMCell'),
    ) as LstmCellFrom<O>

/**
 * A cell of long short-term memory, `torch.nn.LSTMCell` with its options in camel case: one step, with the state in the caller's hands.
 *
 * `i, f, o = sigmoid(W x + b + U h + c)` each with weights of its own, `g = tanh(W_ig x + b_ig + W_hg h + b_hg)`,
 * `c' = f c + i g`, `h' = o tanh(c')`
 *
 *   input  : [Batch, Input] or [Input]
 *   state0 : { hidden, cell }, each [Batch, Hidden] or [Hidden]; zeros if it is left out
 *   hidden, cell : [Batch, Hidden] or [Hidden]
 *
 * In a `sequential` its hidden state goes on.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LSTMCell.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, lstmCell, manualSeed, ones } from 'shapefold'
 *
 * const cell = lstmCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * const step = cell.apply(params)
 * const first = step(ones([batch(2), feature(5)]))
 * const second = step(ones([batch(2), feature(5)]), first)
 * assert.deepStrictEqual(second.hidden.shape, [2, 3])
 */
export const lstmCell = <const O>(options: OptionsOf<O>): LstmCellFrom<O> => lstmCellOn(recurrentEngine)(options)
