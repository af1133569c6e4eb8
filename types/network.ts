import type { state } from 'fp-ts'
import type { BatchedInput, BatchedStep, InputOr, Net, ResultOf, StepInputOr, StepResultOf } from './recurrent.js'
import type { Rng } from './rng.js'
import type { Rule } from './rule.js'
import type { StateOr } from './state.js'

/** What `rnn`, `lstm` and `gru` share: the functions of a network with its parameters. */

/** A network with its parameters: a function of a sequence and, if it is given, the state to begin with. */
export type Bound<N extends Net> = <X, State0 = never>(
  input: InputOr<X, BatchedInput<N['input'], N['batchFirst']>, N>,
  state0?: StateOr<State0, X, N>,
) => ResultOf<X, N>

/** As `Bound`, in training: dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type Training<N extends Net> = <X, State0 = never>(
  input: InputOr<X, BatchedInput<N['input'], N['batchFirst']>, N>,
  state0?: StateOr<State0, X, N>,
) => state.State<Rng, ResultOf<X, N>>

/** As `Bound`, for one time step. */
export type Step<N extends Net> = <X, State0 = never>(
  input: StepInputOr<X, BatchedStep<N['input']>, N>,
  state0?: StateOr<State0, X, N>,
) => StepResultOf<X, N>

/** A network in a `sequential`, where its output goes on. */
export interface NetworkRule<N extends Net, Params extends object, Keys extends readonly string[]> extends Rule {
  readonly output: InputOr<this['input'], BatchedInput<N['input'], N['batchFirst']>, N> extends infer X
    ? X extends string
      ? X
      : ResultOf<X, N> extends { readonly output: infer Output }
        ? Output
        : never
    : never
  readonly who: N['who']
  readonly data: 'f32'
  readonly takes: 'sequence'
  readonly gives: 'sequence'
  readonly features: N['input']
  readonly result: N['output']
  readonly option: 'inputSize'
  readonly params: Params
  readonly keys: Keys
}
