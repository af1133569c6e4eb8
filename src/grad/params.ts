import * as sentences from '../../types/sentences.js'
import type { AnyTensor } from '../../types/tensor.js'
import { shown } from '../tensor/message.js'
import { checkDepth } from '../tensor/nesting.js'
import { failOf } from '../tensor/shape-error.js'
import { isTensor, traceOf } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.gradients)

/**
 * Parameters as a tree: records and lists, nested as one likes, of tensors of floats. A leaf may be undefined, as a bias that is left out.
 */

/**
 * The same tree with each tensor replaced by `change`, which is also told its number in the order of the tree.
 *
 * @throws ShapeError that names the path of a leaf that is no tensor, holds integers, is on a tape or nested too deep. The path begins with `root`.
 */
export const mapParams = (
  params: unknown,
  change: (leaf: AnyTensor, index: number) => unknown,
  root = 'params',
): unknown => {
  let count = 0
  const visit = (value: unknown, path: string, depth: number): unknown => {
    if (isTensor(value)) return change(checkLeaf(value, path), count++)
    if (value === undefined && path !== root) return undefined
    const isList = Array.isArray(value)
    if (isList || isRecord(value)) checkDepth(depth, path)
    if (isList) return Object.freeze(value.map((item: unknown, i) => visit(item, `${path}[${i}]`, depth + 1)))
    if (!isRecord(value)) return fail('not parameters of a gradient', { path, got: shown(value) })
    // In a copy the key __proto__ is a key like any other. A loop, since `fromEntries` takes microseconds.
    const changed: Record<string, unknown> = Object.hasOwn(value, '__proto__') ? { ...value } : {}
    for (const key of Object.keys(value)) changed[key] = visit(value[key], `${path}.${key}`, depth + 1)
    return Object.freeze(changed)
  }
  return visit(params, root, 1)
}

const checkLeaf = (leaf: AnyTensor, path: string): AnyTensor => {
  if (leaf.dtype !== 'f32') return fail('integer parameter', { path })
  return traceOf(leaf) === undefined ? leaf : fail('gradient of a gradient', { path })
}

/** Whether a value is a record: an object of no class. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
