/**
 * The forward pass on WebAssembly: copies a call's arrays into the workbench, runs the layers, copies the results out.
 *
 * Every call writes all that it reads, so nothing depends on the call before. What x gives to the gates is computed for a block of time steps
 * at once, and the steps of the block follow, so that the gates buffer of a long sequence stays in the cache. The state goes from
 * block to block in h and c. Without gates (tanh, relu) the buffer is the output, and there is one block.
 *
 * Sequences of different lengths are packed (sequences.ts) as they are copied in, and everything is unpacked as it is copied out.
 */
import { cells } from './cells.js'
import type { RecurrentResult } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { KeptRun } from './kept-run.js'
import type { KernelExports } from './kernel-exports.js'
import type { Plan } from './plan.js'
import { gatherRows, rowsOf, type Sequences, scatterRows } from './sequences.js'

/** Runs the layers; the workbench begins at `base`, and is large enough. What the backward pass needs goes into `kept`. */
export const runForward = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  plan: Plan,
  kept?: KeptRun,
): RecurrentResult => {
  const { packed, input, hidden, cell, masks, time, batch, sequences, rows } = plan
  const { spec, units, outputSize } = packed
  const { inputSize, hiddenSize, numLayers, directions } = spec
  const width = directions * outputSize
  const states = numLayers * directions
  const isLstm = spec.kind === 'lstm'
  const inputRows = sequences && rowsOf(sequences, plan.callTime, batch, plan.callBatchFirst)
  const maskRows = plan.callBatchFirst && sequences && masks ? rowsOf(sequences, time, batch, false) : inputRows
  const [h, c] = [base + plan.h, base + plan.c]

  if (inputRows === undefined) copyIn(floats, base, input)
  else gatherRows(input, 0, inputRows, inputSize, floats, base)
  copyState(floats, h, hidden, plan, outputSize, outputSize)
  if (isLstm) copyState(floats, c, cell, plan, hiddenSize, units)

  let from = base
  let to = base
  for (let layer = 0; layer < numLayers; layer++) {
    to = base + plan.outputs[layer & 1 ? 1 : 0]
    for (let direction = 0; direction < directions; direction++) {
      runDirection(exports, floats, base, plan, layer * directions + direction, direction, from, to)
      if (cells[spec.kind].kept > 0) kept?.gates.push(copyOut(floats, base + plan.gates, rows * plan.ldGates))
    }
    if (layer < numLayers - 1) kept?.outputs.push(copyOut(floats, to, rows * width))
    const mask = masks?.[layer]
    if (mask !== undefined && layer < numLayers - 1) applyMask(floats, to, mask, plan, width, maskRows)
    from = to
  }

  const output =
    inputRows === undefined ? copyOut(floats, to, rows * width) : new Float32Array(plan.callTime * batch * width)
  if (inputRows !== undefined) scatterRows(floats, to, inputRows, width, output, 0)
  kept?.outputs.push(inputRows === undefined ? output : copyOut(floats, to, rows * width))
  // In a stream of single steps a second array would cost as much as a tenth of the step.
  const isState = time === 1 && states === 1 && sequences === undefined
  return {
    output,
    hidden: isState ? output : stateOut(floats, h, plan, outputSize, outputSize),
    cell: isLstm ? stateOut(floats, c, plan, hiddenSize, units) : undefined,
  }
}

/** One direction of one layer, block by block: the product for all steps of a block, then the steps. */
const runDirection = (
  { f32_gemm_blocked, f32_steps }: KernelExports,
  floats: Float32Array,
  base: number,
  plan: Plan,
  index: number,
  direction: number,
  from: number,
  to: number,
): void => {
  const { packed, time, batch, batchFirst, sequences, rows, ldGates, keep, block } = plan
  const { spec, columns, units, outputSize } = packed
  const { kind, hiddenSize, projSize, directions } = spec
  const placed = packed.layout[index]
  if (placed === undefined) throw new Error('the layout covers all layers')
  const { input } = placed
  const weights = packed.residence.block.start
  const width = directions * outputSize
  const out = to + direction * outputSize
  const isElman = kind === 'tanh' || kind === 'relu'
  const gates = isElman ? out : base + plan.gates
  const rowAt = (t: number): number => (sequences ? (sequences.starts[t] ?? 0) : batchFirst ? t : t * batch)
  // Addresses and distances in bytes, which may pass 2 GB: WebAssembly takes them modulo 2^32, and so does `<<`.
  const project = (x: number, to: number, m: number): void =>
    f32_gemm_blocked(
      x << 2,
      input << 2,
      (weights + placed.wIh) << 2,
      (weights + placed.bias) << 2,
      0,
      to << 2,
      ldGates << 2,
      m,
      columns,
      input,
    )
  for (let done = 0; done < time; done += block) {
    const steps = Math.min(block, time - done)
    const start = direction === 0 ? done : time - done - steps
    // A block of batch-first sequences is a run of rows in each.
    if (batchFirst && steps < time)
      for (let b = 0; b < batch; b++) project(from + (b * time + start) * input, gates + b * steps * ldGates, steps)
    else
      project(
        from + rowAt(start) * input,
        gates,
        batchFirst || steps === time ? rows : rowAt(start + steps) - rowAt(start),
      )

    if (sequences !== undefined) writeCounts(floats, base + plan.counts, sequences, start, steps, direction)
    const first = direction === 0 ? start : start + steps - 1
    const sign = direction === 0 ? 1 : -1
    const firstGates = gates + (batchFirst ? first - start : rowAt(first) - rowAt(start)) * ldGates
    f32_steps(
      cells[kind].number,
      keep ? 1 : 0,
      steps,
      batch,
      sequences ? (base + plan.counts) << 2 : 0,
      hiddenSize,
      outputSize,
      (weights + placed.wHh) << 2,
      (weights + placed.stepBias) << 2,
      projSize > 0 ? (weights + placed.wHr) << 2 : 0,
      (base + plan.h + index * batch * outputSize) << 2,
      (base + plan.c + index * batch * units) << 2,
      (base + plan.scratch) << 2,
      firstGates << 2,
      (batchFirst ? steps * ldGates : ldGates) << 2,
      (sign * (batchFirst ? ldGates : batch * ldGates)) << 2,
      (out + rowAt(first) * width) << 2,
      (batchFirst ? time * width : width) << 2,
      (sign * (batchFirst ? width : batch * width)) << 2,
    )
  }
}

/** The numbers of sequences that run at each step of a block, in the order of computing, as integers. */
export const writeCounts = (
  floats: Float32Array,
  at: number,
  { counts }: Sequences,
  start: number,
  steps: number,
  direction: number,
): void => {
  const table = new Int32Array(floats.buffer, 4 * at, steps + 1)
  for (let i = 0; i < steps; i++) table[i] = counts[direction === 0 ? start + i : start + steps - 1 - i] ?? 0
  table[steps] = 0
}

/** The states of all layers, rows of `width` floats, into rows of `ld` floats whose padding is zero. */
export const copyState = (
  floats: Float32Array,
  at: number,
  state: Float32Array | undefined,
  { packed, batch, sequences }: Plan,
  width: number,
  ld: number,
): void => {
  const states = packed.layout.length
  if (state === undefined || ld > width) clear(floats, at, states * batch * ld)
  if (state === undefined) return
  if (ld === width && sequences === undefined) copyIn(floats, at, state)
  else {
    const order = orderOf(sequences, batch)
    for (let i = 0; i < states; i++) gatherRows(state, i * batch * width, order, width, floats, at + i * batch * ld, ld)
  }
}

const orderOf = (sequences: Sequences | undefined, batch: number): Int32Array =>
  sequences?.order ?? Int32Array.from({ length: batch }, (_, i) => i)

/** The inverse of `copyState`. */
export const stateOut = (
  floats: Float32Array,
  at: number,
  { packed, batch, sequences }: Plan,
  width: number,
  ld: number,
): Float32Array => {
  const states = packed.layout.length
  if (ld === width && sequences === undefined) return copyOut(floats, at, states * batch * ld)
  const state = new Float32Array(states * batch * width)
  const order = orderOf(sequences, batch)
  for (let i = 0; i < states; i++) scatterRows(floats, at + i * batch * ld, order, width, state, i * batch * width, ld)
  return state
}

/** Multiplies a layer's output by its dropout mask, which is time-major whatever the output's order is. */
export const applyMask = (
  floats: Float32Array,
  at: number,
  mask: Float32Array,
  { time, batch, batchFirst, rows }: Plan,
  width: number,
  packedRows: Int32Array | undefined,
): void => {
  for (let row = 0; row < rows; row++) {
    const maskRow = packedRows?.[row] ?? (batchFirst ? (row % time) * batch + Math.floor(row / time) : row)
    const [to, from] = [at + row * width, maskRow * width]
    for (let i = 0; i < width; i++) floats[to + i] = (floats[to + i] ?? 0) * (mask[from + i] ?? 0)
  }
}
