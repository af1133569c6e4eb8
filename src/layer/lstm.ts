import type { LstmFrom } from '../../types/lstm.js'
import type { LstmOptionsOr } from '../../types/option-check.js'
import { lstmOptions } from '../../types/options.js'
import { checkOptions } from './options.js'
import { projection } from './projection-option.js'
import { type EngineSource, recurrentEngine } from './recurrent-engine.js'
import { networkOn } from './recurrent-network.js'
import { recurrentChecks } from './recurrent-options.js'
import { checkPair } from './recurrent-pair.js'

/** `lstm` on a given engine, for tests and comparisons. */
export const lstmOn =
  (engineOf: EngineSource) =>
  <const O>(options: LstmOptionsOr<O>): LstmFrom<O> =>
    // The cast: the rules that networkOn checks at run time are the twins of the type's own.
    networkOn(
      engineOf,
      { who: 'LSTM', cell: 'lstm', gates: 4, checkState: checkPair },
      checkOptions(lstmOptions, { ...recurrentChecks, projection }, options, 'LSTM'),
    ) as LstmFrom<O>

/**
 * A network of long short-term memory, `torch.nn.LSTM` with its options in camel case. With `projSize` each hidden state is projected to so many
 * features: `Out` is `projSize`, or `hiddenSize` without.
 *
 * `i, f, o = sigmoid(W x + b + U h + c)` each with weights of its own, `g = tanh(W_ig x + b_ig + W_hg h + b_hg)`,
 * `c' = f c + i g`, `h' = o tanh(c')`, or `h' = W_hr (o tanh(c'))` with a projection
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : { hidden, cell } as they come out; zeros if it is left out
 *   output : as the input, with Directions * Out features
 *   hidden : [Layers * Directions, Batch, Out], without Batch if the input has none
 *   cell   : [Layers * Directions, Batch, Hidden], likewise
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LSTM.html
 * @see S. Hochreiter, J. Schmidhuber, Long short-term memory, Neural Computation 9 (1997)
 * @see H. Sak et al., Long short-term memory based recurrent neural network architectures, arXiv:1402.1128, for the projection
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, lstm, manualSeed, seq, zeros } from 'shapefold'
 *
 * const net = lstm({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * const bound = net.apply(params)
 * const first = bound(zeros([seq(4), batch(2), feature(5)]))
 * const { hidden, cell } = bound(zeros([seq(6), batch(2), feature(5)]), first)
 * assert.deepStrictEqual([hidden.shape, cell.shape, params.weight_ih_l0.shape], [[1, 2, 3], [1, 2, 3], [12, 5]])
 */
export const lstm = <const O>(options: LstmOptionsOr<O>): LstmFrom<O> => lstmOn(recurrentEngine)(options)
