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
  RecurrentRequired,
  rnnOptions,
  SizeOf,
} from './options.js'
import type { ParamKeys, ParamsOr, RnnParams } from './params.js'
import type { NetOf } from './recurrent.js'
import type { Rng } from './rng.js'
import type { Size } from './size.js'

/** An `RNN` as its rules know it. */
type RnnNet<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = NetOf<'RNN', false, Input, Hidden, Hidden, Layers, Directions, BatchFirst>

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
> = Bound<RnnNet<Input, Hidden, Layers, Directions, BatchFirst>>

/** A `BoundRNN` in training: its dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type TrainingRNN<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = Training<RnnNet<Input, Hidden, Layers, Directions, BatchFirst>>

/**
 * One time step of an `RNN`, for sequences that arrive bit by bit; the caller carries the state to the next step.
 *
 * input  : [Batch, Input] or [Input]
 * state0 : [Layers, Batch, Hidden] or [Layers, Hidden]; zeros if it is left out
 * output : [Batch, Hidden] or [Hidden]
 * hidden : as state0
 */
export type StepRNN<Input extends Size, Hidden extends Size, Layers extends number, BatchFirst extends boolean> = Step<
  RnnNet<Input, Hidden, Layers, 1, BatchFirst>
>

/** The options of an `RNN` with the defaults filled in and the sizes as numbers. */
export interface RnnConfig extends ConfigOf<typeof rnnOptions> {}

/** The description of an Elman network. It holds no weights, and nothing in it changes. */
export interface RNN<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  BatchFirst extends boolean = false,
  Bias extends boolean = true,
> extends Ruled<
    NetworkRule<
      RnnNet<Input, Hidden, Layers, Directions, BatchFirst>,
      RnnParams<Input, Hidden, Layers, Directions, Bias>,
      ParamKeys<Layers, Directions, Bias, false>
    >
  > {
  readonly config: RnnConfig
  /** Draws the parameters from U(-1/sqrt(Hidden), 1/sqrt(Hidden)) in state-dict order, the same bits as PyTorch's for the same seed. */
  readonly init: state.State<Rng, RnnParams<Input, Hidden, Layers, Directions, Bias>>
  /** Binds the parameters: `apply(params)(input, state0?)` runs the network. Binding is done once, calling as often as you like. */
  readonly apply: <P>(
    params: ParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias, false], 'RNN'>,
  ) => BoundRNN<Input, Hidden, Layers, Directions, BatchFirst>
  /** As `apply`, with dropout between the layers: `train(params)(input, state0?)` is a `State<Rng, { output, hidden }>`. */
  readonly train: <P>(
    params: ParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias, false], 'RNN'>,
  ) => TrainingRNN<Input, Hidden, Layers, Directions, BatchFirst>
  /** One time step with the state in the caller's hands: `step(params)(input, state0?)`. */
  readonly step: <P>(
    params: Directions extends 2
      ? Message<'step in two directions', { who: 'RNN' }>
      : ParamsOr<P, RnnParams<Input, Hidden, Layers, Directions, Bias>, [Layers, Directions, Bias, false], 'RNN'>,
  ) => StepRNN<Input, Hidden, Layers, BatchFirst>
}

/** The network that the options `O` describe. Most name the two sizes and nothing else, so that is asked first. */
export type RnnFrom<O> = O extends RecurrentRequired
  ? keyof O extends keyof RecurrentRequired
    ? RNN<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, 1, 1, false, true>
    : RNN<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, LayersOf<O>, DirectionsOf<O>, BatchFirstOf<O>, BiasOf<O>>
  : never
