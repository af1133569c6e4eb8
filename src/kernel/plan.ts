/**
 * What the sizes of a call ask for: how much is computed, and where things lie in the workbench.
 *
 *     workbench : [input][h of all layers][c of all layers][scratch][counts][output of odd layers][output of even layers][gates]
 *
 * Where a run is kept for the way back, input and output are those of a block of time steps in one layer: all else goes to ordinary arrays at once, and
 * the workbench does not grow with the sequence.
 *
 * The plan of the last call is kept with the network, since most networks are called with the same sizes again and again.
 */
import type { Sequences } from '../rows.js'
import { Places } from './arena.js'
import type { Plan } from './call-plan.js'
import { cells } from './cells.js'
import { expectLength } from './expect-length.js'
import type { NetworkLayout } from './network-layout.js'
import { sequencesOf } from './sequences.js'

/** Floats of the gates buffer that stay in any second-level cache, with room for weights beside them. */
const blockFloats = 65_536
/** A block has at least so many rows, or reading the weights again for each would cost more than the buffer's stay in the cache gains. */
const leastRows = 32

const newPlan = (
  network: NetworkLayout,
  time: number,
  batch: number,
  batchFirst: boolean,
  keep: boolean,
  sequences: Sequences | undefined,
): Plan => {
  const { spec, columns, units, outputSize, width, states } = network
  const { kind, inputSize, hiddenSize, projSize, numLayers } = spec
  if (!(time >= 1 && batch >= 1)) throw new RangeError(`time ${time} and batch ${batch} must be positive`)
  const steps = sequences === undefined ? time : sequences.counts.length
  const rows = sequences === undefined ? time * batch : (sequences.starts[steps] ?? 0)
  const isGated = cells[kind].gates > 1
  const ldGates = !isGated ? width : keep ? cells[kind].kept * units : columns
  // Without gates it is the output. Up to twice as much of that is taken whole, since it is handed out in one copy then.
  const block =
    isGated || (keep && rows * ldGates > 2 * blockFloats)
      ? Math.min(steps, Math.max(Math.ceil(leastRows / batch), Math.floor(blockFloats / ldGates / batch)))
      : steps
  const blockRows = Math.min(rows, block * batch)
  const places = new Places()
  const room = (floats: number): number => places.take(floats)
  room(keep ? blockRows * (numLayers > 1 ? Math.max(inputSize, width) : inputSize) : rows * inputSize)
  return {
    time,
    batch,
    batchFirst,
    keep,
    sequences,
    steps,
    rows,
    sequenceFirst: batchFirst && sequences === undefined,
    ldGates,
    block,
    h: room(states * batch * outputSize),
    c: room(kind === 'lstm' ? states * batch * units : 0),
    scratch: room(kind === 'gru' || projSize > 0 ? batch * units : 0),
    counts: room(sequences === undefined ? 0 : steps + 1),
    odd: room((keep ? blockRows : rows) * width),
    even: room(numLayers > 1 && !keep ? rows * width : 0),
    gates: room(isGated ? blockRows * ldGates : 0),
    needed: places.end,
    inputFloats: time * batch * inputSize,
    hiddenFloats: states * batch * outputSize,
    cellFloats: kind === 'lstm' ? states * batch * hiddenSize : 0,
    maskFloats: time * batch * width,
  }
}

/**
 * The plan of a call. With `keep` the gates buffer is left as recurrent.ts says.
 * Throws RangeError when the lengths are none, or the workbench would be larger than any memory.
 */
export const planOf = (
  network: NetworkLayout,
  time: number,
  batch: number,
  batchFirst: boolean,
  lengths: readonly number[] | undefined,
  keep: boolean,
): Plan => {
  const { lastPlan } = network
  const sequences = lengths === undefined ? undefined : sequencesOf(lengths, time, batch)
  if (
    lastPlan?.time === time &&
    lastPlan.batch === batch &&
    lastPlan.batchFirst === batchFirst &&
    lastPlan.keep === keep &&
    sequences === undefined
  )
    return lastPlan
  const plan = newPlan(network, time, batch, batchFirst, keep, sequences)
  if (sequences === undefined) network.lastPlan = plan
  return plan
}

/** Throws RangeError where an array of a call has not the length that its sizes ask for. */
export const expectArrays = (
  { spec }: NetworkLayout,
  plan: Plan,
  input: Float32Array,
  hidden: Float32Array | undefined,
  cell: Float32Array | undefined,
  masks: readonly Float32Array[] | undefined,
): void => {
  expectLength('input', input, plan.inputFloats)
  if (hidden !== undefined) expectLength('hidden', hidden, plan.hiddenFloats)
  if (cell !== undefined) expectLength('cell', cell, plan.cellFloats)
  if (masks === undefined) return
  const between = spec.numLayers - 1
  if (masks.length !== between)
    throw new RangeError(`${masks.length} masks were given, but the layers have ${between} between them`)
  for (const [layer, mask] of masks.entries()) expectLength(`mask ${layer}`, mask, plan.maskFloats)
}
