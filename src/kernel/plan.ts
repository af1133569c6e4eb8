/**
 * What a call is going to do: its arguments, read once and checked, and where things will lie in the workbench.
 *
 *     workbench : [input][h of all layers][c of all layers][scratch][counts][output of odd layers][output of even layers][gates]
 */
import { expectRoom, roundUp } from './arena.js'
import { cells } from './cells.js'
import type { RecurrentCall } from './contract.js'
import { expectLength, type PackedWeights } from './packed-weights.js'
import { type Sequences, sequencesOf } from './sequences.js'

/** Floats of the gates buffer that stay in any second-level cache, with room for weights beside them. */
const blockFloats = 65_536
/** A block has at least so many rows, or reading the weights again for each would cost more than the buffer's stay in the cache gains. */
const leastRows = 32

/** One run: the caller's arrays, each read once and checked, and where things lie in the workbench, in floats from its start. */
export interface Plan {
  readonly packed: PackedWeights
  readonly input: Float32Array
  readonly hidden: Float32Array | undefined
  readonly cell: Float32Array | undefined
  readonly masks: readonly Float32Array[] | undefined
  /** Time steps that are computed, at most the caller's. */
  readonly time: number
  readonly callTime: number
  readonly batch: number
  /** How the rows lie in the workbench: not where sequences are packed. */
  readonly batchFirst: boolean
  readonly callBatchFirst: boolean
  readonly sequences: Sequences | undefined
  /** Rows that are computed: one for each time step of each sequence. */
  readonly rows: number
  /** Floats from one row of the gates buffer to the next. */
  readonly ldGates: number
  readonly keep: boolean
  /** Time steps of a block. */
  readonly block: number
  readonly h: number
  readonly c: number
  readonly scratch: number
  readonly counts: number
  readonly outputs: readonly [number, number]
  readonly gates: number
  readonly needed: number
}

/** With `keep` the gates buffer holds all steps of a layer's direction, and what recurrent.ts says of it afterwards. */
export const planOf = (packed: PackedWeights, call: RecurrentCall, keep: boolean): Plan => {
  const { input, time: callTime, batch, batchFirst, lengths, hidden, cell, masks } = call
  const { spec, columns, units, outputSize } = packed
  const { kind, inputSize, hiddenSize, projSize, numLayers, directions } = spec
  if (!(callTime >= 1 && batch >= 1)) throw new RangeError(`time ${callTime} and batch ${batch} must be positive`)
  const states = numLayers * directions * batch
  const width = directions * outputSize
  expectLength('input', input, callTime * batch * inputSize)
  if (hidden !== undefined) expectLength('hidden', hidden, states * outputSize)
  if (cell !== undefined) expectLength('cell', cell, kind === 'lstm' ? states * hiddenSize : 0)
  if (masks !== undefined)
    for (let layer = 0; layer < numLayers - 1; layer++)
      expectLength(`mask ${layer}`, masks[layer], callTime * batch * width)
  const sequences = sequencesOf(lengths, callTime, batch)
  const time = sequences === undefined ? callTime : sequences.counts.length
  const rows = sequences === undefined ? time * batch : (sequences.starts[time] ?? 0)

  const gated = kind === 'lstm' || kind === 'gru'
  const ldGates = !gated ? directions * outputSize : keep ? cells[kind].kept * units : columns
  const block =
    gated && !keep
      ? Math.min(time, Math.max(Math.ceil(leastRows / batch), Math.floor(blockFloats / ldGates / batch)))
      : time
  let end = 0
  const room = (floats: number): number => {
    expectRoom(end + floats)
    const start = end
    end += roundUp(floats)
    return start
  }
  room(rows * inputSize)
  const h = room(states * outputSize)
  const c = room(kind === 'lstm' ? states * units : 0)
  const scratch = room(kind === 'gru' ? batch * columns : projSize > 0 ? batch * units : 0)
  const counts = room(sequences === undefined ? 0 : time + 1)
  const first = room(rows * width)
  const second = room(numLayers > 1 ? rows * width : 0)
  const gates = room(gated ? Math.min(rows, block * batch) * ldGates : 0)
  return {
    packed,
    input,
    hidden,
    cell,
    masks,
    time,
    callTime,
    batch,
    batchFirst: batchFirst && sequences === undefined,
    callBatchFirst: batchFirst,
    sequences,
    rows,
    ldGates,
    keep,
    block,
    h,
    c,
    scratch,
    counts,
    outputs: [first, second],
    gates,
    needed: end,
  }
}
