import type { RnnCellFrom } from '../../types/cell.js'
import { type RnnCellOptionOrder, rnnCellOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { RecurrentRequired } from '../../types/options.js'
import { boolean, checkOptions, size } from './options.js'
import { cellOn } from './recurrent-cell.js'
import { checkCellState } from './recurrent-cell-faults.js'
import { recurrentEngine } from './recurrent-engine.js'
import { nonlinearity } from './recurrent-options.js'

type OptionsOf<O> = OptionsOr<O, typeof rnnCellOptions, RnnCellOptionOrder, RecurrentRequired, 'RNNCell'>

/** `rnnCell` on a given engine, for tests and comparisons. */
export const rnnCellOn =
  (engineOf: Parameters<typeof cellOn>[0]) =>
  <const O>(options: OptionsOf<O>): RnnCellFrom<O> => {
    const checked = checkOptions(rnnCellOptions, { size, boolean, nonlinearity }, options, 'RNNCell')
    // The cast: the rules that cellOn checks at run time are the twins of the type's own.
    return cellOn(
      engineOf,
      { who: 'RNNCell', cell: checked.nonlinearity, gates: 1, checkState: checkCellState },
      checked,
    ) as RnnCellFrom<O>
  }

/**
 * An Elman cell, `torch.nn.RNNCell` with its options in camel case: one step, with the state in the caller's hands.
 *
 * `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`, or relu in place of tanh
 *
 *   input  : [Batch, Input] or [Input]
 *   state0 : [Batch, Hidden] or [Hidden]; zeros if it is left out
 *   hidden : [Batch, Hidden] or [Hidden]
 *
 * In a `sequential` its hidden state goes on.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.RNNCell.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, rnnCell, manualSeed, ones } from 'shapefold'
 *
 * const cell = rnnCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * const step = cell.apply(params)
 * const first = step(ones([batch(2), feature(5)]))
 * const second = step(ones([batch(2), feature(5)]), first.hidden)
 * assert.deepStrictEqual(second.hidden.shape, [2, 3])
 */
export const rnnCell = <const O>(options: OptionsOf<O>): RnnCellFrom<O> => rnnCellOn(recurrentEngine)(options)
