/**
 * The forward pass of a run that is kept for the way back: as run.ts, the same numbers, but all that is kept goes into ordinary arrays block by block, and of a
 * layer no more than a block is in the workbench.
 */
import { roomForFloats } from '../room.js'
import { rowsOf } from '../rows.js'
import { cells } from './cells.js'
import type { RecurrentCall, RecurrentResult } from './contract.js'
import { copyOut } from './copy.js'
import { KeptRun } from './kept-run.js'
import type { KernelExports } from './kernel-exports.js'
import { applyMask, maskRowsOf } from './masks.js'
import type { PackedWeights } from './packed-weights.js'
import { expectArrays, planOf } from './plan.js'
import { runBlock } from './run-block.js'
import { spareRoom } from './spares.js'
import { resultOf, statesIn } from './state-rows.js'
import { loadRows, nextBlock, storeRows } from './time-block.js'

const none = new Float32Array(0)

/** Throws as the contract's `record` does. */
export const runRecorded = (
  packed: PackedWeights,
  { input, time, batch, batchFirst, lengths, hidden, cell, masks }: RecurrentCall,
): { readonly result: RecurrentResult; readonly kept: KeptRun } => {
  const { engine, network } = packed
  const plan = planOf(network, time, batch, batchFirst, lengths, true)
  expectArrays(network, plan, input, hidden, cell, masks)
  engine.reserve(packed, plan.needed)
  const { exports, floats, top } = engine.arena
  const kept = new KeptRun(packed, plan, input, hidden, cell, masks)
  statesIn(floats, top, network, plan, hidden, cell)
  const output = recordLayers(exports, floats, top, kept)
  return { result: resultOf(floats, top, network, plan, output), kept }
}

/** The output, by way of arrays that the backward pass reads again: of a layer only a block is in the workbench. */
const recordLayers = (exports: KernelExports, floats: Float32Array, base: number, kept: KeptRun): Float32Array => {
  const { packed, plan, masks } = kept
  const { width } = packed.network
  const { numLayers, directions, kind, inputSize } = packed.spec
  const callRows = plan.sequences && rowsOf(plan.sequences, plan.time, plan.batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)
  const out = base + plan.odd
  // Where a block is all there is, its rows are still there for the other direction.
  const isWhole = plan.block === plan.steps
  let from = kept.input
  for (let layer = 0; layer < numLayers; layer++) {
    const isLast = layer === numLayers - 1
    const columns = layer === 0 ? inputSize : width
    const mask = layer > 0 ? masks?.[layer - 1] : undefined
    // What a call was given and is given back is in the call's order, all between layers in that of the rows.
    const fromRows = layer === 0 ? callRows : undefined
    const toRows = isLast ? callRows : undefined
    // What is handed out is one copy where it can be: that is not cleared before.
    const isCopy = isLast && isWhole && toRows === undefined
    let to = isCopy ? none : isLast ? roomForFloats(plan.maskFloats) : spareRoom(plan.rows * width)
    for (let direction = 0; direction < directions; direction++) {
      const gates = cells[kind].kept > 0 ? spareRoom(plan.rows * plan.ldGates) : none
      for (let done = 0; done < plan.steps; done += plan.block) {
        const block = nextBlock(plan, plan.block, done, direction === 1)
        if (direction === 0 || !isWhole) {
          loadRows(from, columns, block, floats, base, fromRows)
          if (mask !== undefined) applyMask(floats, base, mask, plan, maskRows, columns, block)
        }
        // Rows are stored whole: with what the other direction has given.
        if (direction === 1 && !isWhole) loadRows(to, width, block, floats, out, toRows)
        runBlock(exports, floats, base, packed, plan, layer * directions + direction, block, base, out)
        if (isCopy) {
          if (direction === directions - 1) to = copyOut(floats, out, plan.rows * width)
        } else if (direction === directions - 1 || !isWhole) storeRows(floats, out, width, block, to, toRows)
        if (gates !== none) storeRows(floats, base + plan.gates, plan.ldGates, block, gates)
      }
      if (gates !== none) kept.gates.push(gates)
    }
    kept.outputs.push(to)
    from = to
  }
  return from
}
