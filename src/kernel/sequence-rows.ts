/**
 * Where the rows of a run lie in the backward pass's workbench: one row for each time step of each sequence.
 *
 * Without lengths they lie as the caller's do. With lengths they are *packed*, as PyTorch's PackedSequence is: the sequences are sorted,
 * longest first, and time step t has a row for each that is longer than t. So the long products meet no padding, and a step is a run of
 * rows. A `Stretch` is a run of time steps with the same number of sequences.
 */
import type { RecurrentCall } from './contract.js'
import { copyIn, copyOut, copyPartIn } from './copy.js'

export interface Stretch {
  readonly start: number
  /** The step after its last. */
  readonly end: number
  readonly batch: number
}

export interface SequenceRows {
  readonly count: number
  /** Rows of the caller's arrays, padding included. */
  readonly all: number
  /** Rows from one sequence to the next within a time step. */
  readonly ldRow: number
  /** In order of time; the number of sequences falls from one to the next. */
  readonly stretches: readonly Stretch[]
  /** For packed rows: the caller's row of each, and the caller's sequence of each of ours. */
  readonly packed: { readonly source: Int32Array; readonly order: readonly number[] } | undefined
  /** The row of a time step's first sequence. */
  readonly stepAt: (step: number) => number
  /** Where a row stands in time-major order with padding. */
  readonly timeMajor: (row: number) => number
}

const packedRows = (
  time: number,
  batch: number,
  batchFirst: boolean,
  lengths: readonly number[],
  toTimeMajor: (row: number) => number,
): SequenceRows => {
  const lengthOf = (b: number): number => lengths[b] ?? 0
  const order = Array.from({ length: batch }, (_, b) => b).sort((a, b) => lengthOf(b) - lengthOf(a))
  const count = lengths.reduce((sum, length) => sum + length, 0)
  const source = new Int32Array(count)
  const stretches: Stretch[] = []
  const starts: number[] = []
  let next = 0
  let alive = batch
  for (let t = 0; t < lengthOf(order[0] ?? 0); t++) {
    while (lengthOf(order[alive - 1] ?? 0) <= t) alive -= 1
    const last = stretches.at(-1)
    if (last?.batch === alive) stretches[stretches.length - 1] = { ...last, end: t + 1 }
    else stretches.push({ start: t, end: t + 1, batch: alive })
    starts.push(next)
    for (let i = 0; i < alive; i++) {
      const b = order[i] ?? 0
      source[next++] = batchFirst ? b * time + t : t * batch + b
    }
  }
  return {
    count,
    all: time * batch,
    ldRow: 1,
    stretches,
    packed: { source, order },
    stepAt: (step) => starts[step] ?? count,
    timeMajor: (row) => toTimeMajor(source[row] ?? 0),
  }
}

export const sequenceRows = ({ time, batch, batchFirst, lengths }: RecurrentCall): SequenceRows => {
  const toTimeMajor = (row: number): number => (batchFirst ? (row % time) * batch + Math.floor(row / time) : row)
  if (lengths !== undefined) return packedRows(time, batch, batchFirst, lengths, toTimeMajor)
  const count = time * batch
  return {
    count,
    all: count,
    ldRow: batchFirst ? time : 1,
    stretches: [{ start: 0, end: time, batch }],
    packed: undefined,
    stepAt: batchFirst ? (step) => step : (step) => step * batch,
    timeMajor: toTimeMajor,
  }
}

/** Copies the caller's rows in. */
export const loadRows = (
  rows: SequenceRows,
  floats: Float32Array,
  at: number,
  from: Float32Array,
  width: number,
): void => {
  if (rows.packed === undefined) copyIn(floats, at, from)
  else
    rows.packed.source.forEach((row, i) => {
      copyPartIn(floats, at + i * width, from, row * width, width)
    })
}

/** Copies rows out, in the caller's order, with zeros where a sequence has ended. */
export const unloadRows = (rows: SequenceRows, floats: Float32Array, at: number, width: number): Float32Array => {
  if (rows.packed === undefined) return copyOut(floats, at, rows.count * width)
  const to = new Float32Array(rows.all * width)
  rows.packed.source.forEach((row, i) => {
    copyPartIn(to, row * width, floats, at + i * width, width)
  })
  return to
}

/** Multiplies rows by a dropout mask, which is time-major. */
export const maskRows = (
  rows: SequenceRows,
  floats: Float32Array,
  at: number,
  mask: Float32Array,
  width: number,
): void => {
  for (let row = 0; row < rows.count; row++) {
    const to = at + row * width
    const from = rows.timeMajor(row) * width
    for (let i = 0; i < width; i++) floats[to + i] = (floats[to + i] ?? 0) * (mask[from + i] ?? 0)
  }
}
