/**
 * The backward pass on WebAssembly: from the gradients of a run's results to those of what went into it, layer by layer from the last, and in
 * each direction block by block from the step that was computed last.
 *
 * A block's rows are copied in from what was kept, and the gradient by its input is copied out. The gradients by the states go from
 * block to block in dh and dc; the states before a block are read from what was kept of the step before it.
 */
import { roomForFloats } from '../room.js'
import { copyRow, rowsOf } from '../rows.js'
import type { BackwardPlan, Bench } from './backward-plan.js'
import {
  addGradients,
  clearGradients,
  gatesOf,
  inputGradient,
  packDirection,
  takeGradients,
} from './backward-products.js'
import { cells } from './cells.js'
import type { Deferred, RecurrentGradients } from './contract.js'
import { clear } from './copy.js'
import type { KeptRun } from './kept-run.js'
import { applyMask, maskRowsOf } from './masks.js'
import { writeCounts } from './run-block.js'
import { giveBack, spareRoom } from './spares.js'
import { copyState, stateOut } from './state-rows.js'
import { loadRows, nextBlock, rowOfStep, storeRows, type TimeBlock, timeBlock } from './time-block.js'

const none = new Float32Array(0)

/** Runs the layers, on a workbench that is large enough. */
export const runBackward = (bench: Bench, { kept, gradients, wanted }: BackwardPlan): RecurrentGradients => {
  const { packed, plan, input, hidden, cell, masks } = kept
  const { network, weights: given } = packed
  const { spec, outputSize, width, units, directions: layout } = network
  const { kind, hiddenSize, numLayers, directions } = spec
  const { floats } = bench
  const isLstm = kind === 'lstm'
  const callRows = plan.sequences && rowsOf(plan.sequences, plan.time, plan.batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)

  clear(floats, bench.zeros, bench.counts - bench.zeros)
  copyState(floats, bench.h, hidden, network, plan, outputSize, outputSize)
  copyState(floats, bench.dh, gradients.hidden, network, plan, outputSize, outputSize)
  if (isLstm) {
    copyState(floats, bench.c, cell, network, plan, hiddenSize, units)
    copyState(floats, bench.dc, gradients.cell, network, plan, hiddenSize, units)
  }
  // Where a block is all there is, its rows are still there for the other direction, each half of `d` and `out` as it was.
  const isWhole = bench.block === plan.steps
  const weights: Float32Array[] = []
  // The gradient by the layer's output. What a call was given and is given back is in the call's order, all between layers in that of the rows.
  let dOutput: Float32Array | Deferred | undefined = gradients.output
  let dInput: Float32Array | undefined
  for (let layer = numLayers - 1; layer >= 0; layer--) {
    const isLast = layer === numLayers - 1
    const mask = layer > 0 ? masks?.[layer - 1] : undefined
    const from = layer > 0 ? (kept.outputs[layer - 1] ?? none) : input
    const own = layer > 0 ? undefined : callRows
    const outRows = isLast ? callRows : undefined
    const columns = layout[layer * directions]?.input ?? 0
    const goesOn = layer > 0 || wanted.input
    dInput = layer > 0 ? spareRoom(plan.rows * columns) : undefined
    if (layer === 0 && wanted.input) dInput = roomForFloats(plan.time * plan.batch * columns)
    for (let direction = 0; direction < directions; direction++) {
      const index = layer * directions + direction
      packDirection(bench, given, index, goesOn)
      if (wanted.weights) clearGradients(bench, index)
      for (let done = 0; done < plan.steps; done += bench.block) {
        const block = nextBlock(plan, bench.block, done, direction === 0)
        const isLoaded = isWhole && direction === 1
        if (!isLoaded) {
          if (dOutput === undefined) clear(floats, bench.d, block.rows * width)
          else loadRows(dOutput, width, block, floats, bench.d, outRows)
          loadRows(kept.outputs[layer] ?? none, width, block, floats, bench.out, outRows)
        }
        stepsBack(bench, kept, layer, direction, block, outRows)
        if (wanted.weights) {
          if (!isLoaded) {
            loadRows(from, columns, block, floats, bench.x, own)
            if (mask !== undefined) applyMask(floats, bench.x, mask, plan, maskRows, columns, block)
          }
          addGradients(bench, index, block.rows)
        }
        if (dInput !== undefined) {
          if (direction === 1 && !isWhole) loadRows(dInput, columns, block, floats, bench.dx, own)
          inputGradient(bench, index, block.rows, direction === 0)
          if (direction === directions - 1 || !isWhole) storeRows(floats, bench.dx, columns, block, dInput, own)
        }
      }
      if (wanted.weights) takeGradients(bench, index, weights)
    }
    if (dInput !== undefined && mask !== undefined)
      applyMask(dInput, 0, mask, plan, maskRows, columns, timeBlock(plan, 0, plan.steps))
    if (!isLast && dOutput instanceof Float32Array) giveBack(dOutput)
    dOutput = dInput
  }
  return {
    input: dInput,
    hidden: wanted.state ? stateOut(floats, bench.dh, network, plan, outputSize, outputSize) : undefined,
    cell: wanted.state && isLstm ? stateOut(floats, bench.dc, network, plan, hiddenSize, units) : undefined,
    weights: wanted.weights ? weights : undefined,
  }
}

/** The steps of a block: the gradients by its gates, and the h before each step in the place of the output, whose rows are in the order of `outRows`. */
const stepsBack = (
  bench: Bench,
  kept: KeptRun,
  layer: number,
  direction: number,
  block: TimeBlock,
  outRows: Int32Array | undefined,
): void => {
  const { exports, floats, network, plan } = bench
  const { batch, sequenceFirst, sequences, ldGates } = plan
  const { spec, outputSize, width, units } = network
  const { kind, hiddenSize, projSize, directions } = spec
  const { start, count, firstRow } = block
  const index = layer * directions + direction
  const keptGates = kept.gates[index]
  if (keptGates !== undefined) loadRows(keptGates, ldGates, block, floats, bench.gates)
  const [gates] = gatesOf(bench, direction)
  const [h, c] = statesBefore(bench, kept, layer, direction, block, outRows)
  // From the step that was computed last.
  const isReverse = direction === 1
  if (sequences !== undefined) writeCounts(floats, bench.counts, sequences, start, count, !isReverse)
  const sign = isReverse ? 1 : -1
  const last = isReverse ? 0 : count - 1
  const row = rowOfStep(plan, start + last) - firstRow
  const [toRow, toStep] = sequenceFirst ? [count, sign] : [1, sign * batch]
  const at = row * width + direction * outputSize
  exports.f32_steps_back(
    cells[kind].number,
    count,
    batch,
    sequences ? bench.counts << 2 : 0,
    hiddenSize,
    outputSize,
    bench.wHh << 2,
    projSize > 0 ? bench.wHr << 2 : 0,
    bench.scratch << 2,
    bench.zeros << 2,
    h << 2,
    c << 2,
    (bench.dh + index * batch * outputSize) << 2,
    (bench.dc + index * batch * units) << 2,
    (bench.d + at) << 2,
    (bench.out + at) << 2,
    (toRow * width) << 2,
    (toStep * width) << 2,
    (gates + row * ldGates) << 2,
    (toRow * ldGates) << 2,
    (toStep * ldGates) << 2,
  )
}

/** Where the states before a block are: the first ones, or, of sequences that ran before it, what was kept of that step. */
const statesBefore = (
  { floats, network, plan, h, c, hBefore, cBefore }: Bench,
  kept: KeptRun,
  layer: number,
  direction: number,
  { start, count }: TimeBlock,
  outRows: Int32Array | undefined,
): readonly [h: number, c: number] => {
  const { batch, steps, sequences, sequenceFirst, ldGates } = plan
  const { spec, outputSize, width, units } = network
  const index = layer * spec.directions + direction
  const firstH = h + index * batch * outputSize
  const firstC = c + index * batch * units
  const before = direction === 1 ? start + count : start - 1
  if (before < 0 || before >= steps) return [firstH, firstC]
  const output = kept.outputs[layer] ?? none
  const gates = spec.kind === 'lstm' ? kept.gates[index] : undefined
  const running = sequences === undefined ? batch : (sequences.counts[before] ?? 0)
  const row = rowOfStep(plan, before)
  const toNext = sequenceFirst ? steps : 1
  floats.copyWithin(hBefore, firstH, firstH + batch * outputSize)
  if (gates !== undefined) floats.copyWithin(cBefore, firstC, firstC + batch * units)
  for (let i = 0; i < running; i++) {
    const from = row + i * toNext
    copyRow(
      output,
      (outRows?.[from] ?? from) * width + direction * outputSize,
      floats,
      hBefore + i * outputSize,
      outputSize,
    )
    // What is kept of c is the last part of a row.
    if (gates !== undefined) copyRow(gates, (from + 1) * ldGates - units, floats, cBefore + i * units, units)
  }
  return [hBefore, cBefore]
}
