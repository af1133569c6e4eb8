/** Dropout between layers. */
import { rowsOf } from '../rows.js'
import type { Plan } from './call-plan.js'
import type { TimeBlock } from './time-block.js'

/**
 * Multiplies a block's rows, from `at` on, by a layer's dropout mask, which is time-major whatever the rows' order is. Of packed sequences row i of all rows
 * is its row `maskRows[i]`.
 */
export const applyMask = (
  floats: Float32Array,
  at: number,
  mask: Float32Array,
  { time, batch, sequenceFirst }: Plan,
  maskRows: Int32Array | undefined,
  width: number,
  { rows, firstRow, runRows, runStep }: TimeBlock,
): void => {
  for (let i = 0; i < rows; i++) {
    const row = firstRow + Math.floor(i / runRows) * runStep + (i % runRows)
    const maskRow = maskRows?.[row] ?? (sequenceFirst ? (row % time) * batch + Math.floor(row / time) : row)
    const to = at + i * width
    const from = maskRow * width
    for (let j = 0; j < width; j++) floats[to + j] = (floats[to + j] ?? 0) * (mask[from + j] ?? 0)
  }
}

/** Of packed sequences, for each row its row in a dropout mask. */
export const maskRowsOf = ({ sequences, time, batch }: Plan): Int32Array | undefined =>
  sequences && rowsOf(sequences, time, batch, false)
