import type { Size } from './size.js'
import type { DType } from './tensor-body.js'

/** Whether a layer reads a whole sequence, one time step, or features wherever they stand. */
export type Form = 'sequence' | 'step' | 'any'

/**
 * A layer as the types know it.
 *
 * TypeScript can't apply one generic function to another's result. It can look up a property that is written in terms of `this`, though. So each rule
 * has a property `output`, computed from `this['input']`: the type of what comes out, or, where the input does not fit, the sentence that says why;
 * `Through<R, X>` puts `X` in the place of `input`. `output` is not named here, since the compiler would work it out for no input at all whenever it
 * asks whether something is a rule.
 */
export interface Rule {
  /** The type of what goes in. */
  readonly input: unknown
  /** PyTorch's name of it, for sentences. */
  readonly who: string
  /** The numbers that it takes. */
  readonly data: DType
  readonly takes: Form
  /** `'any'` where it gives the form that it took. */
  readonly gives: Form
  /** How many features it takes; undefined for any. */
  readonly features: Size | undefined
  /** How many features it gives; undefined for as many as it took. */
  readonly result: Size | undefined
  /** The option that sets `features`. */
  readonly option: string
  readonly params: object
  /** The keys of `params` in PyTorch's order. */
  readonly keys: readonly string[]
}

/** What the rule `R` makes of `X`. */
export type Through<R extends Rule, X> = R & { readonly input: X } extends { readonly output: infer Y } ? Y : never

/** `X` itself where it may go into a module of this rule, otherwise what is wrong with it. */
export type InputThrough<R extends Rule, X> = Through<R, X> extends string ? NoInfer<Through<R, X>> : X

/** What comes out of a module of this rule. */
export type OutputThrough<R extends Rule, X> = WithoutSentence<Through<R, X>>
type WithoutSentence<Y> = Y extends string ? never : Y
