import type { GruCellFrom } from '../../types/cell.js'
import { type CellOptionOrder, gruCellOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { RecurrentRequired } from '../../types/options.js'
import { boolean, checkOptions, size } from './options.js'
import { cellOn } from './recurrent-cell.js'
import { checkCellState } from './recurrent-cell-faults.js'
import { recurrentEngine } from './recurrent-engine.js'

type OptionsOf<O> = OptionsOr<O, typeof gruCellOptions, CellOptionOrder, RecurrentRequired, 'GRUCell'>

/** `gruCell` on a given engine, for tests and comparisons. */
export const gruCellOn =
  (engineOf: Parameters<typeof cellOn>[0]) =>
  <const O>(options: OptionsOf<O>): GruCellFrom<O> =>
    // The cast: the rules that cellOn checks at run time are the twins of the type's own.
    cellOn(
      engineOf,
      { who: 'GRUCell', cell: 'gru', gates: 3, checkState: checkCellState },
      checkOptions(gruCellOptions, { size, boolean }, options, 'GRUCell'),
    ) as GruCellFrom<O>

/**
 * A gated recurrent unit, `torch.nn.GRUCell` with its options in camel case: one step, with the state in the caller's hands.
 *
 * `r, z = sigmoid(W x + b + U h + c)` each with weights of its own, `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`,
 * `h' = (1 - z) n + z h`
 *
 *   input  : [Batch, Input] or [Input]
 *   state0 : [Batch, Hidden] or [Hidden]; zeros if it is left out
 *   hidden : [Batch, Hidden] or [Hidden]
 *
 * In a `sequential` its hidden state goes on.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.GRUCell.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, gruCell, manualSeed, ones } from 'shapefold'
 *
 * const cell = gruCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * const step = cell.apply(params)
 * const first = step(ones([batch(2), feature(5)]))
 * const second = step(ones([batch(2), feature(5)]), first.hidden)
 * assert.deepStrictEqual(second.hidden.shape, [2, 3])
 */
export const gruCell = <const O>(options: OptionsOf<O>): GruCellFrom<O> => gruCellOn(recurrentEngine)(options)
