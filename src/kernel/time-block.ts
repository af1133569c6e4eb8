/** A block of time steps of a call, and how its rows go between arrays of all rows and the workbench, where they are dense. */
import { copyRow, gatherRows, scatterRows } from '../rows.js'
import type { Plan } from './call-plan.js'
import type { Deferred } from './contract.js'

export interface TimeBlock {
  /** The first time step. */
  readonly start: number
  readonly count: number
  /** Rows in the block. */
  readonly rows: number
  /** Where they are among all rows: runs of so many, each so many after the one before. */
  readonly firstRow: number
  readonly runRows: number
  readonly runStep: number
}

/** The row, among all rows, of a step's first sequence. */
export const rowOfStep = ({ sequences, sequenceFirst, batch }: Plan, step: number): number =>
  sequences === undefined ? step * (sequenceFirst ? 1 : batch) : (sequences.starts[step] ?? 0)

/** `count` steps from `start` on. */
export const timeBlock = (plan: Plan, start: number, count: number): TimeBlock => {
  const { sequences, sequenceFirst, batch, steps } = plan
  const firstRow = rowOfStep(plan, start)
  const rows = sequences === undefined ? count * batch : rowOfStep(plan, start + count) - firstRow
  // Of sequences that lie one after the other, a run in each; else all rows are one run.
  return sequenceFirst && count < steps
    ? { start, count, rows, firstRow, runRows: count, runStep: steps }
    : { start, count, rows, firstRow, runRows: rows, runStep: rows }
}

/** The block that follows after `done` steps, `most` steps long or what is left; from the last step on where the steps are taken in reverse. */
export const nextBlock = (plan: Plan, most: number, done: number, inReverse: boolean): TimeBlock => {
  const count = Math.min(most, plan.steps - done)
  return timeBlock(plan, inReverse ? plan.steps - done - count : done, count)
}

/** Copies a block's rows to `at`. Where `callRows` is given, `from` is in the order of the call, and row i of all rows is its row `callRows[i]`. */
export const loadRows = (
  from: Float32Array | Deferred,
  width: number,
  block: TimeBlock,
  floats: Float32Array,
  at: number,
  callRows?: Int32Array,
): void => {
  const { rows, firstRow, runRows, runStep } = block
  const isArray = from instanceof Float32Array
  if (callRows !== undefined) {
    const own = callRows.subarray(firstRow, firstRow + rows)
    if (isArray) gatherRows(from, 0, width, own, rows, floats, at)
    else for (const [i, row] of own.entries()) from.write(floats, at + i * width, row * width, width)
    return
  }
  for (let done = 0, row = firstRow; done < rows; done += runRows, row += runStep)
    if (isArray) copyRow(from, row * width, floats, at + done * width, runRows * width)
    else from.write(floats, at + done * width, row * width, runRows * width)
}

/** The inverse of `loadRows`. */
export const storeRows = (
  floats: Float32Array,
  at: number,
  width: number,
  block: TimeBlock,
  to: Float32Array,
  callRows?: Int32Array,
): void => {
  const { rows, firstRow, runRows, runStep } = block
  if (callRows !== undefined) {
    scatterRows(floats, at, width, callRows.subarray(firstRow, firstRow + rows), rows, to, 0, width)
    return
  }
  for (let done = 0, row = firstRow; done < rows; done += runRows, row += runStep)
    copyRow(floats, at + done * width, to, row * width, runRows * width)
}
