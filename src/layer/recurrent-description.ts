import type { AnyAxis } from '../../types/axis.js'
import type { Rng } from '../../types/rng.js'
import type { CellKind, RecurrentSpec } from '../kernel/contract.js'
import { axisOf } from '../tensor/axis.js'
import { uniform } from '../tensor/draw.js'
import { countOf, labelOf } from '../tensor/shape.js'
import { multiplySizes } from '../tensor/size.js'
import type { DrawnParam } from './init.js'
import { featureOf } from './options.js'
import { recurrentParams } from './params.js'
import type { Net } from './recurrent-shape.js'
import type { CheckState } from './recurrent-state.js'

/** What a recurrent network is, before it has weights: its axes, what the kernel must know of it, and its parameters. */

/** Options that were checked, of any of the networks. */
export interface Options {
  readonly inputSize: number | AnyAxis
  readonly hiddenSize: number | AnyAxis
  /** 0 without a projection. */
  readonly projSize?: number | AnyAxis
  readonly numLayers: number
  readonly bias: boolean
  readonly batchFirst: boolean
  readonly dropout: number
  readonly bidirectional: boolean
}

/** What a kind of network is: how it speaks of itself, how many gates its cell has, and what may be its state. */
export interface Kind {
  readonly who: string
  readonly cell: CellKind
  readonly gates: number
  readonly checkState: CheckState
}

/** A network before it has weights. Every parameter is drawn from U(-1/sqrt(Hidden), 1/sqrt(Hidden)). */
export interface Description {
  readonly net: Net
  readonly spec: RecurrentSpec
  readonly params: readonly DrawnParam[]
  readonly dropout: number
}

/** The network of a kind with these options. */
export const describe = ({ who, cell, gates }: Kind, options: Options): Description => {
  const { projSize = 0, numLayers, bias, dropout } = options
  const directions = options.bidirectional ? 2 : 1
  const input = featureOf(options.inputSize)
  const hidden = featureOf(options.hiddenSize)
  const out = projSize === 0 ? hidden : featureOf(projSize)
  const net: Net = {
    who,
    input,
    hidden,
    out,
    output: axisOf('feature', multiplySizes(directions, labelOf(out)), directions * out.size),
    states: axisOf('layer', numLayers * directions, numLayers * directions),
    layers: numLayers,
    directions,
    batchFirst: options.batchFirst,
    cell: cell === 'lstm',
  }
  const spec: RecurrentSpec = Object.freeze({
    kind: cell,
    inputSize: input.size,
    hiddenSize: hidden.size,
    projSize: out === hidden ? 0 : out.size,
    numLayers,
    directions,
    bias,
  })
  const bound = 1 / Math.sqrt(hidden.size)
  const params = recurrentParams(net, gates, bias).map((param) => ({
    ...param,
    draw: (rng: Rng) => uniform(rng, countOf(param.axes), -bound, bound),
  }))
  return { net, spec, params, dropout }
}
