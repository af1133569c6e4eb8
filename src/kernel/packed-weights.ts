/** Packed weights: where each layer's and direction's panels lie in the arena, and how they come there. */
import { type Arena, type Block, expectRoom, noBlock, roundUp } from './arena.js'
import type { Engine, Packed, RecurrentSpec } from './contract.js'

/** One direction of one layer, places counted in floats from the start of the network's block. */
export interface DirectionLayout {
  /** Width of its input: I for layer 0, D*H after it. */
  readonly input: number
  /** Panels of weight_ih, `[ceil(H/8)][input][8]`. */
  readonly wIh: number
  /** Panels of weight_hh, `[ceil(H/8)][H][8]`. */
  readonly wHh: number
  /** bias_ih + bias_hh, padded to whole panels with zeros. */
  readonly bias: number
}

/** Where the block is; it outlives the PackedWeights in the registry, which frees it. */
export interface Residence {
  block: Block
}

export class PackedWeights implements Packed {
  readonly spec: RecurrentSpec
  /** Floats of the packed weights, padding included. */
  readonly size: number
  /** Index = layer * D + direction. */
  readonly layout: readonly DirectionLayout[]
  readonly engine: Engine
  readonly residence: Residence = { block: noBlock }
  /** How often these weights were packed: once, unless a flush voided them. */
  packs = 0
  /** As they were given. */
  readonly weights: readonly Float32Array[]

  constructor(engine: Engine, spec: RecurrentSpec, weights: readonly Float32Array[]) {
    const { inputSize, hiddenSize, numLayers, directions, bias } = spec
    if (!(inputSize >= 1 && hiddenSize >= 1 && numLayers >= 1))
      throw new RangeError(
        `inputSize ${inputSize}, hiddenSize ${hiddenSize} and numLayers ${numLayers} must be positive`,
      )
    const perDirection = bias ? 4 : 2
    if (weights.length !== numLayers * directions * perDirection)
      throw new RangeError(
        `${weights.length} weights were given, but this network has ${numLayers * directions * perDirection}`,
      )
    const padded = Math.ceil(hiddenSize / 8) * 8
    let end = 0
    const room = (floats: number): number => {
      expectRoom(end + floats)
      const start = end
      end += roundUp(floats)
      return start
    }
    this.layout = Array.from({ length: numLayers * directions }, (_, index) => {
      const input = index < directions ? inputSize : directions * hiddenSize
      const lengths = [hiddenSize * input, hiddenSize * hiddenSize, hiddenSize, hiddenSize]
      for (let i = 0; i < perDirection; i++)
        expectLength(`weight ${index * perDirection + i}`, weights[index * perDirection + i], lengths[i])
      return { input, wIh: room(padded * input), wHh: room(padded * hiddenSize), bias: room(padded) }
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
    const widest = Math.max(...this.layout.map(({ input }) => input), this.spec.hiddenSize)
    return widest * this.spec.hiddenSize
  }

  /** Writes the panels into `residence.block`; from `staging` on `stagingSize` floats may be overwritten. */
  fill(arena: Arena, staging: number, packPanels: (from: number, to: number, n: number, k: number) => void): void {
    const { hiddenSize: h, bias } = this.spec
    const { floats } = arena
    const base = this.residence.block.start
    let next = 0
    const weight = (): Float32Array => this.weights[next++] ?? new Float32Array(0)
    const panels = (to: number, k: number): void => {
      floats.set(weight(), staging)
      packPanels(staging << 2, to << 2, h, k)
    }
    for (const { input, wIh, wHh, bias: biasAt } of this.layout) {
      panels(base + wIh, input)
      panels(base + wHh, h)
      const at = base + biasAt
      floats.fill(0, at, at + Math.ceil(h / 8) * 8)
      if (bias) {
        const biasIh = weight()
        const biasHh = weight()
        for (let i = 0; i < h; i++) floats[at + i] = (biasIh[i] ?? 0) + (biasHh[i] ?? 0)
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
