import type { RnnOptionsOr } from '../../types/option-check.js'
import { rnnOptions } from '../../types/options.js'
import type { RnnConfig, RnnFrom } from '../../types/rnn.js'
import { axisOf } from '../tensor/axis.js'
import { labelOf } from '../tensor/shape.js'
import { multiplySizes } from '../tensor/size.js'
import { withFacts } from './facts.js'
import { type Checked, checkOptions } from './options.js'
import { withParams } from './param-list.js'
import { rnnParams } from './params.js'
import { type Description, networkOn, recurrentEngine } from './recurrent-network.js'
import { featureOf, type Net, recurrentFacts } from './recurrent-shape.js'

const WHO = 'RNN'

type Options = Checked<typeof rnnOptions>

const netOf = ({ inputSize, hiddenSize, numLayers, batchFirst, bidirectional }: Options): Net => {
  const directions = bidirectional ? 2 : 1
  const hidden = featureOf(hiddenSize)
  return {
    who: WHO,
    input: featureOf(inputSize),
    hidden,
    output: axisOf('feature', multiplySizes(directions, labelOf(hidden)), directions * hidden.size),
    states: axisOf('layer', numLayers * directions, numLayers * directions),
    layers: numLayers,
    directions,
    batchFirst,
  }
}

const descriptionOf = (options: Options): Description => {
  const net = netOf(options)
  const { nonlinearity: kind, numLayers, bias, dropout } = options
  return {
    net,
    spec: {
      kind,
      inputSize: net.input.size,
      hiddenSize: net.hidden.size,
      projSize: 0,
      numLayers,
      directions: net.directions,
      bias,
    },
    params: rnnParams(net, bias),
    dropout,
  }
}

/** `rnn` on a given engine, for tests and comparisons. */
export const rnnOn =
  (engine: Parameters<typeof networkOn>[0]) =>
  <const O>(given: RnnOptionsOr<O>): RnnFrom<O> => {
    const options = checkOptions(rnnOptions, given, WHO)
    const description = descriptionOf(options)
    const { inputSize, hiddenSize } = description.spec
    const config: RnnConfig = Object.freeze({ ...options, inputSize, hiddenSize })
    const net = withParams({ config, ...networkOn(engine, description) }, description.params)
    withFacts(net, recurrentFacts(description.net))
    // The cast: the rules that networkOn checks at run time are the twins of the type's own.
    return Object.freeze(net) as unknown as RnnFrom<O>
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
export const rnn = <const O>(options: RnnOptionsOr<O>): RnnFrom<O> => rnnOn(recurrentEngine())(options)
