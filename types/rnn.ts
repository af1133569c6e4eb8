import type { rule } from './module.js'
import type { Bound, Network, NetworkRule, Step, Training } from './network.js'
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
import type { RnnParams } from './params.js'
import type { NetOf } from './recurrent.js'
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
> extends Network<
    'RNN',
    RnnConfig,
    RnnParams<Input, Hidden, Layers, Directions, Bias>,
    [Layers, Directions, Bias],
    BoundRNN<Input, Hidden, Layers, Directions, BatchFirst>,
    TrainingRNN<Input, Hidden, Layers, Directions, BatchFirst>,
    StepRNN<Input, Hidden, Layers, BatchFirst>
  > {
  readonly [rule]: NetworkRule<
    RnnNet<Input, Hidden, Layers, Directions, BatchFirst>,
    RnnParams<Input, Hidden, Layers, Directions, Bias>,
    [Layers, Directions, Bias]
  >
}

/** The network that the options `O` describe. Most name the two sizes and nothing else, so that is asked first. */
export type RnnFrom<O> = O extends RecurrentRequired
  ? keyof O extends keyof RecurrentRequired
    ? RNN<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, 1, 1, false, true>
    : RNN<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, LayersOf<O>, DirectionsOf<O>, BatchFirstOf<O>, BiasOf<O>>
  : never
