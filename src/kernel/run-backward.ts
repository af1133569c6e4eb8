/**
 * The backward pass on WebAssembly: from the gradients of a run's results to those of what went into it, layer by layer from the last.
 *
 * Rows lie as they lay in the forward pass. One of the workbench's slots holds the gradient by a layer's output, of tanh and relu in the end
 * that by the gates. The other holds, one after the other: the layer's output, the h before each step, the layer's input, and
 * the gradient by the input, which is the one by the output of the layer before.
 */
import { roomForFloats } from '../room.js'
import { panelColumns } from './arena.js'
import type { BackwardPlan, Bench } from './backward-plan.js'
import {
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
import { applyMask, copyState, stateOut, writeCounts } from './run.js'
import { gatherRows, rowsOf, scatterRows } from './sequences.js'

const none = new Float32Array(0)

/** Runs the layers, on a workbench that is large enough. */
export const runBackward = (bench: Bench, { kept, gradients, wanted }: BackwardPlan): RecurrentGradients => {
  const { packed, plan, input, hidden, cell, masks } = kept
  const { spec, outputSize, width, units } = packed.network
  const { kind, inputSize, hiddenSize, numLayers, directions } = spec
  const { rows, batch, sequences } = plan
  const { floats } = bench
  const isLstm = kind === 'lstm'
  const callRows = sequences && rowsOf(sequences, plan.time, batch, plan.batchFirst)
  const load = (at: number, from: Float32Array, width: number): void => {
    if (callRows === undefined) copyIn(floats, at, from)
    else gatherRows(from, 0, width, callRows, rows, floats, at)
  }
  /** The output of a layer below the last, or the gradient by what it became, is multiplied by what dropout multiplied it by. */
  const mask = (at: number, layer: number): void => {
    const own = masks?.[layer]
    if (own !== undefined) applyMask(floats, at, own, plan, width)
  }

  clear(floats, bench.zeros, bench.counts - bench.zeros)
  copyState(floats, bench.h, hidden, packed, plan, outputSize, outputSize)
  copyState(floats, bench.dh, gradients.hidden, packed, plan, outputSize, outputSize)
  if (isLstm) {
    copyState(floats, bench.c, cell, packed, plan, hiddenSize, units)
    copyState(floats, bench.dc, gradients.cell, packed, plan, hiddenSize, units)
  }
  let d = bench.slot
  let slot = bench.otherSlot
  if (gradients.output === undefined) clear(floats, d, rows * width)
  else load(d, gradients.output, width)
  const weights: Float32Array[] = []
  for (let layer = numLayers - 1; layer >= 0; layer--) {
    copyIn(floats, slot, kept.outputs[layer] ?? none)
    for (let direction = 0; direction < directions; direction++)
      stepsBack(bench, layer, direction, d, slot, kept.gates[layer * directions + direction])
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
    const done = d
    d = slot
    slot = done
  }

  const inputOut = (): Float32Array => {
    if (callRows === undefined) return copyOut(floats, d, plan.inputFloats)
    const all = roomForFloats(plan.inputFloats)
    scatterRows(floats, d, inputSize, callRows, rows, all, 0, inputSize)
    return all
  }
  return {
    input: wanted.input ? inputOut() : undefined,
    hidden: wanted.state ? stateOut(floats, bench.dh, packed, plan, outputSize, outputSize) : undefined,
    cell: wanted.state && isLstm ? stateOut(floats, bench.dc, packed, plan, hiddenSize, units) : undefined,
    weights: wanted.weights ? weights : undefined,
  }
}

/** All steps of a direction: the gradients by its gates, and the h before each step in the place of the output, at `slot`. */
const stepsBack = (
  bench: Bench,
  layer: number,
  direction: number,
  d: number,
  slot: number,
  kept: Float32Array | undefined,
): void => {
  const { exports, floats, packed, plan, matrix, panels, counts } = bench
  const { steps, batch, sequenceFirst, sequences, ldGates } = plan
  const { spec, outputSize, width, units, columns } = packed.network
  const { kind, hiddenSize, projSize, directions } = spec
  const index = layer * directions + direction
  const gates = gatesAt(bench, direction, d)
  if (kept !== undefined) copyIn(floats, gates, kept)
  packByRows(bench, weightOf(packed, layer, direction, 1).weight, outputSize, partsOf[kind].byH)
  const projection = panels + panelColumns(outputSize) * columns
  if (projSize > 0) {
    copyIn(floats, matrix, weightOf(packed, layer, direction, 'hr').weight)
    exports.f32_pack_rows(matrix << 2, hiddenSize << 2, projection << 2, hiddenSize, projSize)
  }
  // From the step that was computed last.
  const isReverse = direction === 1
  if (sequences !== undefined) writeCounts(floats, counts, sequences, 0, steps, !isReverse)
  const sign = isReverse ? 1 : -1
  const last = isReverse ? 0 : steps - 1
  const row = sequences ? (sequences.starts[last] ?? 0) : sequenceFirst ? last : last * batch
  const [toRow, toStep] = sequenceFirst ? [steps, sign] : [1, sign * batch]
  const at = row * width + direction * outputSize
  exports.f32_steps_back(
    cells[kind].number,
    steps,
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
