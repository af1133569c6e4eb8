import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { mapParams } from '../grad/params.js'
import { sameAxes } from '../op/broadcast.js'
import { shown } from '../tensor/message.js'
import { DEEPEST } from '../tensor/nesting.js'
import { Names, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { isTensor, traceOf } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/**
 * The run-time twin of `types/tree.ts`: records and lists of tensors, nested as one likes. Their order is that of their keys.
 */

/** What hangs on a tree. */
export type Leaf = FloatTensor<Shape>

/** All tensors of a tree. Throws where it is none, with the path of what is wrong, which begins with `root`. */
export const leavesOf = (tree: unknown, root: string): readonly Leaf[] => {
  const leaves: Leaf[] = []
  // The long way round finds the path of what is wrong, which costs more than the walk.
  if (!collect(tree, leaves, 1)) mapParams(tree, (leaf) => leaf, root)
  return leaves
}

/** Adds the tensors of a tree to `leaves`; false where it is none, or too deep. */
const collect = (tree: unknown, leaves: Leaf[], depth: number): boolean => {
  if (isTensor(tree)) {
    if (tree.dtype !== 'f32' || traceOf(tree) !== undefined) return false
    leaves.push(tree)
    return true
  }
  const branch = branchOf(tree)
  if (branch === undefined || depth > DEEPEST) return false
  for (const key of Object.keys(branch)) {
    const node = branch[key]
    if (node !== undefined && !collect(node, leaves, depth + 1)) return false
  }
  return true
}

/** A record or a list, to be asked for its keys; undefined where it is neither. */
const branchOf = (node: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (typeof node !== 'object' || node === null || isTensor(node)) return undefined
  const prototype: unknown = Object.getPrototypeOf(node)
  const isBranch = prototype === null || prototype === Array.prototype || Object.getPrototypeOf(prototype) === null
  // The cast: an object may be asked for any key.
  return isBranch ? (node as Readonly<Record<string, unknown>>) : undefined
}

/** A tree with other tensors, one for each of its own, in the order of its keys. */
export const treeOf = (tree: unknown, leaves: readonly Leaf[]): unknown => {
  let next = 0
  const build = (node: unknown): unknown => {
    if (isTensor(node)) return leaves[next++]
    const branch = branchOf(node)
    if (branch === undefined) return undefined
    if (Array.isArray(node)) return Object.freeze(node.map(build))
    const built: Record<string, unknown> = {}
    for (const key of Object.keys(branch)) built[key] = build(branch[key])
    return Object.freeze(built)
  }
  return build(tree)
}

/** Where a tensor hangs, `encoder.bias`, for each tensor of a tree. */
export const pathsOf = (tree: unknown): readonly string[] => {
  const walk = (node: unknown, path: string): readonly string[] =>
    isTensor(node)
      ? [path]
      : entriesOf(node).flatMap(([key, child]) => walk(child, path === '' ? key : `${path}.${key}`))
  return walk(tree, '')
}

const entriesOf = (node: unknown): readonly (readonly [key: string, value: unknown])[] =>
  typeof node === 'object' && node !== null ? Object.entries(node).filter(([, value]) => value !== undefined) : []

/**
 * The tensors of `value`, a tree with the very keys and axes of `tree`. Throws the sentence of `SameTreeOr` where it is none: for a key that is
 * missing, then one too many, then a tensor.
 */
export const leavesLike = (tree: unknown, other: string, value: unknown, what: string): readonly Leaf[] => {
  const leaves: Leaf[] = []
  return collectLike(tree, value, leaves) ? leaves : compare(tree, other, value, what)
}

/** Adds the tensors of `value` to `leaves`, where it plainly is of the keys and axes of `tree`; false where that needs a closer look. */
const collectLike = (tree: unknown, value: unknown, leaves: Leaf[]): boolean => {
  if (isTensor(tree)) {
    if (!isTensor(value) || value.dtype !== 'f32' || !sameSizes(tree.axes, value.axes)) return false
    leaves.push(value)
    return true
  }
  const [wanted, given] = [branchOf(tree), branchOf(value)]
  if (wanted === undefined || given === undefined) return false
  const keys = Object.keys(wanted)
  if (Object.keys(given).length !== keys.length) return false
  for (const key of keys) {
    if (wanted[key] === undefined ? given[key] !== undefined : !collectLike(wanted[key], given[key], leaves))
      return false
  }
  return true
}

const sameSizes = (a: Shape, b: Shape): boolean => {
  if (!sameAxes(a, b)) return false
  for (let i = 0; i < a.length; i++) if (a[i]?.size !== b[i]?.size) return false
  return true
}

const compare = (tree: unknown, other: string, value: unknown, what: string): readonly Leaf[] => {
  if (isTensor(tree)) return [leafLike(tree.axes, other, value, what)]
  if (typeof value !== 'object' || value === null) return fail('not a branch', { what, got: shown(value), other })
  if (isTensor(value)) return fail('not a branch', { what, got: 'a tensor', other })
  const [wanted, given] = [entriesOf(tree), new Map(entriesOf(value))]
  for (const [key] of wanted) if (!given.has(key)) fail('missing leaf', { what, key, other })
  const known = new Set(wanted.map(([key]) => key))
  for (const key of given.keys()) if (!known.has(key)) fail('unexpected leaf', { what, key, other })
  const isList = Array.isArray(tree)
  return wanted.flatMap(([key, node]) => {
    const step = isList ? `[${key}]` : `.${key}`
    return compare(node, `${other}${step}`, given.get(key), `${what}${step}`)
  })
}

const leafLike = (axes: Shape, other: string, value: unknown, what: string): Leaf => {
  if (!isTensor(value)) return fail('not a leaf', { what, got: shown(value), other })
  if (value.dtype !== 'f32') return fail('not a leaf', { what, got: 'a tensor of i32 numbers', other })
  if (sameAxes(value.axes, axes)) {
    new Names().add(axes, other).add(value.axes, what)
    return value
  }
  return fail('another leaf', { what, got: wordsOf(value.axes), other, want: wordsOf(axes) })
}
