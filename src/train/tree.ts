import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { shown } from '../tensor/message.js'
import { rolesOf, sizesOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'

/** The run-time twin of `types/tree.ts`: records of tensors of floats, which may hold further records. */

/** A tree to walk through. A key without a value counts as left out. */
export interface Tree {
  readonly [key: string]: Leaf | Tree | undefined
}

/** What hangs on a tree. */
export type Leaf = FloatTensor<Shape>

const isLeaf = (node: Leaf | Tree): node is Leaf => isTensor(node)

/** `value` as a record, whatever it holds. */
const checkRecord = (value: unknown, what: string): Readonly<Record<string, unknown>> => {
  if (isTensor(value)) return fail('not a tree', { what, got: 'a tensor' })
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('not a tree', { what, got: shown(value) })
  // The cast: an object may be asked for any key.
  return value as Readonly<Record<string, unknown>>
}

/** `value` as a tree. Throws the sentence of `TreeOr` where it is none. */
export const checkTree = (value: unknown, what: string): Tree => {
  const record = checkRecord(value, what)
  for (const key of Object.keys(record)) {
    const node = record[key]
    if (node === undefined) continue
    if (!isTensor(node)) checkTree(node, `${what}.${key}`)
    else if (node.dtype !== 'f32') fail('leaf of integers', { what: `${what}.${key}` })
  }
  // The cast: every node of it was looked at.
  return record as Tree
}

/** All tensors of a tree with where they hang, `encoder.bias`, in the order of the keys. */
export const leavesOf = (tree: Tree, at = ''): readonly (readonly [path: string, leaf: Leaf])[] =>
  Object.keys(tree).flatMap((key) => {
    const node = tree[key]
    if (node === undefined) return []
    return isLeaf(node) ? [[`${at}${key}`, node] as const] : leavesOf(node, `${at}${key}.`)
  })

/**
 * The tensors of `value`, a tree with the very keys and axes of `tree`, in the order of `tree`. Throws the sentence of `SameTreeOr` where it is none:
 * for a key that is missing, then one too many, then what hangs there.
 */
export const leavesLike = (tree: Tree, other: string, value: unknown, what: string): readonly Leaf[] => {
  const record = checkRecord(value, what)
  const keys = Object.keys(tree).filter((key) => tree[key] !== undefined)
  for (const key of keys) if (record[key] === undefined) fail('missing leaf', { what, key, other })
  for (const key of Object.keys(record)) {
    if (record[key] !== undefined && tree[key] === undefined) fail('unexpected leaf', { what, key, other })
  }
  return keys.flatMap((key) => {
    const node = tree[key]
    if (node === undefined) return []
    return isLeaf(node)
      ? [leafLike(node, `${other}.${key}`, record[key], `${what}.${key}`)]
      : leavesLike(node, `${other}.${key}`, record[key], `${what}.${key}`)
  })
}

const leafLike = (leaf: Leaf, other: string, value: unknown, what: string): Leaf => {
  if (!isTensor(value)) return fail('not a leaf', { what, got: shown(value), other })
  if (value.dtype !== 'f32') return fail('leaf of integers', { what })
  if (sameAxes(value.axes, leaf.axes)) return value
  const [got, want] = [sizesOf(value.axes), sizesOf(leaf.axes)]
  if (got !== want) return fail('another leaf', { what, got, other, want })
  return fail('another leaf', { what, got: rolesOf(value.axes), other, want: rolesOf(leaf.axes) })
}

const sameAxes = (a: Shape, b: Shape): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every(({ role, label, size }, i) => role === b[i]?.role && label === b[i]?.label && size === b[i]?.size))

/** A tree with the keys of `tree` and other tensors, one for each of its own in the order of the keys. */
export const treeOf = (tree: Tree, leaves: readonly Leaf[]): Tree => {
  let next = 0
  const build = (like: Tree): Tree => {
    const built: Record<string, Leaf | Tree> = {}
    for (const key of Object.keys(like)) {
      const node = like[key]
      if (node !== undefined) built[key] = isLeaf(node) ? (leaves[next++] ?? node) : build(node)
    }
    return built
  }
  return build(tree)
}
