/** Packed weights: the panels of each layer and direction, and how they come into the arena. */
import { copyRow } from '../rows.js'
import { type Arena, noBlock, panelColumns } from './arena.js'
import { cells } from './cells.js'
import type { Packed, RecurrentSpec } from './contract.js'
import { expectLength } from './expect-length.js'
import type { NetworkLayout } from './network-layout.js'
import type { Residence, Resident, Workshop } from './workshop.js'

export class PackedWeights implements Packed, Resident {
  readonly network: NetworkLayout
  readonly engine: Workshop
  readonly residence: Residence = { block: noBlock }
  isPassing: boolean
  /** How often these weights were packed: once, unless a flush voided them. */
  packs = 0
  /** As they were given. */
  readonly weights: readonly Float32Array[]

  constructor(engine: Workshop, network: NetworkLayout, weights: readonly Float32Array[], isPassing: boolean) {
    const { lengths } = network
    if (weights.length !== lengths.length)
      throw new RangeError(`${weights.length} weights were given, but this network has ${lengths.length}`)
    for (let i = 0; i < lengths.length; i++)
      if (weights[i]?.length !== lengths[i]) expectLength(`weight ${i}`, weights[i], lengths[i])
    this.network = network
    this.engine = engine
    this.weights = weights
    this.isPassing = isPassing
  }

  get spec(): RecurrentSpec {
    return this.network.spec
  }

  get size(): number {
    return this.network.size
  }

  get stagingSize(): number {
    return this.network.stagingSize
  }

  get bytes(): number {
    return 4 * this.size
  }

  fill(arena: Arena, staging: number): void {
    const { units, columns, outputSize, directions } = this.network
    const { kind, hiddenSize, projSize, bias } = this.spec
    const { exports, floats } = arena
    const { order } = cells[kind]
    const base = this.residence.block.start
    let next = 0
    const weight = (): Float32Array => this.weights[next++] ?? new Float32Array(0)
    /** Copies G gates of H rows in the engine's order, of each the last row again and again up to `units`. */
    const copyGates = (at: number, from: Float32Array, width: number): void => {
      const rows = hiddenSize * width
      for (let place = 0; place < order.length; place++) {
        const start = at + place * units * width
        copyRow(from, (order[place] ?? 0) * rows, floats, start, rows)
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
    for (const { input, wIh, wHh, bias: biasAt, stepBias, wHr } of directions) {
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
