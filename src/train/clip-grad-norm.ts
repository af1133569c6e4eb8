import * as sentences from '../../types/sentences.js'
import type { Trainable } from '../../types/tree.js'
import { roomForFloats } from '../room.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { amount } from './options.js'
import { type Leaf, leavesOf, treeOf } from './tree.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/** The norm of some numbers: in double precision, rounded once. */
const normOf = (numbers: Float32Array, type: number): number => {
  if (type === Number.POSITIVE_INFINITY) {
    let most = 0
    for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]))
    return most
  }
  let sum = 0
  if (type === 2) for (let i = 0; i < numbers.length; i++) sum += numbers[i] * numbers[i]
  else for (let i = 0; i < numbers.length; i++) sum += Math.abs(numbers[i]) ** type
  return Math.fround(type === 2 ? Math.sqrt(sum) : sum ** (1 / type))
}

const normOfAll = (leaves: readonly Leaf[], type: unknown): number => {
  if (typeof type !== 'number' || !(type > 0)) return fail('not a norm', { got: shown(type) })
  return normOf(
    Float32Array.from(leaves, (leaf) => normOf(floatsOf(leaf), type)),
    type,
  )
}

/** As `clipGradNorm`, for gradients of which no type is known. */
export const clip = (grads: unknown, maxNorm: unknown, normType: unknown): readonly [grads: unknown, norm: number] => {
  const leaves = leavesOf(grads, 'grads')
  const most = Math.fround(amount('maxNorm', maxNorm))
  const norm = normOfAll(leaves, normType)
  const factor = Math.min(1, Math.fround(most / Math.fround(norm + Math.fround(1e-6))))
  return [
    factor === 1
      ? grads
      : treeOf(
          grads,
          leaves.map((leaf) => times(leaf, factor)),
        ),
    norm,
  ]
}

const times = (leaf: Leaf, factor: number): Leaf => {
  const numbers = floatsOf(leaf)
  const shorter = roomForFloats(numbers.length)
  for (let i = 0; i < numbers.length; i++) shorter[i] = numbers[i] * factor
  return wrap(leaf.axes, shorter)
}

/** As `globalNorm`, for gradients of which no type is known. */
export const normOfTree = (grads: unknown, normType: unknown): number => normOfAll(leavesOf(grads, 'grads'), normType)

/**
 * The norm of all tensors of a tree taken as one vector: the norm of their norms. The norm is Euclid's unless `normType` says another; with `Infinity`
 * it is the largest size of a number.
 *
 * @throws ShapeError where `grads` is no record of f32 tensors, or `normType` no number above 0
 * @example
 * import * as assert from 'node:assert'
 * import { feature, globalNorm, tensor } from 'shapefold'
 *
 * const grads = { weight: tensor([feature(2)], [3, 0]), bias: tensor([feature(1)], [-4]) }
 * assert.deepStrictEqual([globalNorm(grads), globalNorm(grads, Infinity)], [5, 4])
 */
export const globalNorm = <G extends Trainable<G>>(grads: G, normType = 2): number => normOfTree(grads, normType)

/**
 * The gradients, made shorter where all of them taken as one vector are longer than `maxNorm`; and how long they were.
 * `torch.nn.utils.clip_grad_norm_`, but what it is given stays as it is.
 *
 * `g' = g min(1, maxNorm / (norm + 1e-6))`
 *
 * A norm that is NaN makes every gradient NaN, as in PyTorch: look at the norm.
 *
 * @throws ShapeError where `grads` is no record of f32 tensors, `maxNorm` no number of 0 or more, or `normType` no number above 0
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.utils.clip_grad_norm_.html
 * @example
 * import * as assert from 'node:assert'
 * import { clipGradNorm, feature, globalNorm, tensor } from 'shapefold'
 *
 * const [grads, norm] = clipGradNorm({ weight: tensor([feature(2)], [3, 4]) }, 1)
 * assert.strictEqual(norm, 5)
 * assert.ok(Math.abs(globalNorm(grads) - 1) < 1e-6)
 */
export const clipGradNorm = <G extends Trainable<G>>(
  grads: G,
  maxNorm: number,
  normType = 2,
): readonly [grads: G, norm: number] => {
  // The cast: the same keys and axes as those that were given.
  const [clipped, norm] = clip(grads, maxNorm, normType)
  return [clipped as G, norm]
}
