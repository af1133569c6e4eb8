import type { state } from 'fp-ts'
import type { AnyAxis, Batch, Feature } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Module, Ruled } from './module.js'
import type { gruCellOptions, lstmCellOptions, rnnCellOptions } from './module-options.js'
import type { ParamsOr } from './module-params.js'
import type { ConfigOf, OptionOf, RecurrentRequired, SizeOf } from './options.js'
import type { BatchedStep, Net, NetOf, StepInputOr } from './recurrent.js'
import type { Rng } from './rng.js'
import type { Rule } from './rule.js'
import type { Shape } from './shape.js'
import type { Quadruple, Size, Triple } from './size.js'
import type { LstmState, PairOr, TensorOr } from './state.js'

/**
 * `rnnCell`, `lstmCell` and `gruCell`: one step of a network of one layer. They share its rules; a network of 0 layers is how those know a cell,
 * whose state has no axis of layers.
 */

/** A cell as its rules know it. */
export type CellNet<Who extends string, Pair extends boolean, Input extends Size, Hidden extends Size> = NetOf<
  Who,
  Pair,
  Input,
  Hidden,
  Hidden,
  0,
  1,
  false
>

/** The hidden state that a cell gives. */
export interface CellResult<Hidden> {
  readonly hidden: Hidden
}

/**
 * The parameters of a cell, with PyTorch's names. Each gate has rows of its own, one gate below the other.
 *
 *   weight_ih : [Rows, Input]   weight_hh : [Rows, Hidden]   bias_* : [Rows]   Rows : Gates * Hidden
 */
export type CellParams<Rows extends Size, Input extends Size, Hidden extends Size, Bias extends boolean> = {
  readonly [Key in
    | 'weight_ih'
    | 'weight_hh'
    | (Bias extends true ? 'bias_ih' | 'bias_hh' : never)]: Key extends 'weight_ih'
    ? FloatTensor<[Feature<Rows>, Feature<Input>]>
    : Key extends 'weight_hh'
      ? FloatTensor<[Feature<Rows>, Feature<Hidden>]>
      : FloatTensor<[Feature<Rows>]>
}

type CellKeys<Bias extends boolean> = Bias extends true
  ? ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh']
  : ['weight_ih', 'weight_hh']

/** The axes of the state that goes with the input `X`: as `StateShape` of a network, without the layers. */
type CellStateShape<X, N extends Net> = [X] extends [FloatTensor<readonly [Batch<infer B>, AnyAxis]>]
  ? [Batch<B>, Feature<N['hidden']>]
  : [X] extends [FloatTensor<readonly [AnyAxis]>]
    ? [Feature<N['hidden']>]
    : never

/** `X` itself where it may be the state of a cell, of the axes `Want`, otherwise what is wrong with it. */
type CellStateOr<X, Want extends Shape, N extends Net> = N['cell'] extends true
  ? PairOr<X, Want, Want, N>
  : TensorOr<X, Want, N>

/** What comes out for the input `X`. */
type CellResultOf<X, N extends Net> = N['cell'] extends true
  ? LstmState<HiddenOf<X, N>, HiddenOf<X, N>>
  : CellResult<HiddenOf<X, N>>

type HiddenOf<X, N extends Net> =
  X extends FloatTensor<readonly [infer A extends AnyAxis, AnyAxis]>
    ? FloatTensor<[A, Feature<N['hidden']>]>
    : FloatTensor<[Feature<N['hidden']>]>

/**
 * A cell with its parameters: one step, with the state in the caller's hands.
 *
 * input  : [Batch, Input] or [Input]
 * state0 : [Batch, Hidden] or [Hidden], of an LSTM `{ hidden, cell }`; zeros if it is left out
 * hidden : [Batch, Hidden] or [Hidden], and of an LSTM `cell` likewise
 */
export type BoundCell<N extends Net> = <X, State0 = never>(
  input: StepInputOr<X, BatchedStep<N['input']>, N>,
  state0?: CellStateOr<State0, CellStateShape<X, N>, N>,
) => CellResultOf<X, N>

/** As `BoundCell`, in training: a cell draws nothing, but a `State<Rng, ...>` goes with others. */
export type TrainingCell<N extends Net> = <X, State0 = never>(
  input: StepInputOr<X, BatchedStep<N['input']>, N>,
  state0?: CellStateOr<State0, CellStateShape<X, N>, N>,
) => state.State<Rng, CellResultOf<X, N>>

/** A cell in a `sequential`, where its hidden state goes on. */
export interface CellRule<N extends Net, Params extends object, Keys extends readonly string[]> extends Rule {
  readonly output: StepInputOr<this['input'], BatchedStep<N['input']>, N> extends infer X
    ? X extends string
      ? X
      : HiddenOf<X, N>
    : never
  readonly who: N['who']
  readonly data: 'f32'
  readonly takes: 'step'
  readonly gives: 'step'
  readonly features: N['input']
  readonly result: N['hidden']
  readonly option: 'inputSize'
  readonly params: Params
  readonly keys: Keys
}

/** What all three have. */
interface CellModule<N extends Net, Params extends object, Keys extends readonly string[], Config>
  extends Ruled<CellRule<N, Params, Keys>> {
  readonly config: Config
  /** Draws the parameters from U(-1/sqrt(Hidden), 1/sqrt(Hidden)) in state-dict order, the same bits as PyTorch's for the same seed. */
  readonly init: Module<CellRule<N, Params, Keys>>['init']
  /** Binds the parameters: `apply(params)(input, state0?)` is one step. */
  readonly apply: <P>(params: ParamsOr<P, CellRule<N, Params, Keys>>) => BoundCell<N>
  /** As `apply`, in training: `train(params)(input, state0?)` is a `State<Rng, ...>`. */
  readonly train: <P>(params: ParamsOr<P, CellRule<N, Params, Keys>>) => TrainingCell<N>
}

/** The description of an Elman cell. */
export interface RNNCell<Input extends Size, Hidden extends Size, Bias extends boolean = true>
  extends CellModule<
    CellNet<'RNNCell', false, Input, Hidden>,
    CellParams<Hidden, Input, Hidden, Bias>,
    CellKeys<Bias>,
    ConfigOf<typeof rnnCellOptions>
  > {}

/** The description of a cell of long short-term memory. */
export interface LSTMCell<Input extends Size, Hidden extends Size, Bias extends boolean = true>
  extends CellModule<
    CellNet<'LSTMCell', true, Input, Hidden>,
    CellParams<Quadruple<Hidden>, Input, Hidden, Bias>,
    CellKeys<Bias>,
    ConfigOf<typeof lstmCellOptions>
  > {}

/** The description of a gated recurrent unit. */
export interface GRUCell<Input extends Size, Hidden extends Size, Bias extends boolean = true>
  extends CellModule<
    CellNet<'GRUCell', false, Input, Hidden>,
    CellParams<Triple<Hidden>, Input, Hidden, Bias>,
    CellKeys<Bias>,
    ConfigOf<typeof gruCellOptions>
  > {}

type BiasOf<O> = OptionOf<O, 'bias', true> & boolean

/** The cells that the options `O` describe. */
export type RnnCellFrom<O> = O extends RecurrentRequired
  ? RNNCell<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, BiasOf<O>>
  : never
export type LstmCellFrom<O> = O extends RecurrentRequired
  ? LSTMCell<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, BiasOf<O>>
  : never
export type GruCellFrom<O> = O extends RecurrentRequired
  ? GRUCell<SizeOf<O['inputSize']>, SizeOf<O['hiddenSize']>, BiasOf<O>>
  : never
