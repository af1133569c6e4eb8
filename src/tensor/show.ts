import type { show } from 'fp-ts'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { countOf, wordsOf } from './shape.js'

// As PyTorch does it: above so many numbers only the ends of each axis are printed.
const SUMMARY_ABOVE = 1000

/** The indices of an axis that are printed; `undefined` stands for those left out. */
const indices = (size: number, summary: boolean): readonly (number | undefined)[] =>
  summary && size > 6 ? [0, 1, 2, undefined, size - 3, size - 2, size - 1] : [...Array(size).keys()]

const digits = (value: number): string => {
  if (Number.isInteger(value) || !Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  const magnitude = Math.abs(value)
  return magnitude >= 1e5 || magnitude < 1e-4 ? value.toExponential(4) : value.toFixed(4)
}

/** A tensor as text: its axes, then its numbers in columns. */
export const printed = (axes: Shape, data: ArrayLike<number>): string => {
  const summary = countOf(axes) > SUMMARY_ABOVE
  const text = (i: number): string => digits(data[i] ?? Number.NaN)
  const visible: number[] = []
  const visit = (axis: number, start: number, count: number): void => {
    const size = axes[axis]?.size
    if (size === undefined) visible.push(start)
    else
      for (const i of indices(size, summary))
        if (i !== undefined) visit(axis + 1, start + (i * count) / size, count / size)
  }
  visit(0, 0, data.length)
  const width = Math.max(0, ...visible.map((i) => text(i).length))
  const nest = (axis: number, start: number, count: number): string => {
    const size = axes[axis]?.size
    if (size === undefined) return text(start).padStart(width)
    const inner = count / size
    const parts = indices(size, summary).map((i) =>
      i === undefined ? '...' : nest(axis + 1, start + i * inner, inner),
    )
    const isLast = axis === axes.length - 1
    return `[${parts.join(isLast ? ', ' : `,${'\n'.repeat(axes.length - 1 - axis)}${' '.repeat(axis + 1)}`)}]`
  }
  return `${wordsOf(axes)}\n${nest(0, 0, data.length)}`
}

/**
 * fp-ts's `Show` of tensors: the axes, then the numbers in columns, the middle of a large tensor left out. `console.log` shows the same.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, showTensor, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(2)], [[1, 2], [3, -4]])
 * assert.strictEqual(showTensor.show(x), '(batch 2, feature 2)\n[[ 1,  2],\n [ 3, -4]]')
 */
export const showTensor: show.Show<AnyTensor> = { show: (t) => printed(t.axes, t.data) }
