/**
 * The forward pass on WebAssembly: copies a call's arrays into the workbench, runs the layers, copies the results out.
 *
 * Every call writes all that it reads, so nothing depends on the call before. What x gives to the gates is computed for a block of time steps
 * at once, and the steps of the block follow, so that the gates buffer of a long sequence stays in the cache. The state goes from
 * block to block in h and c. Without gates (tanh, relu) the buffer is the output, and there is one block.
 *
 * Sequences of different lengths are packed (sequences.ts) as they are copied in, and everything is unpacked as it is copied out.
 */
import { mostCopied, roomForFloats } from '../room.js'
import { gatherRows, rowsOf, scatterRows } from '../rows.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import type { RecurrentResult } from './contract.js'
import { copyIn, copyOut } from './copy.js'
import type { KeptRun } from './kept-run.js'
import type { KernelExports } from './kernel-exports.js'
import { applyMask, maskRowsOf } from './masks.js'
import type { PackedWeights } from './packed-weights.js'
import { runBlock } from './run-block.js'
import { copyState, stateOut } from './state-rows.js'
import { loadRows, nextBlock, storeRows, timeBlock } from './time-block.js'

const none = new Float32Array(0)

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
  const { network } = packed
  const { outputSize, units, states } = network
  const { hiddenSize, kind } = network.spec
  const h = base + plan.h
  const c = base + plan.c
  const isLstm = kind === 'lstm'
  copyState(floats, h, hidden, network, plan, outputSize, outputSize)
  if (isLstm) copyState(floats, c, cell, network, plan, hiddenSize, units)
  const output =
    kept === undefined
      ? runLayers(exports, floats, base, packed, plan, input, masks)
      : recordLayers(exports, floats, base, kept)
  // In a stream of single steps a second array would cost as much as a tenth of the step.
  const isState = plan.steps === 1 && states === 1 && plan.sequences === undefined
  return {
    output,
    hidden: isState ? output : stateOut(floats, h, network, plan, outputSize, outputSize),
    cell: isLstm ? stateOut(floats, c, network, plan, hiddenSize, units) : undefined,
  }
}

/** The output, by way of layers that lie whole in the workbench. */
const runLayers = (
  exports: KernelExports,
  floats: Float32Array,
  base: number,
  packed: PackedWeights,
  plan: Plan,
  input: Float32Array,
  masks: readonly Float32Array[] | undefined,
): Float32Array => {
  const { width } = packed.network
  const { inputSize, numLayers, directions } = packed.spec
  const callRows = plan.sequences && rowsOf(plan.sequences, plan.time, plan.batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)
  if (callRows === undefined) copyIn(floats, base, input)
  else gatherRows(input, 0, inputSize, callRows, plan.rows, floats, base)
  let from = base
  let to = base
  for (let layer = 0; layer < numLayers; layer++) {
    to = base + (layer % 2 === 0 ? plan.odd : plan.even)
    for (let direction = 0; direction < directions; direction++)
      for (let done = 0; done < plan.steps; done += plan.block) {
        const block = nextBlock(plan, plan.block, done, direction === 1)
        runBlock(exports, floats, base, packed, plan, layer * directions + direction, block, from, to)
      }
    const mask = masks?.[layer]
    if (mask !== undefined) applyMask(floats, to, mask, plan, maskRows, width, timeBlock(plan, 0, plan.steps))
    from = to
  }
  if (callRows === undefined) return copyOut(floats, to, plan.maskFloats, mostCopied)
  const output = roomForFloats(plan.maskFloats)
  scatterRows(floats, to, width, callRows, plan.rows, output, 0, width)
  return output
}

/** The output, by way of arrays that the backward pass reads again: of a layer only a block is in the workbench. */
const recordLayers = (exports: KernelExports, floats: Float32Array, base: number, kept: KeptRun): Float32Array => {
  const { packed, plan, masks } = kept
  const { width } = packed.network
  const { numLayers, directions, kind, inputSize } = packed.spec
  const callRows = plan.sequences && rowsOf(plan.sequences, plan.time, plan.batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)
  const out = base + plan.odd
  let from = kept.input
  for (let layer = 0; layer < numLayers; layer++) {
    const isLast = layer === numLayers - 1
    const columns = layer === 0 ? inputSize : width
    const mask = layer > 0 ? masks?.[layer - 1] : undefined
    // What a call was given and is given back is in the call's order, all between layers in that of the rows.
    const fromRows = layer === 0 ? callRows : undefined
    const toRows = isLast ? callRows : undefined
    const to = roomForFloats(isLast ? plan.maskFloats : plan.rows * width)
    for (let direction = 0; direction < directions; direction++) {
      const gates = cells[kind].kept > 0 ? roomForFloats(plan.rows * plan.ldGates) : none
      for (let done = 0; done < plan.steps; done += plan.block) {
        const block = nextBlock(plan, plan.block, done, direction === 1)
        loadRows(from, columns, block, floats, base, fromRows)
        if (mask !== undefined) applyMask(floats, base, mask, plan, maskRows, columns, block)
        // Rows are stored whole: with what the other direction has given.
        if (direction === 1) loadRows(to, width, block, floats, out, toRows)
        runBlock(exports, floats, base, packed, plan, layer * directions + direction, block, base, out)
        storeRows(floats, out, width, block, to, toRows)
        if (gates !== none) storeRows(floats, base + plan.gates, plan.ldGates, block, gates)
      }
      if (gates !== none) kept.gates.push(gates)
    }
    kept.outputs.push(to)
    from = to
  }
  return from
}
