import type { rule } from './module.js'
import type { Bound, Network, NetworkRule, Step, Training } from './network.js'
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
import type { IsProjected, LstmParams, ProjectedSize } from './params.js'
import type { NetOf } from './recurrent.js'
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
> extends Network<
    'LSTM',
    LstmConfig,
    LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
    [Layers, Directions, Bias, IsProjected<Proj>],
    BoundLSTM<Input, Hidden, Layers, Directions, BatchFirst, Proj>,
    TrainingLSTM<Input, Hidden, Layers, Directions, BatchFirst, Proj>,
    StepLSTM<Input, Hidden, Layers, BatchFirst, Proj>
  > {
  readonly [rule]: NetworkRule<
    LstmNet<Input, Hidden, Layers, Directions, BatchFirst, Proj>,
    LstmParams<Input, Hidden, Layers, Directions, Bias, Proj>,
    [Layers, Directions, Bias, IsProjected<Proj>]
  >
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
