/**
 * What a network's sizes ask for: how wide things are, and where its weights lie in their block. Computed once for each description of a
 * network, since one that learns has new weights at every step.
 */
import { Places, panelColumns } from './arena.js'
import type { Plan } from './call-plan.js'
import { cells, paddedUnits } from './cells.js'
import type { RecurrentSpec } from './contract.js'

/** One direction of one layer, places counted in floats from the start of the network's block. */
export interface DirectionLayout {
  /** Width of its input: I for layer 0, D*O after it. */
  readonly input: number
  /** Panels of weight_ih, `[ceil(C/8)][input][8]`; C is `columns`. */
  readonly wIh: number
  /** Panels of weight_hh, `[ceil(C/8)][O][8]`. */
  readonly wHh: number
  /** What the product of x starts from, C floats: bias_ih + bias_hh; of a GRU's third gate bias_ih alone. */
  readonly bias: number
  /** What a product within a step starts from: bias_hh of a GRU's third gate; with a projection O zeros. */
  readonly stepBias: number
  /** With a projection, panels of weight_hr, `[ceil(O/8)][H][8]`. */
  readonly wHr: number
}

export class NetworkLayout {
  readonly spec: RecurrentSpec
  /** O: the width of h. */
  readonly outputSize: number
  /** D*O: the width of a layer's output. */
  readonly width: number
  /** L*D: how many states there are. */
  readonly states: number
  /** Hp where a cell has gates; H of tanh and relu, whose gates buffer is the output. */
  readonly units: number
  /** C, the columns of the products: G gates, each `units` wide. */
  readonly columns: number
  /** Floats of the packed weights, padding included. */
  readonly size: number
  /** Floats of each weight as it is given. */
  readonly lengths: readonly number[]
  /** Index = layer * D + direction. */
  readonly directions: readonly DirectionLayout[]
  /** Of the last call without lengths. */
  lastPlan: Plan | undefined

  /** Throws RangeError where there is no such network, or no memory could hold its weights. */
  constructor(spec: RecurrentSpec) {
    const { kind, inputSize, hiddenSize, projSize, numLayers, directions, bias } = spec
    if (!(inputSize >= 1 && hiddenSize >= 1 && numLayers >= 1))
      throw new RangeError(
        `inputSize ${inputSize}, hiddenSize ${hiddenSize} and numLayers ${numLayers} must be positive`,
      )
    if (projSize > 0 && kind !== 'lstm') throw new RangeError(`projSize ${projSize} is for an LSTM, not for ${kind}`)
    const { gates } = cells[kind]
    this.spec = spec
    this.outputSize = projSize > 0 ? projSize : hiddenSize
    this.width = directions * this.outputSize
    this.states = numLayers * directions
    this.units = gates > 1 ? paddedUnits(hiddenSize) : hiddenSize
    this.columns = gates * this.units
    const { outputSize, columns } = this
    const lengths: number[] = []
    const places = new Places()
    const room = (floats: number): number => places.take(floats)
    this.directions = Array.from({ length: this.states }, (_, index) => {
      const input = index < directions ? inputSize : this.width
      const rows = gates * hiddenSize
      lengths.push(rows * input, rows * outputSize)
      if (bias) lengths.push(rows, rows)
      if (projSize > 0) lengths.push(projSize * hiddenSize)
      return {
        input,
        wIh: room(panelColumns(columns) * input),
        wHh: room(panelColumns(columns) * outputSize),
        bias: room(panelColumns(columns)),
        stepBias: room(kind === 'gru' ? panelColumns(this.units) : panelColumns(projSize)),
        wHr: room(panelColumns(projSize) * hiddenSize),
      }
    })
    this.lengths = lengths
    this.size = places.end
  }

  /** Floats of the largest matrix, which lies in the workbench while it is packed. */
  get stagingSize(): number {
    const { spec, outputSize, columns } = this
    const widest = Math.max(spec.inputSize, spec.numLayers > 1 ? this.width : 0, outputSize)
    return Math.max(widest * columns, spec.projSize * spec.hiddenSize)
  }
}
