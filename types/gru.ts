import type { rule } from './module.js'
import type { Bound, Network, NetworkRule, Step, Training } from './network.js'
import type {
  BatchFirstOf,
  BiasOf,
  ConfigOf,
  DirectionsOf,
  gruOptions,
  LayersOf,
  RecurrentRequired,
  SizeOf,
} from './options.js'
import type { GruParams } from './params.js'
import type { NetOf } from './recurrent.js'
import type { Size } from './size.js'

/** A `GRU` as its rules know it. */
type GruNet<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = NetOf<'GRU', false, Input, Hidden, Hidden, Layers, Directions, BatchFirst>

/**
 * A `GRU` with its parameters: a function from a sequence to all its hidden states.
 *
 * input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 * state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 * output : as the input, with Directions * Hidden features
 * hidden : as state0
 */
export type BoundGRU<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = Bound<GruNet<Input, Hidden, Layers, Directions, BatchFirst>>

/** A `BoundGRU` in training: its dropout draws from a generator, so the result is a `State<Rng, ...>`. */
export type TrainingGRU<
  Input extends Size,
  Hidden extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> = Training<GruNet<Input, Hidden, Layers, Directions, BatchFirst>>

/**
 * One time step of a `GRU`, for sequences that arrive bit by bit; the caller carries the state to the next step.
 *
 * input  : [Batch, Input] or [Input]
 * state0 : [Layers, Batch, Hidden] or [Layers, Hidden]; zeros if it is left out
 * output : [Batch, Hidden] or [Hidden]
 * hidden : as state0
 */
export type StepGRU<Input extends Size, Hidden extends Size, Layers extends number, BatchFirst extends boolean> = Step<
  GruNet<Input, Hidden, Layers, 1, BatchFirst>
>

/** The options of a `GRU` with the defaults filled in and the sizes as numbers. */
export interface GruConfig extends ConfigOf<typeof gruOptions> {}

/** The description of a network of gated recurrent units. It holds no weights, and nothing in it changes. */
export interface GRU<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  BatchFirst extends boolean = false,
  Bias extends boolean = true,
> extends Network<
    'GRU',
    GruConfig,
    GruParams<Input, Hidden, Layers, Directions, Bias>,
    [Layers, Directions, Bias],
    BoundGRU<Input, Hidden, Layers, Directions, BatchFirst>,
    TrainingGRU<Input, Hidden, Layers, Directions, BatchFirst>,
    StepGRU<Input, Hidden, Layers, BatchFirst>
  > {
  readonly [rule]: NetworkRule<
    GruNet<Input, Hidden, Layers, Directions, BatchFirst>,
    GruParams<Input, Hidden, Layers, Directions, Bias>,
    [Layers, Directions, Bias]
  >
}

/** The network that the options `O` describe. Most name the two sizes and nothing else, so that is asked first. */
export type GruFrom<O> = O extends RecurrentRequired
  ? keyof O extends keyof RecurrentRequired
    ? GRU<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, 1, 1, false, true>
    : GRU<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, LayersOf<O>, DirectionsOf<O>, BatchFirstOf<O>, BiasOf<O>>
  : never
