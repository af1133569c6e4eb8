import type { Message } from './message.js'
import type { SameTreeOr, Trainable } from './tree.js'

/** A function of the step, counted from 0: a learning rate that changes as training goes on. */
export type Schedule = (step: number) => number

/**
 * What an optimiser remembers from step to step: plain data, so that it can be saved.
 *
 * P   the type of the parameters: each of the slots has their keys and axes
 */
export interface OptState<P> {
  /** How many updates there have been. */
  readonly step: number
  /** The averages that the optimiser keeps of each parameter, under PyTorch's names in camel case: `expAvg`, `expAvgSq`. */
  readonly slots: { readonly [name: string]: P }
}

/** `S` itself where it is an optimiser's state for the parameters `P`, otherwise what is wrong with it. */
export type OptStateOr<S, P> = { readonly state: S } extends { readonly state: OptState<P> }
  ? S
  : NoInfer<Message<'another state', object>>

/**
 * A rule by which parameters follow their gradients. It holds nothing but its options: what it must remember is a value of its own, `OptState`.
 *
 * The parameters come first and decide the type of the rest, and what moves comes first in the result, too: `[params, state]`.
 */
export interface Optimizer {
  /** The state before the first update: all averages are zero. */
  readonly init: <P extends Trainable<P>>(params: P) => OptState<P>
  /** The parameters one step on, and the state after it. Nothing that is given is changed. */
  readonly update: <P, G, S>(
    params: P,
    grads: SameTreeOr<G, P, 'grads'>,
    state: OptStateOr<S, P>,
  ) => readonly [params: P, state: OptState<P>]
}
