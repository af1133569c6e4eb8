/** Packed weights: where each layer's and direction's panels lie in the arena, and how they come there. */
import { type Arena, expectRoom, noBlock, panelColumns, roundUp } from './arena.js'
import type { Plan } from './call-plan.js'
import { cells, paddedUnits } from './cells.js'
import type { Packed, RecurrentSpec } from './contract.js'
import type { KernelExports } from './kernel-exports.js'
import type { Residence, Resident, Workshop } from './workshop.js'

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

export class PackedWeights implements Packed, Resident {
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
  /** Index = layer * D + direction. */
  readonly layout: readonly DirectionLayout[]
  readonly engine: Workshop
  readonly residence: Residence = { block: noBlock }
  /** Of the last call without lengths. */
  lastPlan: Plan | undefined
  /** How often these weights were packed: once, unless a flush voided them. */
  packs = 0
  /** As they were given. */
  readonly weights: readonly Float32Array[]

  constructor(engine: Workshop, spec: RecurrentSpec, weights: readonly Float32Array[]) {
    const { kind, inputSize, hiddenSize, projSize, numLayers, directions, bias } = spec
    if (!(inputSize >= 1 && hiddenSize >= 1 && numLayers >= 1))
      throw new RangeError(
        `inputSize ${inputSize}, hiddenSize ${hiddenSize} and numLayers ${numLayers} must be positive`,
      )
    if (projSize > 0 && kind !== 'lstm') throw new RangeError(`projSize ${projSize} is for an LSTM, not for ${kind}`)
    const { gates } = cells[kind]
    const perDirection = (bias ? 4 : 2) + (projSize > 0 ? 1 : 0)
    if (weights.length !== numLayers * directions * perDirection)
      throw new RangeError(
        `${weights.length} weights were given, but this network has ${numLayers * directions * perDirection}`,
      )
    this.outputSize = projSize > 0 ? projSize : hiddenSize
    this.width = directions * this.outputSize
    this.states = numLayers * directions
    this.units = gates > 1 ? paddedUnits(hiddenSize) : hiddenSize
    this.columns = gates * this.units
    const { outputSize, columns } = this
    let end = 0
    const room = (floats: number): number => {
      expectRoom(end + floats)
      const start = end
      end += roundUp(floats)
      return start
    }
    this.layout = Array.from({ length: numLayers * directions }, (_, index) => {
      const input = index < directions ? inputSize : directions * outputSize
      const rows = gates * hiddenSize
      const lengths = [
        rows * input,
        rows * outputSize,
        ...(bias ? [rows, rows] : []),
        ...(projSize > 0 ? [projSize * hiddenSize] : []),
      ]
      for (const [i, length] of lengths.entries())
        expectLength(`weight ${index * perDirection + i}`, weights[index * perDirection + i], length)
      return {
        input,
        wIh: room(panelColumns(columns) * input),
        wHh: room(panelColumns(columns) * outputSize),
        bias: room(panelColumns(columns)),
        stepBias: room(kind === 'gru' ? panelColumns(this.units) : panelColumns(projSize)),
        wHr: room(panelColumns(projSize) * hiddenSize),
      }
    })
    this.size = end
    this.spec = spec
    this.engine = engine
    this.weights = weights
  }

  get bytes(): number {
    return 4 * this.size
  }

  /** Floats of the largest matrix, which lies in the workbench while it is packed. */
  get stagingSize(): number {
    const widest = Math.max(...this.layout.map(({ input }) => input), this.outputSize)
    return Math.max(widest * this.columns, this.spec.projSize * this.spec.hiddenSize)
  }

  fill(arena: Arena, staging: number, exports: KernelExports): void {
    const { units, columns, outputSize } = this
    const { kind, hiddenSize, projSize, bias } = this.spec
    const { floats } = arena
    const base = this.residence.block.start
    let next = 0
    const weight = (): Float32Array => this.weights[next++] ?? new Float32Array(0)
    /** Copies G gates of H rows in the engine's order, of each the last row again and again up to `units`. */
    const copyGates = (at: number, from: Float32Array, width: number): void => {
      const rows = hiddenSize * width
      for (const [place, gate] of cells[kind].order.entries()) {
        const start = at + place * units * width
        floats.set(from.subarray(gate * rows, (gate + 1) * rows), start)
        for (let end = rows; end < units * width; end += width)
          floats.copyWithin(start + end, start + rows - width, start + rows)
      }
    }
    const panels = (to: number, k: number): void => {
      copyGates(staging, weight(), k)
      exports.f32_pack_panels(staging << 2, k << 2, to << 2, columns, k)
    }
    const zeros = (at: number, columns: number): void => {
      floats.fill(0, at, at + panelColumns(columns))
    }
    for (const { input, wIh, wHh, bias: biasAt, stepBias, wHr } of this.layout) {
      panels(base + wIh, input)
      panels(base + wHh, outputSize)
      zeros(base + biasAt, columns)
      if (kind === 'gru') zeros(base + stepBias, units)
      if (bias) {
        copyGates(base + biasAt, weight(), 1)
        copyGates(staging, weight(), 1)
        const summed = kind === 'gru' ? 2 * units : columns
        for (let i = 0; i < summed; i++)
          floats[base + biasAt + i] = (floats[base + biasAt + i] ?? 0) + (floats[staging + i] ?? 0)
        if (kind === 'gru') floats.copyWithin(base + stepBias, staging + summed, staging + columns)
      }
      if (projSize > 0) {
        zeros(base + stepBias, projSize)
        floats.set(weight(), staging)
        exports.f32_pack_panels(staging << 2, hiddenSize << 2, (base + wHr) << 2, projSize, hiddenSize)
      }
    }
    if (this.packs > 0) arena.packedAgain(this.size)
    this.packs += 1
  }
}

export const expectLength = (what: string, array: Float32Array | undefined, length: number | undefined): void => {
  if (array?.length !== length)
    throw new RangeError(`${what} has ${array?.length ?? 'no'} floats, but the sizes ask for ${length}`)
}
