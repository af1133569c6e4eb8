import type { state } from 'fp-ts'
import type { ParamsOr } from './module-params.js'
import type { Rng } from './rng.js'
import type { InputThrough, OutputThrough, Rule } from './rule.js'

/**
 * A module is a layer with parameters: `init` draws them, `apply(params)` makes a function of them. What that function makes of a shape is
 * written down once, as a rule. The module's own signatures read it, and so does `sequential`, which puts rules in a row.
 */

export declare const rule: unique symbol

/** Something that has a rule: a module, or a function such as `last`. */
export interface Ruled<R extends Rule> {
  readonly [rule]: R
}

/** A module with its parameters: a function of the input. */
export type Bound<R extends Rule> = <X>(input: InputThrough<R, X>) => OutputThrough<R, X>

/** A module with its parameters in training: what it gives is a `State<Rng, ...>`, since it may draw from a generator. */
export type Training<R extends Rule> = <X>(input: InputThrough<R, X>) => state.State<Rng, OutputThrough<R, X>>

/** The description of a layer. It holds no weights, and nothing in it changes. */
export interface Module<R extends Rule> extends Ruled<R> {
  /** Draws the parameters, the same bits as PyTorch's for the same seed. */
  readonly init: state.State<Rng, R['params']>
  /** Binds the parameters: `apply(params)(input)` runs the layer. */
  readonly apply: <P>(params: ParamsOr<P, R>) => Bound<R>
  /** As `apply`, in training: `train(params)(input)` is a `State<Rng, ...>`. */
  readonly train: <P>(params: ParamsOr<P, R>) => Training<R>
}
