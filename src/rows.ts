/**
 * Rows of numbers in flat arrays: how they are copied, and in which order those of sequences of different lengths lie. The kernel computes in that order, and
 * what treats each step alone reads in it.
 *
 * Source of the order: PyTorch's PackedSequence, https://docs.pytorch.org/docs/2.9/generated/torch.nn.utils.rnn.PackedSequence.html
 */

/** Up to so many floats a plain loop copies faster than a call of the host. */
export const fewFloats = 48

/** A row of `width` floats. */
export const copyRow = (from: Float32Array, at: number, to: Float32Array, toAt: number, width: number): void => {
  if (width > fewFloats) to.set(from.subarray(at, at + width), toAt)
  else for (let i = 0; i < width; i++) to[toAt + i] = from[at + i] ?? 0
}

/** Sequences of different lengths, packed: of each time step the rows of those that still run, the longest one first, and one step after the other. */
export interface Sequences {
  /** The batch's sequences, longest first: `order[i]` is the place of the i-th one. */
  readonly order: Int32Array
  /** How many sequences run at each step; as many steps as the longest one has. */
  readonly counts: Int32Array
  /** The packed row at which each step begins, and last the number of rows. */
  readonly starts: Int32Array
}

/** The order of sequences of these lengths, of which each is at least 1. */
export const packedOrder = (lengths: readonly number[]): Sequences => {
  const lengthOf = (sequence: number): number => lengths[sequence] ?? 0
  const order = Int32Array.from(lengths.keys()).sort((x, y) => lengthOf(y) - lengthOf(x) || x - y)
  const longest = lengthOf(order[0] ?? 0)
  const counts = new Int32Array(longest)
  const starts = new Int32Array(longest + 1)
  let running = lengths.length
  for (let t = 0; t < longest; t++) {
    while (lengthOf(order[running - 1] ?? 0) <= t) running -= 1
    counts[t] = running
    starts[t + 1] = (starts[t] ?? 0) + running
  }
  return { order, counts, starts }
}

/** The row of a step in a `[T, B]` or, batch first, `[B, T]` array. */
export const rowAt = (t: number, b: number, time: number, batch: number, batchFirst: boolean): number =>
  batchFirst ? b * time + t : t * batch + b

/** For each packed row, its row in such an array. */
export const rowsOf = (
  { order, counts, starts }: Sequences,
  time: number,
  batch: number,
  batchFirst: boolean,
): Int32Array => {
  const rows = new Int32Array(starts[counts.length] ?? 0)
  let next = 0
  for (const [t, running] of counts.entries())
    for (let i = 0; i < running; i++) rows[next++] = rowAt(t, order[i] ?? 0, time, batch, batchFirst)
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
