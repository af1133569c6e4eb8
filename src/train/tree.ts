import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { mapParams } from '../grad/params.js'
import { sameAxes } from '../op/broadcast.js'
import { shown } from '../tensor/message.js'
import { Names, wordsOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'

/**
 * The run-time twin of `types/tree.ts`: records and lists of tensors, nested as one likes. Their order is that of their keys.
 */

/** What hangs on a tree. */
export type Leaf = FloatTensor<Shape>

/** All tensors of a tree. Throws where it is none, with the path of what is wrong, which begins with `root`. */
export const leavesOf = (tree: unknown, root: string): readonly Leaf[] => {
  const leaves: Leaf[] = []
  const keep = (leaf: AnyLeaf): void => void (leaf.dtype === 'f32' && leaves.push(leaf))
  mapParams(tree, keep, root)
  return leaves
}

type AnyLeaf = Parameters<Parameters<typeof mapParams>[1]>[0]

/** A tree with other tensors, one for each of its own. */
export const treeOf = (tree: unknown, leaves: readonly Leaf[], root: string): unknown =>
  mapParams(tree, (_, i) => leaves[i], root)

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
    return leavesLike(node, `${other}${step}`, given.get(key), `${what}${step}`)
  })
}

const leafLike = (axes: Shape, other: string, value: unknown, what: string): Leaf => {
  if (!isTensor(value)) return fail('not a leaf', { what, got: shown(value), other })
  if (value.dtype !== 'f32') return fail('not a leaf', { what, got: 'a tensor of i32 numbers', other })
  if (sameAxes(value.axes, axes)) {
    if (axes.some(({ size }, i) => size !== value.axes[i]?.size)) new Names().add(axes, other).add(value.axes, what)
    return value
  }
  return fail('another leaf', { what, got: wordsOf(value.axes), other, want: wordsOf(axes) })
}
