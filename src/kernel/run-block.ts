/** A block of time steps on WebAssembly, in one direction of one layer: what x gives to the gates of all its steps in one product, then step by step. */
import type { Sequences } from '../rows.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import type { KernelExports } from './kernel-exports.js'
import type { PackedWeights } from './packed-weights.js'
import { rowOfStep, type TimeBlock } from './time-block.js'

/**
 * Reads rows of x and writes those of the output and the gates. At `x` and at `to` are the rows of all time steps, or with `keep` those of the block alone;
 * the gates are always the block's own.
 */
export const runBlock = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  packed: PackedWeights,
  plan: Plan,
  index: number,
  block: TimeBlock,
  x: number,
  to: number,
): void => {
  const { columns, outputSize, width, units } = packed.network
  const { kind, hiddenSize, projSize, directions } = packed.spec
  const { keep, steps, batch, sequenceFirst, sequences, ldGates } = plan
  const { start, count, rows, firstRow } = block
  const placed = packed.network.directions[index]
  if (placed === undefined) throw new Error('no such layer')
  const { input } = placed
  const weights = packed.residence.block.start
  const facts = cells[kind]
  const isReverse = index % directions === 1
  const out = isReverse ? to + outputSize : to
  const gates = facts.gates === 1 ? out : base + plan.gates
  const [runRows, runStep] = keep ? [rows, rows] : [block.runRows, block.runStep]
  const offset = keep ? 0 : firstRow
  // Addresses and distances in bytes, which may pass 2 GB: WebAssembly takes them modulo 2^32, and so does `<<`.
  for (let into = 0, row = offset; into < rows; into += runRows, row += runStep)
    exports.f32_gemm_blocked(
      (x + row * input) << 2,
      input << 2,
      (weights + placed.wIh) << 2,
      (weights + placed.bias) << 2,
      0,
      (gates + into * ldGates) << 2,
      ldGates << 2,
      runRows,
      columns,
      input,
    )
  if (sequences !== undefined) writeCounts(floats, base + plan.counts, sequences, start, count, isReverse)
  // The rows of the step that is computed first, from the block's first row on; and rows from one time step to the next, where all have the same number.
  const first = rowOfStep(plan, isReverse ? start + count - 1 : start) - firstRow
  const stepRows = sequenceFirst ? 1 : batch
  const sign = isReverse ? -1 : 1
  exports.f32_steps(
    facts.number,
    keep ? 1 : 0,
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
    (gates + first * ldGates) << 2,
    (sequenceFirst ? count * ldGates : ldGates) << 2,
    (sign * stepRows * ldGates) << 2,
    (out + (offset + first) * width) << 2,
    (sequenceFirst ? (keep ? count : steps) * width : width) << 2,
    (sign * stepRows * width) << 2,
  )
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
