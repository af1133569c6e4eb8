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
import type { RecurrentResult } from './contract.js'
import { copyIn, copyOut } from './copy.js'
import type { KernelExports } from './kernel-exports.js'
import { applyMask, maskRowsOf } from './masks.js'
import type { PackedWeights } from './packed-weights.js'
import { runBlock } from './run-block.js'
import { resultOf, statesIn } from './state-rows.js'
import { nextBlock, timeBlock } from './time-block.js'

/** Runs the layers, which lie whole in the workbench; it begins at `base`, and is large enough. */
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
): RecurrentResult => {
  const { network } = packed
  const { width } = network
  const { inputSize, numLayers, directions } = packed.spec
  const callRows = plan.sequences && rowsOf(plan.sequences, plan.time, plan.batch, plan.batchFirst)
  const maskRows = masks && maskRowsOf(plan)
  statesIn(floats, base, network, plan, hidden, cell)
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
  const output =
    callRows === undefined ? copyOut(floats, to, plan.maskFloats, mostCopied) : roomForFloats(plan.maskFloats)
  if (callRows !== undefined) scatterRows(floats, to, width, callRows, plan.rows, output, 0, width)
  return resultOf(floats, base, network, plan, output)
}
