/**
 * What a backward pass is going to do: its arguments, read once and checked, and where things will lie in the workbench.
 *
 *     workbench : [one slot of rows][another][gates][h][c][dh][dc][matrix][panels][scratch][zeros][counts][dBias]
 */
import { expectRoom, panelColumns, roundUp } from './arena.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import type { Kept, Packed, RecurrentCall, ResultGradients, Wanted } from './contract.js'
import { gradientScratch } from './gradient-scratch.js'
import { KeptRun } from './kept-run.js'
import type { BackwardExports, KernelExports } from './kernel-exports.js'
import { expectLength, type PackedWeights } from './packed-weights.js'

/** The workbench of a pass: what it computes with, and where its parts begin, in floats. */
export interface Bench {
  readonly exports: KernelExports & BackwardExports
  readonly floats: Float32Array
  readonly packed: PackedWeights
  readonly plan: Plan
  /** Two slots for rows of a layer's input or output. */
  readonly slot: number
  readonly otherSlot: number
  /** The gates of all directions of a layer. */
  readonly gates: number
  /** The first states, and the gradients by the last ones, which become those by the first ones. */
  readonly h: number
  readonly c: number
  readonly dh: number
  readonly dc: number
  /** A weight, or its gradient. */
  readonly matrix: number
  /** Packed weights, or the room that a gradient's product needs. */
  readonly panels: number
  /** What a projection's gradient gives, of one step. */
  readonly scratch: number
  readonly zeros: number
  readonly counts: number
  readonly dBias: number
  readonly end: number
}

export interface BackwardPlan {
  readonly kept: KeptRun
  readonly gradients: ResultGradients
  readonly wanted: Wanted
}

/** A workbench that begins at `base`. Throws RangeError when it would be larger than any memory. */
export const benchOf = (
  exports: Bench['exports'],
  floats: Float32Array,
  { packed, plan }: KeptRun,
  base: number,
): Bench => {
  const { spec, outputSize, units, columns, directions: layout, width, states } = packed.network
  const { batch, rows, ldGates, sequences, steps } = plan
  const { kind, hiddenSize, projSize, directions, inputSize } = spec
  let end = base
  const room = (floats: number): number => {
    expectRoom(end - base + floats)
    const start = end
    end += roundUp(floats)
    return start
  }
  let input = 0
  for (const each of layout) input = Math.max(input, each.input)
  const widest = Math.max(input, outputSize, projSize > 0 ? hiddenSize : 0)
  const slot = rows * Math.max(inputSize, width)
  const cellFloats = kind === 'lstm' ? states * batch * units : 0
  return {
    exports,
    floats,
    packed,
    plan,
    slot: room(slot),
    otherSlot: room(slot),
    gates: room(cells[kind].kept > 0 ? directions * rows * ldGates : 0),
    h: room(states * batch * outputSize),
    c: room(cellFloats),
    dh: room(states * batch * outputSize),
    dc: room(cellFloats),
    matrix: room(Math.max(columns * Math.max(input, outputSize), projSize * hiddenSize)),
    panels: room(
      Math.max(
        panelColumns(input) * columns,
        panelColumns(outputSize) * columns + panelColumns(hiddenSize) * projSize,
        gradientScratch(widest),
      ),
    ),
    scratch: room(projSize > 0 ? batch * units : 0),
    zeros: room(panelColumns(widest)),
    counts: room(sequences === undefined ? 0 : steps + 1),
    dBias: room(4 * units),
    end,
  }
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
  if (call.input !== kept.input) throw new RangeError('what was kept is of another call: its input is another array')
  const { maskFloats, hiddenFloats, cellFloats } = kept.plan
  if (output !== undefined) expectLength('the gradient by output', output, maskFloats)
  if (hidden !== undefined) expectLength('the gradient by hidden', hidden, hiddenFloats)
  if (cell !== undefined) expectLength('the gradient by cell', cell, cellFloats)
  return { kept, gradients: { output, hidden, cell }, wanted: { input, state, weights } }
}
