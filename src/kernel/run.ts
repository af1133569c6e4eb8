/**
 * The forward pass on WebAssembly: copies a call's arrays into the workbench, runs the layers, copies the results out.
 *
 * Every call writes all that it reads, so nothing depends on the call before. What x gives to the gates is computed for a block of time steps
 * at once, and the steps of the block follow, so that the gates buffer of a long sequence stays in the cache. The state goes from
 * block to block in h and c. Without gates (tanh, relu) the buffer is the output, and there is one block.
 *
 * Sequences of different lengths are packed (sequences.ts) as they are copied in, and everything is unpacked as it is copied out.
 */

import { roomForFloats } from '../room.js'
import { gatherRows, rowsOf, type Sequences, scatterRows } from '../rows.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import type { RecurrentResult } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { KeptRun } from './kept-run.js'
import type { KernelExports } from './kernel-exports.js'
import type { PackedWeights } from './packed-weights.js'
import { rowOfStep, storeRows, type TimeBlock, timeBlock } from './time-block.js'

/**
 * An output that is read gets a buffer of its own in the end. Where it is larger than so many floats and no gradient is on its way, it has one from the
 * start: to copy it once more would cost more than a slab saves where nobody reads it.
 */
const mostRead = 256

/** Runs the layers; the workbench begins at `base`, and is large enough. What the backward pass needs goes into `kept`. */
export const runForward = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  packed: PackedWeights,
  plan: Plan,
  input: Float32Array,
  hidden: Float32Array | undefined,
  cell: Float32Array | undefined,
  masks: readonly Float32Array[] | undefined,
  kept?: KeptRun,
): RecurrentResult => {
  const { outputSize, width, units, states } = packed.network
  const { inputSize, hiddenSize, numLayers, directions, kind } = packed.spec
  const { sequences, batch } = plan
  const h = base + plan.h
  const c = base + plan.c
  const isLstm = kind === 'lstm'
  const callRows = sequences && rowsOf(sequences, plan.time, batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)

  if (callRows === undefined) copyIn(floats, base, input)
  else gatherRows(input, 0, inputSize, callRows, plan.rows, floats, base)
  copyState(floats, h, hidden, packed, plan, outputSize, outputSize)
  if (isLstm) copyState(floats, c, cell, packed, plan, hiddenSize, units)

  let from = base
  let to = base
  for (let layer = 0; layer < numLayers; layer++) {
    to = base + (layer % 2 === 0 ? plan.odd : plan.even)
    for (let direction = 0; direction < directions; direction++) {
      const gates = kept && cells[kind].kept > 0 ? roomForFloats(plan.rows * plan.ldGates) : undefined
      runDirection(exports, floats, base, packed, plan, layer * directions + direction, from, to, gates)
      if (gates !== undefined) kept?.gates.push(gates)
    }
    if (layer < numLayers - 1) kept?.outputs.push(copyOut(floats, to, plan.rows * width))
    const mask = masks?.[layer]
    if (mask !== undefined && layer < numLayers - 1)
      applyMask(floats, to, mask, plan, maskRows, width, timeBlock(plan, 0, plan.steps))
    from = to
  }

  const output =
    callRows === undefined
      ? copyOut(floats, to, plan.maskFloats, kept === undefined ? mostRead : undefined)
      : roomForFloats(plan.maskFloats)
  if (callRows !== undefined) scatterRows(floats, to, width, callRows, plan.rows, output, 0, width)
  kept?.outputs.push(callRows === undefined ? output : copyOut(floats, to, plan.rows * width))
  // In a stream of single steps a second array would cost as much as a tenth of the step.
  const isState = plan.steps === 1 && states === 1 && sequences === undefined
  return {
    output,
    hidden: isState ? output : stateOut(floats, h, packed, plan, outputSize, outputSize),
    cell: isLstm ? stateOut(floats, c, packed, plan, hiddenSize, units) : undefined,
  }
}

/** One direction of one layer, block by block: the product for all steps of a block, then the steps. The gates go into `kept`. */
const runDirection = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  packed: PackedWeights,
  plan: Plan,
  index: number,
  from: number,
  to: number,
  kept: Float32Array | undefined,
): void => {
  const { columns, outputSize, width, units } = packed.network
  const { kind, hiddenSize, projSize, directions } = packed.spec
  const { steps, batch, sequenceFirst, sequences, ldGates, block: most } = plan
  const placed = packed.network.directions[index]
  if (placed === undefined) throw new Error('the layout covers all layers')
  const { input } = placed
  const weights = packed.residence.block.start
  const facts = cells[kind]
  const isReverse = index % directions === 1
  const out = isReverse ? to + outputSize : to
  const gates = facts.gates === 1 ? out : base + plan.gates
  // Rows from one time step to the next, where all have the same number.
  const stepRows = sequenceFirst ? 1 : batch
  const sign = isReverse ? -1 : 1
  for (let done = 0; done < steps; done += most) {
    const count = Math.min(most, steps - done)
    const start = isReverse ? steps - done - count : done
    const first = isReverse ? start + count - 1 : start
    const block = timeBlock(plan, start, count)
    const firstRow = rowOfStep(plan, first)
    // Addresses and distances in bytes, which may pass 2 GB: WebAssembly takes them modulo 2^32, and so does `<<`.
    for (let into = 0, row = block.firstRow; into < block.rows; into += block.runRows, row += block.runStep)
      exports.f32_gemm_blocked(
        (from + row * input) << 2,
        input << 2,
        (weights + placed.wIh) << 2,
        (weights + placed.bias) << 2,
        0,
        (gates + into * ldGates) << 2,
        ldGates << 2,
        block.runRows,
        columns,
        input,
      )
    if (sequences !== undefined) writeCounts(floats, base + plan.counts, sequences, start, count, isReverse)
    exports.f32_steps(
      facts.number,
      plan.keep ? 1 : 0,
      count,
      batch,
      sequences === undefined ? 0 : (base + plan.counts) << 2,
      hiddenSize,
      outputSize,
      (weights + placed.wHh) << 2,
      (weights + placed.stepBias) << 2,
      projSize > 0 ? (weights + placed.wHr) << 2 : 0,
      (base + plan.h + index * batch * outputSize) << 2,
      (base + plan.c + index * batch * units) << 2,
      (base + plan.scratch) << 2,
      (gates + (firstRow - block.firstRow) * ldGates) << 2,
      (sequenceFirst ? count * ldGates : ldGates) << 2,
      (sign * stepRows * ldGates) << 2,
      (out + firstRow * width) << 2,
      (sequenceFirst ? steps * width : width) << 2,
      (sign * stepRows * width) << 2,
    )
    if (kept !== undefined) storeRows(floats, gates, ldGates, block, kept)
  }
}

/** The numbers of sequences that run at each step of a block, in the order of computing, as integers. */
export const writeCounts = (
  floats: Float32Array,
  at: number,
  { counts }: Sequences,
  start: number,
  count: number,
  isReverse: boolean,
): void => {
  const table = new Int32Array(floats.buffer, 4 * at, count + 1)
  for (let i = 0; i < count; i++) table[i] = counts[isReverse ? start + count - 1 - i : start + i] ?? 0
  table[count] = 0
}

/** The states of all layers, rows of `width` floats, into rows of `ld` floats whose padding is zero. */
export const copyState = (
  floats: Float32Array,
  at: number,
  state: Float32Array | undefined,
  { network: { states } }: PackedWeights,
  { batch, sequences }: Plan,
  width: number,
  ld: number,
): void => {
  if (state === undefined || ld > width) clear(floats, at, states * batch * ld)
  if (state === undefined) return
  if (ld === width && sequences === undefined) copyIn(floats, at, state)
  else
    for (let i = 0; i < states; i++)
      gatherRows(state, i * batch * width, width, sequences?.order, batch, floats, at + i * batch * ld, ld)
}

/** The inverse of `copyState`. */
export const stateOut = (
  floats: Float32Array,
  at: number,
  { network: { states } }: PackedWeights,
  { batch, sequences }: Plan,
  width: number,
  ld: number,
): Float32Array => {
  if (ld === width && sequences === undefined) return copyOut(floats, at, states * batch * ld)
  const state = roomForFloats(states * batch * width)
  for (let i = 0; i < states; i++)
    scatterRows(floats, at + i * batch * ld, ld, sequences?.order, batch, state, i * batch * width, width)
  return state
}

/**
 * Multiplies a block's rows, from `at` on, by a layer's dropout mask, which is time-major whatever the rows' order is. Of packed sequences row i of all rows
 * is its row `maskRows[i]`.
 */
export const applyMask = (
  floats: Float32Array,
  at: number,
  mask: Float32Array,
  { time, batch, sequenceFirst }: Plan,
  maskRows: Int32Array | undefined,
  width: number,
  { rows, firstRow, runRows, runStep }: TimeBlock,
): void => {
  for (let i = 0; i < rows; i++) {
    const row = firstRow + Math.floor(i / runRows) * runStep + (i % runRows)
    const maskRow = maskRows?.[row] ?? (sequenceFirst ? (row % time) * batch + Math.floor(row / time) : row)
    const to = at + i * width
    const from = maskRow * width
    for (let j = 0; j < width; j++) floats[to + j] = (floats[to + j] ?? 0) * (mask[from + j] ?? 0)
  }
}

/** Of packed sequences, for each row its row in a dropout mask. */
export const maskRowsOf = ({ sequences, time, batch }: Plan): Int32Array | undefined =>
  sequences && rowsOf(sequences, time, batch, false)
