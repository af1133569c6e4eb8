import type { RnnOptionsOr } from '../../types/option-check.js'
import { rnnOptions } from '../../types/options.js'
import type { RnnFrom } from '../../types/rnn.js'
import { checkOptions } from './options.js'
import { type EngineSource, recurrentEngine } from './recurrent-engine.js'
import { networkOn } from './recurrent-network.js'
import { nonlinearity, recurrentChecks } from './recurrent-options.js'
import { checkState } from './recurrent-state.js'

/** `rnn` on a given engine, for tests and comparisons. */
export const rnnOn =
  (engineOf: EngineSource) =>
  <const O>(options: RnnOptionsOr<O>): RnnFrom<O> => {
    const checked = checkOptions(rnnOptions, { ...recurrentChecks, nonlinearity }, options, 'RNN')
    // The cast: the rules that networkOn checks at run time are the twins of the type's own.
    return networkOn(engineOf, { who: 'RNN', cell: checked.nonlinearity, gates: 1, checkState }, checked) as RnnFrom<O>
  }

/**
 * An Elman network, `torch.nn.RNN` with its options in camel case: layers of `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)` over a sequence.
 *
 * It is a description and holds no weights: `init` draws them, `apply(params)` binds them and gives a function of a sequence.
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 *   output : as the input, with Directions * Hidden features
 *   hidden : as state0
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.RNN.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, manualSeed, rnn, seq, zeros } from 'shapefold'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
 * const [params] = net.init(manualSeed(0))
 * const { output, hidden } = net.apply(params)(zeros([batch(2), seq(4), feature(5)]))
 * assert.deepStrictEqual([output.shape, hidden.shape], [[2, 4, 3], [1, 2, 3]])
 */
export const rnn = <const O>(options: RnnOptionsOr<O>): RnnFrom<O> => rnnOn(recurrentEngine)(options)
