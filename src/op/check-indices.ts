import type { AnyAxis } from '../../types/axis.js'
import * as sentences from '../../types/sentences.js'
import type { AnyTensor } from '../../types/tensor.js'
import { labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/** Throws where an index is outside of the axis that it picks from, and names it and its place. */
export const checkIndices = (indices: AnyTensor, name: string, axis: AnyAxis, what: string): void => {
  const { data } = indices
  for (let at = 0; at < data.length; at++) {
    const got = data[at] ?? 0
    if (got >= 0 && got < axis.size) continue
    const place = `${name}${placeOf(indices.shape, at)}`
    fail('index outside', { place, got, what, role: axis.role, size: labelOf(axis), last: axis.size - 1 })
  }
}

/** The place of the number `at` in a tensor as it is written: `[1][0]`. */
export const placeOf = (shape: readonly number[], at: number): string => {
  let text = ''
  for (let axis = shape.length - 1, left = at; axis >= 0; axis--) {
    const size = shape[axis] ?? 1
    text = `[${left % size}]${text}`
    left = Math.floor(left / size)
  }
  return text
}
