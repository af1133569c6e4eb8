/**
 * Sequences of different lengths in one batch, packed as the kernel computes them: sorted, longest first, and of each time step only the
 * rows that still run, one step after the other. Padding is neither copied nor computed.
 *
 * Source: the layout of PyTorch's PackedSequence, https://docs.pytorch.org/docs/2.9/generated/torch.nn.utils.rnn.PackedSequence.html
 */
import { copyRow } from './copy.js'

export interface Sequences {
  /** The batch's sequences, longest first: `order[i]` is the place of the i-th one. */
  readonly order: Int32Array
  /** How many sequences run at each step; as many steps as the longest one has. */
  readonly counts: Int32Array
  /** The packed row at which each step begins, and last the number of rows. */
  readonly starts: Int32Array
}

/** Undefined where all sequences have full length, and nothing needs to be packed. Throws RangeError when the lengths are none. */
export const sequencesOf = (lengths: readonly number[], time: number, batch: number): Sequences | undefined => {
  const given = Array.from(lengths)
  if (given.length !== batch) throw new RangeError(`there are ${given.length} lengths for a batch of ${batch}`)
  const wrong = given.findIndex((length) => !(Number.isInteger(length) && length >= 1 && length <= time))
  if (wrong >= 0) throw new RangeError(`length ${wrong} is ${given[wrong]}, but must be an integer from 1 to ${time}`)
  if (given.every((length) => length === time)) return undefined
  const lengthOf = (sequence: number): number => given[sequence] ?? 0
  const order = Int32Array.from(given.keys()).sort((x, y) => lengthOf(y) - lengthOf(x) || x - y)
  const longest = lengthOf(order[0] ?? 0)
  const counts = new Int32Array(longest)
  const starts = new Int32Array(longest + 1)
  let running = batch
  for (let t = 0; t < longest; t++) {
    while (lengthOf(order[running - 1] ?? 0) <= t) running -= 1
    counts[t] = running
    starts[t + 1] = (starts[t] ?? 0) + running
  }
  return { order, counts, starts }
}

/** For each packed row, its row in a `[T, B]` or, batch first, `[B, T]` array. */
export const rowsOf = (
  { order, counts, starts }: Sequences,
  time: number,
  batch: number,
  batchFirst: boolean,
): Int32Array => {
  const rows = new Int32Array(starts[counts.length] ?? 0)
  let next = 0
  for (const [t, running] of counts.entries())
    for (let i = 0; i < running; i++) {
      const sequence = order[i] ?? 0
      rows[next++] = batchFirst ? sequence * time + t : t * batch + sequence
    }
  return rows
}

/** Row `rows[i]` of what begins at `at` becomes row i of what begins at `toAt`; without `rows`, row i does. */
export const gatherRows = (
  from: Float32Array,
  at: number,
  width: number,
  rows: Int32Array | undefined,
  count: number,
  to: Float32Array,
  toAt: number,
  ld = width,
): void => {
  for (let i = 0; i < count; i++) copyRow(from, at + (rows?.[i] ?? i) * width, to, toAt + i * ld, width)
}

/** The inverse: row i of what begins at `at`, rows `ld` apart, becomes row `rows[i]` of what begins at `toAt`. */
export const scatterRows = (
  from: Float32Array,
  at: number,
  ld: number,
  rows: Int32Array | undefined,
  count: number,
  to: Float32Array,
  toAt: number,
  width: number,
): void => {
  for (let i = 0; i < count; i++) copyRow(from, at + i * ld, to, toAt + (rows?.[i] ?? i) * width, width)
}
