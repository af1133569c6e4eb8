/**
 * What a backward pass is going to do: its arguments, read once and checked, and where things will lie in the workbench.
 *
 *     workbench : [rows of a block: d][out][x][dx][gates][h][c][dh][dc][h before][c before][scratch of a product][scratch][zeros][counts]
 *     weights   : [dW_hh][dW_ih][dW_hr][dBias][panels of W_hh and W_hr][of W_ih]
 *
 * The weights' part lies where the forward pass had them packed, as far as there is room; what is left lies in the workbench.
 *
 * Time is taken in blocks, so that the workbench does not grow with the sequence: what is as long as that lies in ordinary arrays.
 */
import { type Block, noBlock, Places, panelColumns } from './arena.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import type { Kept, Packed, RecurrentCall, ResultGradients, Wanted } from './contract.js'
import { expectLength } from './expect-length.js'
import { gradientScratch } from './gradient-scratch.js'
import { KeptRun } from './kept-run.js'
import type { BackwardExports, KernelExports } from './kernel-exports.js'
import type { NetworkLayout } from './network-layout.js'

/** The workbench of a pass: what it computes with, and where its parts begin, in floats. */
export interface Bench {
  readonly exports: KernelExports & BackwardExports
  readonly floats: Float32Array
  readonly network: NetworkLayout
  readonly plan: Plan
  /** Where it begins, and the block beside it. */
  readonly base: number
  readonly old: Block
  /** Whether there is a gradient by any layer's input. */
  readonly goesOn: boolean
  /** Time steps of a block. */
  readonly block: number
  /** Rows of a block: the gradient by a layer's output, that output, the layer's input, the gradient by it, the gates. */
  readonly d: number
  readonly out: number
  readonly x: number
  readonly dx: number
  readonly gates: number
  /** The first states, and the gradients by the last ones, which become those by the first ones. */
  readonly h: number
  readonly c: number
  readonly dh: number
  readonly dc: number
  /** The states before a block. */
  readonly hBefore: number
  readonly cBefore: number
  /** The gradients of a direction's weights; the weights themselves while they are packed. */
  readonly dWHh: number
  readonly dWIh: number
  readonly dWHr: number
  readonly dBias: number
  /** Packed weights. */
  readonly wHh: number
  readonly wHr: number
  readonly wIh: number
  /** What a weight gradient's product needs. */
  readonly productScratch: number
  /** What a projection's gradient gives, of one step. */
  readonly scratch: number
  readonly zeros: number
  readonly counts: number
  readonly end: number
}

export interface BackwardPlan {
  readonly kept: KeptRun
  readonly gradients: ResultGradients
  readonly wanted: Wanted
}

/** Floats of the largest rows of a block: what is written stays in the second-level cache until it is read. */
const blockFloats = 65_536
/** A block has at least so many rows, or reading and writing the weight gradients for each would cost more than it saves. */
const leastRows = 128

/** In each memory, of each network the workbench of the last way back. By the memory first, so that none of them keeps one alive that the engine has left. */
const lastBenches = new WeakMap<Float32Array, WeakMap<NetworkLayout, Bench>>()

/** A workbench that begins at `base`, and the block `old`. Throws RangeError when it would be larger than any memory. */
export const benchOf = (
  exports: Bench['exports'],
  floats: Float32Array,
  { kept: { packed, plan }, wanted }: BackwardPlan,
  base: number,
  old: Block = noBlock,
): Bench => {
  const { network } = packed
  const { spec, outputSize, units, columns, directions, width, states } = network
  const benches = lastBenches.get(floats) ?? new WeakMap<NetworkLayout, Bench>()
  const lastBench = benches.get(network)
  const goesOn = wanted.input || spec.numLayers > 1
  // Steps of training are alike, and their blocks are the same one.
  if (lastBench?.plan === plan && lastBench.base === base && lastBench.old === old && lastBench.goesOn === goesOn)
    return lastBench
  const { batch, rows, ldGates, sequences, steps } = plan
  const { kind, hiddenSize, projSize } = spec
  const places = new Places(base)
  const room = (floats: number): number => places.take(floats)
  const oldPlaces = new Places(old.start)
  const roomInOld = (floats: number): number =>
    oldPlaces.end + floats <= old.start + old.size ? oldPlaces.take(floats) : room(floats)
  let input = 0
  for (const each of directions) input = Math.max(input, each.input)
  const hasGates = cells[kind].kept > 0
  const longest = Math.max(hasGates ? ldGates : 0, width, input)
  // Rows that lie whole are loaded once for both directions, which is worth twice as many.
  const isWhole = spec.directions === 2 && rows * longest <= 2 * blockFloats
  const block = isWhole
    ? steps
    : Math.min(steps, Math.max(Math.ceil(leastRows / batch), Math.floor(blockFloats / longest / batch)))
  const blockRows = Math.min(rows, block * batch)
  const cellFloats = kind === 'lstm' ? batch * units : 0
  const widest = Math.max(input, outputSize, projSize > 0 ? hiddenSize : 0)
  const bench: Bench = {
    exports,
    floats,
    network,
    plan,
    base,
    old,
    goesOn,
    block,
    d: room(blockRows * width),
    out: room(blockRows * width),
    x: room(blockRows * input),
    dx: room(goesOn ? blockRows * input : 0),
    gates: room(hasGates ? blockRows * ldGates : 0),
    h: room(states * batch * outputSize),
    c: room(states * cellFloats),
    dh: room(states * batch * outputSize),
    dc: room(states * cellFloats),
    hBefore: room(batch * outputSize),
    cBefore: room(cellFloats),
    dWHh: roomInOld(columns * outputSize),
    dWIh: roomInOld(columns * input),
    dWHr: roomInOld(projSize * hiddenSize),
    dBias: roomInOld(4 * units),
    wHh: roomInOld(panelColumns(outputSize) * columns),
    wHr: roomInOld(panelColumns(hiddenSize) * projSize),
    wIh: roomInOld(goesOn ? panelColumns(input) * columns : 0),
    productScratch: room(gradientScratch(blockRows, widest)),
    scratch: room(projSize > 0 ? batch * units : 0),
    zeros: room(panelColumns(widest)),
    counts: room(sequences === undefined ? 0 : block + 1),
    end: places.end,
  }
  if (plan === network.lastPlan) lastBenches.set(floats, benches.set(network, bench))
  return bench
}

/** Throws RangeError and TypeError as the contract's `backward` does. */
export const backwardPlanOf = (
  packed: Packed,
  call: RecurrentCall,
  kept: Kept,
  { output, hidden, cell }: ResultGradients,
  { input, state, weights }: Wanted,
): BackwardPlan => {
  if (!(kept instanceof KeptRun) || kept.packed !== packed)
    throw new TypeError('what was kept is not of a run of these weights')
  if (kept.outputs.length === 0) throw new TypeError('what was kept was given up')
  if (call.input !== kept.input) throw new RangeError('what was kept is of another call: its input is another array')
  const { maskFloats, hiddenFloats, cellFloats } = kept.plan
  if (output !== undefined) expectLength('the gradient by output', output, maskFloats)
  if (hidden !== undefined) expectLength('the gradient by hidden', hidden, hiddenFloats)
  if (cell !== undefined) expectLength('the gradient by cell', cell, cellFloats)
  return { kept, gradients: { output, hidden, cell }, wanted: { input, state, weights } }
}
