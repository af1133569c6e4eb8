import type { state } from 'fp-ts'
import type { Message } from './message.js'
import type { ParamKeys, ParamsOf, ParamsOr } from './params.js'
import type { InputOr, Net, ResultOf, StepInputOr, StepResultOf } from './recurrent.js'
import type { Rng } from './rng.js'
import type { Rule } from './rule.js'
import type { StateOr } from './state.js'

/** What `rnn`, `lstm` and `gru` share: a network, and its functions with its parameters. */

/** A network with its parameters: a function of a sequence and, if it is given, the state to begin with. */
export type Bound<N extends Net> = <X, State0 = never>(
  input: InputOr<X, N['batched'], N>,
  state0?: StateOr<State0, X, N>,
) => ResultOf<X, N>

/** As `Bound`, in training: dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type Training<N extends Net> = <X, State0 = never>(
  input: InputOr<X, N['batched'], N>,
  state0?: StateOr<State0, X, N>,
) => state.State<Rng, ResultOf<X, N>>

/** As `Bound`, for one time step. */
export type Step<N extends Net> = <X, State0 = never>(
  input: StepInputOr<X, N['batchedStep'], N>,
  state0?: StateOr<State0, X, N>,
) => StepResultOf<X, N>

/**
 * The description of a recurrent network. It holds no weights, and nothing in it changes.
 *
 * Of   what the keys of its parameters depend on
 */
export interface Network<
  Who extends string,
  Config,
  Params extends object,
  Of extends ParamsOf,
  Bound,
  Training,
  Step,
> {
  readonly config: Config
  /** Draws the parameters from U(-1/sqrt(Hidden), 1/sqrt(Hidden)) in state-dict order, the same bits as PyTorch's for the same seed. */
  readonly init: state.State<Rng, Params>
  /** Binds the parameters: `apply(params)(input, state0?)` runs the network. Binding is done once, calling as often as you like. */
  readonly apply: <P>(params: ParamsOr<P, Params, Of, Who>) => Bound
  /** As `apply`, with dropout between the layers: `train(params)(input, state0?)` is a `State<Rng, ...>`. */
  readonly train: <P>(params: ParamsOr<P, Params, Of, Who>) => Training
  /** One time step with the state in the caller's hands: `step(params)(input, state0?)`. */
  readonly step: <P>(
    params: Of[1] extends 2 ? Message<'step in two directions', { who: Who }> : ParamsOr<P, Params, Of, Who>,
  ) => Step
}

/** A network in a `sequential`, where its output goes on. */
export interface NetworkRule<N extends Net, Params extends object, Of extends ParamsOf> extends Rule {
  readonly output: InputOr<this['input'], N['batched'], N> extends infer X
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
  readonly keys: ParamKeys<Of[0], Of[1], Of[2], Of[3] extends true ? true : false>
}
