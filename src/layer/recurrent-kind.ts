import type { AnyAxis } from '../../types/axis.js'
import type { gruOptions } from '../../types/options.js'
import type { CellKind } from '../kernel/contract.js'
import { axisOf } from '../tensor/axis.js'
import { labelOf } from '../tensor/shape.js'
import { multiplySizes } from '../tensor/size.js'
import { type Checked, featureOf } from './options.js'
import { withParams } from './param-list.js'
import { recurrentParams } from './params.js'
import { type EngineSource, networkOn } from './recurrent-network.js'
import type { Net } from './recurrent-shape.js'

/** What `rnn`, `lstm` and `gru` make of their options: a network. They differ in their tables of options and in what stands here. */

/** How many gates a cell has; each has rows of its own in the weights. */
const GATES: { readonly [Kind in CellKind]: number } = { tanh: 1, relu: 1, gru: 3, lstm: 4 }

/** The options that all recurrent networks have, and of an LSTM its projection. */
type Options = Checked<typeof gruOptions> & { readonly projSize?: number | AnyAxis }

const netOf = (who: string, kind: CellKind, options: Options): Net => {
  const { inputSize, hiddenSize, numLayers, batchFirst, bidirectional, projSize = 0 } = options
  const directions = bidirectional ? 2 : 1
  const hidden = featureOf(hiddenSize)
  const out = projSize === 0 ? hidden : featureOf(projSize)
  return {
    who,
    input: featureOf(inputSize),
    hidden,
    out,
    projected: projSize !== 0,
    cell: kind === 'lstm',
    output: axisOf('feature', multiplySizes(directions, labelOf(out)), directions * out.size),
    states: axisOf('layer', numLayers * directions, numLayers * directions),
    layers: numLayers,
    directions,
    batchFirst,
  }
}

/** The options with their sizes as numbers. */
const configOf = (options: Options): object =>
  Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, typeof option === 'object' ? option.size : option]),
  )

/** The network of checked options, as code without types sees it. */
export const networkOf = (source: EngineSource, who: string, kind: CellKind, options: Options): object => {
  const net = netOf(who, kind, options)
  const params = recurrentParams(net, GATES[kind], options.bias)
  const spec = {
    kind,
    inputSize: net.input.size,
    hiddenSize: net.hidden.size,
    projSize: net.projected ? net.out.size : 0,
    numLayers: net.layers,
    directions: net.directions,
    bias: options.bias,
  }
  const functions = networkOn(source, { net, spec, params, dropout: options.dropout })
  return Object.freeze(withParams({ config: Object.freeze(configOf(options)), ...functions }, params))
}
