import type { GruFrom } from '../../types/gru.js'
import type { GruOptionsOr } from '../../types/option-check.js'
import { gruOptions } from '../../types/options.js'
import { checkOptions } from './options.js'
import { type EngineSource, recurrentEngine } from './recurrent-engine.js'
import { networkOn } from './recurrent-network.js'
import { recurrentChecks } from './recurrent-options.js'
import { checkState } from './recurrent-state.js'

/** `gru` on a given engine, for tests and comparisons. */
export const gruOn =
  (engineOf: EngineSource) =>
  <const O>(options: GruOptionsOr<O>): GruFrom<O> =>
    // The cast: the rules that networkOn checks at run time are the twins of the type's own.
    networkOn(
      engineOf,
      { who: 'GRU', cell: 'gru', gates: 3, checkState },
      checkOptions(gruOptions, recurrentChecks, options, 'GRU'),
    ) as GruFrom<O>

/**
 * A network of gated recurrent units, `torch.nn.GRU` with its options in camel case. The reset gate acts on what the recurrent weights give, as in
 * PyTorch and cuDNN, and not on what they take.
 *
 * `r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)`, `z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)`,
 * `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`, `h' = (1 - z) n + z h`
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 *   output : as the input, with Directions * Hidden features
 *   hidden : as state0
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.GRU.html
 * @see K. Cho et al., Learning phrase representations using RNN encoder-decoder for statistical machine translation, EMNLP 2014
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, gru, manualSeed, seq, zeros } from 'shapefold'
 *
 * const net = gru({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * const { output, hidden } = net.apply(params)(zeros([seq(4), batch(2), feature(5)]))
 * assert.deepStrictEqual([output.shape, hidden.shape, params.weight_ih_l0.shape], [[4, 2, 3], [1, 2, 3], [9, 5]])
 */
export const gru = <const O>(options: GruOptionsOr<O>): GruFrom<O> => gruOn(recurrentEngine)(options)
