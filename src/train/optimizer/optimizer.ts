import type { Optimizer, OptState } from '../../../types/optimizer.js'
import * as sentences from '../../../types/sentences.js'
import { roomForFloats } from '../../room.js'
import { failOf } from '../../tensor/shape-error.js'
import { floatsOf, wrap } from '../../tensor/tensor.js'
import { type Leaf, leavesLike, leavesOf, treeOf } from '../tree.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/**
 * What all optimisers share: the walk through the parameters. An optimiser itself is a loop over the numbers of one tensor.
 *
 * Every loop takes PyTorch's steps in PyTorch's order, each rounded to float32. Where PyTorch fuses a product and a sum (its CPU kernels do on
 * AVX2, so they round once), the loop adds in double precision, in which the product is exact, and rounds that. The sum is then rounded twice,
 * which differs from once in about one of 2^29 cases.
 */

/** Moves one tensor: writes the parameter one step on to `moved`, and what is to be remembered to `after`, both as long as `param`. */
export type Move = (
  param: Float32Array,
  grad: Float32Array,
  before: readonly Float32Array[],
  moved: Float32Array,
  after: readonly Float32Array[],
) => void

/** An optimiser, as it differs from others. */
export interface Rule {
  readonly who: string
  /** The names of what it remembers of each parameter. */
  readonly slots: readonly string[]
  /** How it moves a tensor in the update `step`, counted from 0. */
  readonly at: (step: number) => Move
}

/** The optimiser of a rule. */
export const optimizerOf = (rule: Rule): Optimizer => {
  const init = (params: unknown): OptState<unknown> => {
    const leaves = leavesOf(params, 'params')
    return stateOf(
      0,
      rule.slots.map((name) => [name, treeOf(params, leaves.map(emptyLike))]),
    )
  }

  const update = (params: unknown, grads: unknown, state: unknown): readonly [unknown, OptState<unknown>] => {
    const from = leavesOf(params, 'params')
    const along = leavesLike(params, 'params', grads, 'grads')
    const { step, slots } = checkState(state)
    const before = rule.slots.map((slot) =>
      slots[slot] === undefined
        ? fail('missing slot', { slot, who: rule.who })
        : leavesLike(params, 'params', slots[slot], `state.slots.${slot}`),
    )
    const to = from.map(emptyLike)
    const after = before.map(() => from.map(emptyLike))
    const move = rule.at(step)
    for (const [i, leaf] of from.entries()) {
      const at = (leaves: readonly Leaf[]): Float32Array => floatsOf(leaves[i] ?? leaf)
      move(floatsOf(leaf), at(along), before.map(at), at(to), after.map(at))
    }
    const kept = after.map((leaves, i) => [rule.slots[i] ?? '', treeOf(params, leaves)] as const)
    return [treeOf(params, to), stateOf(step + 1, kept)]
  }

  // The cast: both give trees of the keys and axes that they are given.
  return Object.freeze({ init, update }) as unknown as Optimizer
}

const stateOf = (step: number, slots: readonly (readonly [name: string, tree: unknown])[]): OptState<unknown> =>
  Object.freeze({ step, slots: Object.freeze(Object.fromEntries(slots)) })

const emptyLike = (leaf: Leaf): Leaf => wrap(leaf.axes, roomForFloats(floatsOf(leaf).length))

const checkState = (state: unknown): OptState<unknown> => {
  if (typeof state !== 'object' || state === null || !('step' in state) || !('slots' in state))
    return fail('another state', {})
  const { step, slots } = state
  if (typeof step !== 'number' || !Number.isSafeInteger(step) || step < 0) return fail('another state', {})
  if (typeof slots !== 'object' || slots === null) return fail('another state', {})
  // The cast: an object may be asked for any key.
  return { step, slots: slots as Readonly<Record<string, unknown>> }
}
