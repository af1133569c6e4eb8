import type { LstmFrom } from '../../types/lstm.js'
import type { LstmOptionsOr } from '../../types/option-check.js'
import { lstmOptions } from '../../types/options.js'
import { checkOptions } from './options.js'
import { networkOf } from './recurrent-kind.js'
import { type EngineSource, recurrentEngine } from './recurrent-network.js'

const networkFrom = <O>(source: EngineSource, given: unknown): LstmFrom<O> => {
  const options = checkOptions(lstmOptions, given, 'LSTM')
  // The cast: the rules that the network checks at run time are the twins of the type's own.
  return networkOf(source, 'LSTM', 'lstm', options) as unknown as LstmFrom<O>
}

/** `lstm` on a given engine, for tests and comparisons. */
export const lstmOn =
  (engine: ReturnType<EngineSource>) =>
  <const O>(options: LstmOptionsOr<O>): LstmFrom<O> =>
    networkFrom<O>(() => engine, options)

/**
 * A network of long short-term memory, `torch.nn.LSTM` with its options in camel case. Each layer has four gates, and a cell state `c` beside `h`:
 *
 *   i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)    f = sigmoid(W_if x + b_if + W_hf h + b_hf)
 *   g = tanh(W_ig x + b_ig + W_hg h + b_hg)       o = sigmoid(W_io x + b_io + W_ho h + b_ho)
 *   c' = f * c + i * g                            h' = o * tanh(c'), or with projSize W_hr (o * tanh(c'))
 *
 * It is a description and holds no weights: `init` draws them, `apply(params)` binds them and gives a function of a sequence.
 * Below, `Out` is projSize, or Hidden without one.
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : { hidden, cell }, each without Batch if the input has none; zeros if it is left out
 *   output : as the input, with Directions * Out features
 *   hidden : [Layers * Directions, Batch, Out]
 *   cell   : [Layers * Directions, Batch, Hidden]
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LSTM.html; Sak et al., https://arxiv.org/abs/1402.1128, for the projection
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, lstm, manualSeed, seq, zeros } from 'shapefold'
 *
 * const net = lstm({ inputSize: 5, hiddenSize: 3, projSize: 2 })
 * const [params] = net.init(manualSeed(0))
 * const run = net.apply(params)
 * const first = run(zeros([seq(4), batch(2), feature(5)]))
 * const { output, hidden, cell } = run(zeros([seq(1), batch(2), feature(5)]), { hidden: first.hidden, cell: first.cell })
 * assert.deepStrictEqual([output.shape, hidden.shape, cell.shape], [[1, 2, 2], [1, 2, 2], [1, 2, 3]])
 */
export const lstm = <const O>(options: LstmOptionsOr<O>): LstmFrom<O> => networkFrom<O>(recurrentEngine, options)
