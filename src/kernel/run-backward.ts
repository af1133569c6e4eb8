/**
 * The backward pass on WebAssembly: from the gradients of a run's results to those of what went into it, layer by layer from the last.
 *
 * Rows lie as they lay in the forward pass. One of the workbench's slots holds the gradient by a layer's output, of tanh and relu in the end
 * that by the gates. The other holds, one after the other: the layer's output, the h before each step, the layer's input, and
 * the gradient by the input, which is the one by the output of the layer before.
 */
import { type BackwardPlan, panelColumns, placesOf } from './backward-plan.js'
import {
  type Bench,
  gatesAt,
  inputGradient,
  inputWeightGradient,
  packByRows,
  partsOf,
  stateGradients,
  weightOf,
} from './backward-products.js'
import { cells } from './cells.js'
import type { RecurrentGradients } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { KernelExports } from './kernel-exports.js'
import { applyMask, copyState, stateOut, writeCounts } from './run.js'
import { gatherRows, rowsOf, scatterRows } from './sequences.js'

const none = new Float32Array(0)

/** Runs the layers; the workbench begins at `base`, and is large enough. */
export const runBackward = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  { forward: plan, kept, gradients, wanted }: BackwardPlan,
): RecurrentGradients => {
  const { packed, input, hidden, cell, masks, batch, sequences, rows } = plan
  const { spec, outputSize, units } = packed
  const { kind, inputSize, hiddenSize, numLayers, directions } = spec
  const bench: Bench = { exports, floats, plan, ...placesOf(plan, base) }
  const width = directions * outputSize
  const isLstm = kind === 'lstm'
  const inputRows = sequences && rowsOf(sequences, plan.callTime, batch, plan.callBatchFirst)
  const maskRows = plan.callBatchFirst && sequences && masks ? rowsOf(sequences, plan.time, batch, false) : inputRows
  const load = (at: number, from: Float32Array, width: number): void => {
    if (inputRows === undefined) copyIn(floats, at, from)
    else gatherRows(from, 0, inputRows, width, floats, at)
  }
  /** The output of a layer that has a mask, or the gradient by it, becomes that of what the layer above was given. */
  const mask = (at: number, layer: number): void => {
    const own = masks?.[layer]
    if (own !== undefined) applyMask(floats, at, own, plan, width, maskRows)
  }

  clear(floats, bench.zeros, bench.counts - bench.zeros)
  copyState(floats, bench.h, hidden, plan, outputSize, outputSize)
  copyState(floats, bench.dh, gradients.hidden, plan, outputSize, outputSize)
  if (isLstm) {
    copyState(floats, bench.c, cell, plan, hiddenSize, units)
    copyState(floats, bench.dc, gradients.cell, plan, hiddenSize, units)
  }
  let [d, slot] = bench.slots
  if (gradients.output === undefined) clear(floats, d, rows * width)
  else load(d, gradients.output, width)
  const weights: Float32Array[] = []
  for (let layer = numLayers - 1; layer >= 0; layer--) {
    copyIn(floats, slot, kept.outputs[layer] ?? none)
    for (let direction = 0; direction < directions; direction++)
      steps(bench, layer, direction, d, slot, kept.gates[layer * directions + direction])
    if (wanted.weights) {
      for (let direction = 0; direction < directions; direction++)
        stateGradients(bench, layer, direction, d, slot, weights)
      if (layer === 0) load(slot, input, inputSize)
      else {
        copyIn(floats, slot, kept.outputs[layer - 1] ?? none)
        mask(slot, layer - 1)
      }
      for (let direction = 0; direction < directions; direction++)
        inputWeightGradient(bench, layer, direction, d, slot, weights)
    }
    if (layer > 0 || wanted.input) inputGradient(bench, layer, d, slot)
    if (layer > 0) mask(slot, layer - 1)
    ;[d, slot] = [slot, d]
  }

  const inputOut = (): Float32Array => {
    if (inputRows === undefined) return copyOut(floats, d, rows * inputSize)
    const all = new Float32Array(plan.callTime * batch * inputSize)
    scatterRows(floats, d, inputRows, inputSize, all, 0)
    return all
  }
  return {
    input: wanted.input ? inputOut() : undefined,
    hidden: wanted.state ? stateOut(floats, bench.dh, plan, outputSize, outputSize) : undefined,
    cell: wanted.state && isLstm ? stateOut(floats, bench.dc, plan, hiddenSize, units) : undefined,
    weights: wanted.weights ? weights : undefined,
  }
}

/** All steps of a direction: the gradients by its gates, and the h before each step in the place of the output, at `slot`. */
const steps = (
  bench: Bench,
  layer: number,
  direction: number,
  d: number,
  slot: number,
  kept: Float32Array | undefined,
): void => {
  const { exports, floats, plan, matrix, panels, counts } = bench
  const { packed, time, batch, batchFirst, sequences, ldGates } = plan
  const { spec, outputSize, units, columns } = packed
  const { kind, hiddenSize, projSize, directions } = spec
  const width = directions * outputSize
  const index = layer * directions + direction
  const gates = gatesAt(bench, direction, d)
  if (kept !== undefined) copyIn(floats, gates, kept)
  packByRows(bench, weightOf(plan, layer, direction, 1).weight, outputSize, partsOf[kind].byH)
  const projection = panels + panelColumns(outputSize) * columns
  if (projSize > 0) {
    copyIn(floats, matrix, weightOf(plan, layer, direction, 'hr').weight)
    exports.f32_pack_rows(matrix << 2, hiddenSize << 2, projection << 2, hiddenSize, projSize)
  }
  if (sequences !== undefined) writeCounts(floats, counts, sequences, 0, time, 1 - direction)
  // From the step that was computed last.
  const sign = direction === 0 ? -1 : 1
  const last = direction === 0 ? time - 1 : 0
  const row = sequences ? (sequences.starts[last] ?? 0) : batchFirst ? last : last * batch
  const [toRow, toStep] = batchFirst ? [time, sign] : [1, sign * batch]
  const at = row * width + direction * outputSize
  exports.f32_steps_back(
    cells[kind].number,
    time,
    batch,
    sequences ? counts << 2 : 0,
    hiddenSize,
    outputSize,
    panels << 2,
    projSize > 0 ? projection << 2 : 0,
    bench.scratch << 2,
    bench.zeros << 2,
    (bench.h + index * batch * outputSize) << 2,
    (bench.c + index * batch * units) << 2,
    (bench.dh + index * batch * outputSize) << 2,
    (bench.dc + index * batch * units) << 2,
    (d + at) << 2,
    (slot + at) << 2,
    (toRow * width) << 2,
    (toStep * width) << 2,
    (gates + row * ldGates) << 2,
    (toRow * ldGates) << 2,
    (toStep * ldGates) << 2,
  )
}
