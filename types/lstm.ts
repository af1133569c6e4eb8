import type { state } from 'fp-ts'
import type { Message } from './message.js'
import type { Ruled } from './module.js'
import type { Bound, NetworkRule, Step, Training } from './network.js'
import type {
  BatchFirstOf,
  BiasOf,
  ConfigOf,
  DirectionsOf,
  LayersOf,
  lstmOptions,
  ProjectionOf,
  RecurrentRequired,
  SizeOf,
} from './options.js'
import type { LstmParams, ParamKeys, ParamsOr, ProjectedSize } from './params.js'
import type { NetOf } from './recurrent.js'
import type { Rng } from './rng.js'
import type { Size } from './size.js'

/** An `LSTM` as its rules know it. */
type LstmNet<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
  Proj extends Size,
> = NetOf<'LSTM', true, Input, Hidden, ProjectedSize<Hidden, Proj>, Layers, Directions, BatchFirst>

/**
 * An `LSTM` with its parameters: a function from a sequence to all its hidden states. `Out` is `Proj`, or `Hidden` where there is no projection.
 *
 * input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 * state0 : { hidden, cell } as they come out; zeros if it is left out
 * output : as the input, with Directions * Out features
 * hidden : [Layers * Directions, Batch, Out], without Batch if the input has none
 * cell   : [Layers * Directions, Batch, Hidden], likewise
 */
export type BoundLSTM<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
  Proj extends Size,
> = Bound<LstmNet<Input, Hidden, Layers, Directions, BatchFirst, Proj>>

/** A `BoundLSTM` in training: its dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type TrainingLSTM<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
  Proj extends Size,
> = Training<LstmNet<Input, Hidden, Layers, Directions, BatchFirst, Proj>>

/**
 * One time step of an `LSTM`, for sequences that arrive bit by bit; the caller carries the state to the next step.
 *
 * input  : [Batch, Input] or [Input]
 * state0 : { hidden, cell } as they come out; zeros if it is left out
 * output : [Batch, Out] or [Out]
 * hidden : [Layers, Batch, Out] or [Layers, Out]
 * cell   : [Layers, Batch, Hidden] or [Layers, Hidden]
 */
export type StepLSTM<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  BatchFirst extends boolean,
  Proj extends Size,
> = Step<LstmNet<Input, Hidden, Layers, 1, BatchFirst, Proj>>

/** The options of an `LSTM` with the defaults filled in and the sizes as numbers. */
export interface LstmConfig extends ConfigOf<typeof lstmOptions> {}

/** The description of a network of long short-term memory. It holds no weights, and nothing in it changes. */
export interface LSTM<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  BatchFirst extends boolean = false,
  Bias extends boolean = true,
  Proj extends Size = 0,
> extends Ruled<
    NetworkRule<
      LstmNet<Input, Hidden, Layers, Directions, BatchFirst, Proj>,
      LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
      ParamKeys<Layers, Directions, Bias, Proj extends 0 ? false : true>
    >
  > {
  readonly config: LstmConfig
  /** Draws the parameters from U(-1/sqrt(Hidden), 1/sqrt(Hidden)) in state-dict order, the same bits as PyTorch's for the same seed. */
  readonly init: state.State<Rng, LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>>
  /** Binds the parameters: `apply(params)(input, state0?)` runs the network. Binding is done once, calling as often as you like. */
  readonly apply: <P>(
    params: ParamsOr<
      P,
      LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
      [Layers, Directions, Bias, Proj extends 0 ? false : true],
      'LSTM'
    >,
  ) => BoundLSTM<Input, Hidden, Layers, Directions, BatchFirst, Proj>
  /** As `apply`, with dropout between the layers: `train(params)(input, state0?)` is a `State<Rng, { output, hidden, cell }>`. */
  readonly train: <P>(
    params: ParamsOr<
      P,
      LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
      [Layers, Directions, Bias, Proj extends 0 ? false : true],
      'LSTM'
    >,
  ) => TrainingLSTM<Input, Hidden, Layers, Directions, BatchFirst, Proj>
  /** One time step with the state in the caller's hands: `step(params)(input, state0?)`. */
  readonly step: <P>(
    params: Directions extends 2
      ? Message<'step in two directions', { who: 'LSTM' }>
      : ParamsOr<
          P,
          LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
          [Layers, Directions, Bias, Proj extends 0 ? false : true],
          'LSTM'
        >,
  ) => StepLSTM<Input, Hidden, Layers, BatchFirst, Proj>
}

/** The network that the options `O` describe. Most name the two sizes and nothing else, so that is asked first. */
export type LstmFrom<O> = O extends RecurrentRequired
  ? keyof O extends keyof RecurrentRequired
    ? LSTM<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, 1, 1, false, true, 0>
    : LSTM<
        SizeOf<O['inputSize']>,
        SizeOf<O['hiddenSize']>,
        LayersOf<O>,
        DirectionsOf<O>,
        BatchFirstOf<O>,
        BiasOf<O>,
        ProjectionOf<O>
      >
  : never
