import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import type { AnyTensor } from '../../../types/tensor.js'
import { roomForFloats } from '../../room.js'
import { axisOf } from '../../tensor/axis.js'
import { shown } from '../../tensor/message.js'
import { checkDepth } from '../../tensor/nesting.js'
import { packedOf, sequencesOf } from '../../tensor/sequences.js'
import { countOf, wordsOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import { isTensor, numbersOf, wrap } from '../../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors, sentences.fitting)

/** Rows of tensors: the run-time twin of the rules of data in `types/fit.ts`. */

/** How many rows the data has: the size of the batch axis of each of its tensors. Throws the sentence of `DataOr` where there is no such number. */
export const rowsOf = (data: unknown): number => {
  const sizes = new Set<number>()
  const visit = (node: unknown, path: string, depth: number): void => {
    const t = tensorIn(node)
    if (t !== undefined) {
      const axis = t.axes[batchAxisOf(t, path)]
      if (axis !== undefined) sizes.add(axis.size)
    } else if (typeof node === 'object' && node !== null) {
      checkDepth(depth, path)
      for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`, depth + 1)
    } else fail('not a tensor', { what: path })
  }
  if (typeof data !== 'object' || data === null) return fail('not data to learn from', { got: shown(data) })
  visit(data, 'data', 1)
  const [rows, ...others] = sizes
  if (rows === undefined) return fail('not data to learn from', { got: 'an empty record' })
  return others.length === 0 ? rows : fail('rows of two numbers', {})
}

/** A tensor, or that of packed sequences. */
const tensorIn = (node: unknown): AnyTensor | undefined => (isTensor(node) ? node : sequencesOf(node)?.tensor)

const batchAxisOf = ({ axes }: AnyTensor, path: string): number => {
  const roles = axes.map(({ role }) => role)
  const index = roles.indexOf('batch')
  const isOne = index >= 0 && roles.lastIndexOf('batch') === index
  return isOne ? index : fail('no batch axis', { what: path, got: wordsOf(axes) })
}

/** Some rows of every tensor in the data, and of packed sequences, in the order that is asked for. */
export const cutRows = (data: unknown, rows: Int32Array): unknown => {
  if (isTensor(data)) return cutTensor(data, rows)
  const sequences = sequencesOf(data)
  if (sequences !== undefined) {
    const { tensor, lengths, isClean } = sequences
    const own = Array.from(rows, (row) => lengths[row] ?? 0)
    return packedOf(cutTensor(tensor, rows), Object.freeze(own), isClean)
  }
  if (typeof data !== 'object' || data === null) return data
  return Object.freeze(Object.fromEntries(Object.entries(data).map(([key, node]) => [key, cutRows(node, rows)])))
}

const cutTensor = (t: AnyTensor, rows: Int32Array): AnyTensor => {
  const at = batchAxisOf(t, 'data')
  const axes: Shape = t.axes.map((axis, i) => (i === at ? axisOf('batch', 'B', rows.length) : axis))
  const from = numbersOf(t)
  const count = t.axes[at]?.size ?? 1
  const outer = countOf(t.axes.slice(0, at))
  const inner = countOf(t.axes.slice(at + 1))
  const numbers = from instanceof Int32Array ? new Int32Array(countOf(axes)) : roomForFloats(countOf(axes))
  for (let block = 0; block < outer; block++) {
    for (let i = 0; i < rows.length; i++) {
      const start = (block * count + rows[i]) * inner
      const to = (block * rows.length + i) * inner
      if (inner === 1) numbers[to] = from[start]
      else numbers.set(from.subarray(start, start + inner), to)
    }
  }
  return wrap(axes, numbers)
}

/** How many rows a batch has: the size of the batch axis of its first tensor that has one, and where there is none 1. */
export const rowsOfBatch = (batch: unknown): number => findRows(batch, new Set()) ?? 1

/** A batch of one's own may be anything, so it may hold itself: nothing is looked at twice. */
const findRows = (node: unknown, seen: Set<unknown>): number | undefined => {
  const t = tensorIn(node)
  if (t !== undefined) return t.axes.find(({ role }) => role === 'batch')?.size
  if (typeof node !== 'object' || node === null || seen.has(node)) return undefined
  seen.add(node)
  for (const child of Object.values(node)) {
    const rows = findRows(child, seen)
    if (rows !== undefined) return rows
  }
  return undefined
}
