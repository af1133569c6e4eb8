import * as sentences from '../../types/sentences.js'
import type { AnyTensor } from '../../types/tensor.js'
import { shown } from '../tensor/message.js'
import { checkDepth, DEEPEST } from '../tensor/nesting.js'
import { failOf } from '../tensor/shape-error.js'
import { isFloats, isTensor, traceOf } from '../tensor/tensor.js'

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
  const visit = (value: unknown, parent: Place | undefined, key: string | number, depth: number): unknown => {
    if (isTensor(value)) {
      if (!isFloats(value)) return fail('integer parameter', { path: pathOf(parent, key) })
      if (traceOf(value) !== undefined) return fail('gradient of a gradient', { path: pathOf(parent, key) })
      return change(value, count++)
    }
    if (value === undefined && parent !== undefined) return undefined
    const place = { parent, key }
    if (depth > DEEPEST) checkDepth(depth, pathOf(parent, key))
    if (Array.isArray(value)) return Object.freeze(value.map((item: unknown, i) => visit(item, place, i, depth + 1)))
    if (!isRecord(value)) return fail('not parameters of a gradient', { path: pathOf(parent, key), got: shown(value) })
    // In a copy the key __proto__ is a key like any other. A loop, since `fromEntries` takes microseconds.
    const changed: Record<string, unknown> = Object.hasOwn(value, '__proto__') ? { ...value } : {}
    for (const own of Object.keys(value)) changed[own] = visit(value[own], place, own, depth + 1)
    return Object.freeze(changed)
  }
  return visit(params, undefined, root, 1)
}

/** A record or a list in the tree: a key of the one that it is in. */
interface Place {
  readonly parent: Place | undefined
  readonly key: string | number
}

/** How a place is written. Put together only for a sentence, since a tree has many places. */
const pathOf = (parent: Place | undefined, key: string | number): string => {
  if (parent === undefined) return String(key)
  const before = pathOf(parent.parent, parent.key)
  return typeof key === 'number' ? `${before}[${key}]` : `${before}.${key}`
}

/** Whether a value is a record: an object of no class. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
