import type { state } from 'fp-ts'
import type { Message } from './message.js'
import type { Ruled } from './module.js'
import type { OptionOf, RnnRequired, rnnOptions, SizeOf } from './options.js'
import type { ParamKeys, RnnParams, RnnParamsOr } from './params.js'
import type {
  BatchedInput,
  BatchedStep,
  InputOr,
  OutputSize,
  ResultOf,
  StateLayers,
  StateOr,
  StateShape,
  StepInputOr,
  StepResultOf,
} from './recurrent.js'
import type { Rng } from './rng.js'
import type { Rule } from './rule.js'
import type { Size } from './size.js'

/** An `RNN` as its errors know it. */
interface NetOf<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> {
  readonly who: 'RNN'
  readonly input: Input
  readonly hidden: Hidden
  readonly layers: Layers
  readonly directions: Directions
  readonly batchFirst: BatchFirst
}

/**
 * An `RNN` with its parameters: a function from a sequence to all its hidden states.
 *
 * input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 * state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 * output : as the input, with Directions * Hidden features
 * hidden : as state0
 */
export type BoundRNN<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = <X, State0 = never>(
  input: InputOr<X, BatchedInput<Input, BatchFirst>, NetOf<Input, Hidden, Layers, Directions, BatchFirst>>,
  state0?: StateOr<
    State0,
    StateShape<X, StateLayers<Layers, Directions>, Hidden>,
    NetOf<Input, Hidden, Layers, Directions, BatchFirst>
  >,
) => ResultOf<X, Hidden, OutputSize<Hidden, Directions>, StateLayers<Layers, Directions>>

/** A `BoundRNN` in training: its dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type TrainingRNN<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = <X, State0 = never>(
  input: InputOr<X, BatchedInput<Input, BatchFirst>, NetOf<Input, Hidden, Layers, Directions, BatchFirst>>,
  state0?: StateOr<
    State0,
    StateShape<X, StateLayers<Layers, Directions>, Hidden>,
    NetOf<Input, Hidden, Layers, Directions, BatchFirst>
  >,
) => state.State<Rng, ResultOf<X, Hidden, OutputSize<Hidden, Directions>, StateLayers<Layers, Directions>>>

/**
 * One time step of an `RNN`, for sequences that arrive bit by bit; the caller carries `hidden` to the next step.
 *
 * input  : [Batch, Input] or [Input]
 * state0 : [Layers, Batch, Hidden] or [Layers, Hidden]; zeros if it is left out
 * output : [Batch, Hidden] or [Hidden]
 * hidden : as state0
 */
export type StepRNN<Input extends Size, Hidden extends Size, Layers extends number, BatchFirst extends boolean> = <
  X,
  State0 = never,
>(
  input: StepInputOr<X, BatchedStep<Input>, NetOf<Input, Hidden, Layers, 1, BatchFirst>>,
  state0?: StateOr<State0, StateShape<X, Layers, Hidden>, NetOf<Input, Hidden, Layers, 1, BatchFirst>>,
) => StepResultOf<X, Hidden, Layers>

/** The options of a network with the defaults filled in and the sizes as numbers. */
export interface RnnConfig {
  readonly inputSize: number
  readonly hiddenSize: number
  readonly numLayers: number
  readonly nonlinearity: 'tanh' | 'relu'
  readonly bias: boolean
  readonly batchFirst: boolean
  readonly dropout: number
  readonly bidirectional: boolean
}

/** An `RNN` in a `sequential`, where its output goes on. */
export interface RnnRule<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
  Bias extends boolean,
> extends Rule {
  readonly output: InputOr<
    this['input'],
    BatchedInput<Input, BatchFirst>,
    NetOf<Input, Hidden, Layers, Directions, BatchFirst>
  > extends infer X
    ? X extends string
      ? X
      : ResultOf<X, Hidden, OutputSize<Hidden, Directions>, StateLayers<Layers, Directions>>['output']
    : never
  readonly who: 'RNN'
  readonly data: 'f32'
  readonly takes: 'sequence'
  readonly gives: 'sequence'
  readonly features: Input
  readonly result: OutputSize<Hidden, Directions>
  readonly option: 'inputSize'
  readonly params: RnnParams<Input, Hidden, Layers, Directions, Bias>
  readonly keys: ParamKeys<Layers, Directions, Bias>
}

/** The description of an Elman network. It holds no weights, and nothing in it changes. */
export interface RNN<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  BatchFirst extends boolean = false,
  Bias extends boolean = true,
> extends Ruled<RnnRule<Input, Hidden, Layers, Directions, BatchFirst, Bias>> {
  readonly config: RnnConfig
  /** Draws the parameters from U(-1/sqrt(Hidden), 1/sqrt(Hidden)) in state-dict order, the same bits as PyTorch's for the same seed. */
  readonly init: state.State<Rng, RnnParams<Input, Hidden, Layers, Directions, Bias>>
  /** Binds the parameters: `apply(params)(input, state0?)` runs the network. Binding is done once, calling as often as you like. */
  readonly apply: <P>(
    params: RnnParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias]>,
  ) => BoundRNN<Input, Hidden, Layers, Directions, BatchFirst>
  /** As `apply`, with dropout between the layers: `train(params)(input, state0?)` is a `State<Rng, { output, hidden }>`. */
  readonly train: <P>(
    params: RnnParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias]>,
  ) => TrainingRNN<Input, Hidden, Layers, Directions, BatchFirst>
  /** One time step with the state in the caller's hands: `step(params)(input, state0?)`. */
  readonly step: <P>(
    params: Directions extends 2
      ? Message<'step in two directions', { who: 'RNN' }>
      : RnnParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias]>,
  ) => StepRNN<Input, Hidden, Layers, BatchFirst>
}

/** The network that the options `O` describe. Most name the two sizes and nothing else, so that is asked first. */
export type RnnFrom<O> = O extends RnnRequired
  ? keyof O extends keyof RnnRequired
    ? RNN<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, 1, 1, false, true>
    : RNN<
        SizeOf<O['inputSize']>,
        SizeOf<O['hiddenSize']>,
        OptionOf<O, 'numLayers', DefaultOf<'numLayers'>> & number,
        OptionOf<O, 'bidirectional', DefaultOf<'bidirectional'>> extends true ? 2 : 1,
        OptionOf<O, 'batchFirst', DefaultOf<'batchFirst'>> & boolean,
        OptionOf<O, 'bias', DefaultOf<'bias'>> & boolean
      >
  : never

type DefaultOf<Key extends keyof typeof rnnOptions> = (typeof rnnOptions)[Key] extends { readonly default: infer D }
  ? D
  : never
