import type { GruFrom } from '../../types/gru.js'
import type { GruOptionsOr } from '../../types/option-check.js'
import { gruOptions } from '../../types/options.js'
import { checkOptions } from './options.js'
import { networkOf } from './recurrent-kind.js'
import { type EngineSource, recurrentEngine } from './recurrent-network.js'

const networkFrom = <O>(source: EngineSource, given: unknown): GruFrom<O> => {
  const options = checkOptions(gruOptions, given, 'GRU')
  // The cast: the rules that the network checks at run time are the twins of the type's own.
  return networkOf(source, 'GRU', 'gru', options) as unknown as GruFrom<O>
}

/** `gru` on a given engine, for tests and comparisons. */
export const gruOn =
  (engine: ReturnType<EngineSource>) =>
  <const O>(options: GruOptionsOr<O>): GruFrom<O> =>
    networkFrom<O>(() => engine, options)

/**
 * A network of gated recurrent units, `torch.nn.GRU` with its options in camel case. Each layer has a reset, an update and a new gate; the
 * reset acts on what the recurrent weights have made of `h`, with their bias:
 *
 *   r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)    z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 *   n = tanh(W_in x + b_in + r * (W_hn h + b_hn)) h' = (1 - z) * n + z * h
 *
 * It is a description and holds no weights: `init` draws them, `apply(params)` binds them and gives a function of a sequence.
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 *   output : as the input, with Directions * Hidden features
 *   hidden : as state0
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.GRU.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, gru, manualSeed, seq, zeros } from 'shapefold'
 *
 * const net = gru({ inputSize: 5, hiddenSize: 3, bidirectional: true })
 * const [params] = net.init(manualSeed(0))
 * const { output, hidden } = net.apply(params)(zeros([seq(4), batch(2), feature(5)]))
 * assert.deepStrictEqual([output.shape, hidden.shape], [[4, 2, 6], [2, 2, 3]])
 */
export const gru = <const O>(options: GruOptionsOr<O>): GruFrom<O> => networkFrom<O>(recurrentEngine, options)
