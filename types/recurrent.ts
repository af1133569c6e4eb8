import type { AnyAxis, AxisOf, Feature, Layer } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps } from './floats.js'
import type { Message } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Double, Size } from './size.js'
import type { ShapeOf } from './tensor.js'

/**
 * The shape rules that `rnn`, `lstm` and `gru` share. Each rule is a conditional type that gives the argument's own type where it
 * fits, and the text of an error where it doesn't: as a parameter's type, that text is what the editor shows.
 *
 * A rule first asks whether everything fits, in one comparison with a type that is computed once for each network. That keeps the
 * cost of a call low, and decides the question inside generic functions, where a size is still a type parameter. Only then does
 * it look for the reason, behind a `NoInfer`: without it the compiler would walk through the reasons to infer `X`.
 */

/** What the rules know of a network. */
export interface Net {
  readonly who: string
  readonly input: Size
  readonly hidden: Size
  /** The width of the hidden state: that of a projection, or `hidden`. */
  readonly out: Size
  /** 0 for a cell alone, whose state has no axis of layers. */
  readonly layers: Size
  readonly directions: 1 | 2
  readonly batchFirst: boolean
  /** Whether its state is a pair, with a cell state of width `hidden`. */
  readonly cell: boolean
  readonly output: Size
  readonly states: Size
  /** The inputs with a batch that fit, of a sequence and of one step. */
  readonly batched: unknown
  readonly batchedStep: unknown
}

/** The `Net` of these sizes. */
export interface NetOf<
  Who extends string,
  Cell extends boolean,
  Input extends Size,
  Hidden extends Size,
  Out extends Size,
  Layers extends number,
  Directions extends 1 | 2,
  BatchFirst extends boolean,
> {
  readonly who: Who
  readonly input: Input
  readonly hidden: Hidden
  readonly out: Out
  readonly layers: Layers
  readonly directions: Directions
  readonly batchFirst: BatchFirst
  readonly cell: Cell
  readonly output: OutputSize<Out, Directions>
  readonly states: StateLayers<Layers, Directions>
  readonly batched: BatchedInput<Input, BatchFirst>
  readonly batchedStep: BatchedStep<Input>
}

/** The width of the output: the hidden states of all directions side by side. */
export type OutputSize<Hidden extends Size, Directions extends 1 | 2> = Directions extends 2 ? Double<Hidden> : Hidden

/** How many states a network has: one for each layer and direction. */
export type StateLayers<Layers extends Size, Directions extends 1 | 2> = Directions extends 2 ? Double<Layers> : Layers

/** An input with a batch: `[Time, Batch, Input]`, or `[Batch, Time, Input]` with batchFirst. */
export type BatchedInput<Input extends Size, BatchFirst extends boolean> = FloatTensor<
  BatchFirst extends true
    ? readonly [AxisOf<'batch'>, AxisOf<'seq'>, Feature<Input>]
    : readonly [AxisOf<'seq'>, AxisOf<'batch'>, Feature<Input>]
>

/** An input without a batch: `[Time, Input]`. */
type UnbatchedInput<Input extends Size> = FloatTensor<readonly [AxisOf<'seq'>, Feature<Input>]>

/** `X` itself where it may be the input of a network, otherwise what is wrong with it. */
export type InputOr<X, Batched, N extends Net> = X extends Batched ? X : NoInfer<InputFault<X, N>>

type BatchedRoles<N extends Net> = N['batchFirst'] extends true ? '(batch, seq, feature)' : '(seq, batch, feature)'
type InputRoles<N extends Net> = `${BatchedRoles<N>} or, without a batch, (seq, feature)`

// The second chance, an input without a batch, stands behind a test of a constant, which costs a call nothing.
type InputFault<X, N extends Net> =
  X extends FloatTensor<Shape>
    ? X extends UnbatchedInput<N['input']>
      ? X
      : ShapeOf<X> extends infer S extends Shape
        ? Roles<S> extends BatchedRoles<N> | '(seq, feature)'
          ? SizeFault<S, N>
          : Roles<S> extends '(batch, seq, feature)'
            ? Message<'input axes, batch second', { got: Roles<S>; want: BatchedRoles<N>; who: N['who'] }>
            : Roles<S> extends '(seq, batch, feature)'
              ? Message<'input axes, batch first', { got: Roles<S>; want: BatchedRoles<N>; who: N['who'] }>
              : Roles<S> extends '(batch, feature)' | '(feature)'
                ? Message<'input axes, one step', { got: Roles<S>; want: InputRoles<N>; who: N['who'] }>
                : Message<'input axes', { got: Roles<S>; want: InputRoles<N>; who: N['who'] }>
        : never
    : X extends FloatPacked<infer S extends Shape>
      ? FloatTensor<S> extends N['batched']
        ? X
        : InputFault<FloatTensor<S>, N>
      : NotFloatSteps<X, 'input', `this ${N['who']}`>

type SizeFault<S extends Shape, N extends Net> = Message<
  'input size',
  { got: LastLabel<S>; want: N['input']; key: 'inputSize'; option: SizeOption<LastLabel<S>>; who: N['who'] }
>

/** A size as an option is to be written. */
type SizeOption<N> = N extends string ? `feature('${N}', n)` : N

/** One time step with a batch: `[Batch, Input]`. */
export type BatchedStep<Input extends Size> = FloatTensor<readonly [AxisOf<'batch'>, Feature<Input>]>

/** One time step without a batch: `[Input]`. */
type UnbatchedStep<Input extends Size> = FloatTensor<readonly [Feature<Input>]>

/** `X` itself where it may be one time step, otherwise what is wrong with it. */
export type StepInputOr<X, Batched, N extends Net> = X extends Batched ? X : NoInfer<StepInputFault<X, N>>

type StepRoles = '(batch, feature) or, without a batch, (feature)'

type StepInputFault<X, N extends Net> =
  X extends FloatTensor<Shape>
    ? X extends UnbatchedStep<N['input']>
      ? X
      : ShapeOf<X> extends infer S extends Shape
        ? Roles<S> extends '(batch, feature)' | '(feature)'
          ? SizeFault<S, N>
          : Roles<S> extends '(seq, batch, feature)' | '(batch, seq, feature)' | '(seq, feature)'
            ? Message<
                N['layers'] extends 0 ? 'cell axes, a sequence' : 'step axes, a sequence',
                { got: Roles<S>; want: StepRoles; who: N['who'] }
              >
            : Message<
                N['layers'] extends 0 ? 'input axes' : 'step axes',
                { got: Roles<S>; want: StepRoles; who: N['who'] }
              >
        : never
    : X extends FloatPacked<infer S extends Shape>
      ? StepInputFault<FloatTensor<S>, N>
      : NotFloatSteps<X, 'input', `this ${N['who']}`>

/** The size of the last axis. */
export type LastLabel<S extends Shape> = S extends readonly [...AnyAxis[], infer A extends AnyAxis] ? A['label'] : never

/** What a recurrent network gives: the top layer's hidden state at every time step, and every layer's after the last one. */
export interface RecurrentResult<Output, Hidden> {
  readonly output: Output
  readonly hidden: Hidden
}

/** What an LSTM gives: `RecurrentResult`, and every layer's cell state after the last time step. */
export interface LstmResult<Output, Hidden, Cell> extends RecurrentResult<Output, Hidden> {
  readonly cell: Cell
}

/**
 * What comes out for the input `X`.
 *
 * output : as the input, with Directions * Out features
 * hidden : [Layers * Directions, Batch, Out], without Batch if the input has none
 * cell   : [Layers * Directions, Batch, Hidden], of an LSTM
 */
export type ResultOf<X, N extends Net> = N['cell'] extends true ? WithCell<OneState<X, N>, N['hidden']> : OneState<X, N>

type OneState<X, N extends Net> =
  X extends FloatTensor<infer S>
    ? S['length'] extends 3
      ? RecurrentResult<
          FloatTensor<[S[0], S[1], Feature<N['output']>]>,
          FloatTensor<[Layer<N['states']>, S[0] extends AxisOf<'batch'> ? S[0] : S[1], Feature<N['out']>]>
        >
      : RecurrentResult<FloatTensor<[S[0], Feature<N['output']>]>, FloatTensor<[Layer<N['states']>, Feature<N['out']>]>>
    : X extends FloatPacked<infer S extends Shape>
      ? OneState<FloatTensor<S>, N> extends RecurrentResult<FloatTensor<infer Output extends Shape>, infer Hidden>
        ? RecurrentResult<FloatPacked<Output>, Hidden>
        : never
      : never

/** What comes out for one time step: `ResultOf` without the axis of time. */
export type StepResultOf<X, N extends Net> = N['cell'] extends true
  ? WithCell<OneStepState<X, N['out'], N['layers']>, N['hidden']>
  : OneStepState<X, N['out'], N['layers']>

type OneStepState<X, Out extends Size, States extends Size> =
  X extends FloatTensor<readonly [infer A extends AnyAxis, AnyAxis]>
    ? RecurrentResult<FloatTensor<[A, Feature<Out>]>, FloatTensor<[Layer<States>, A, Feature<Out>]>>
    : RecurrentResult<FloatTensor<[Feature<Out>]>, FloatTensor<[Layer<States>, Feature<Out>]>>

// The cell state has the axes of the hidden state, without its projection.
type WithCell<R, Hidden extends Size> =
  R extends RecurrentResult<infer Output, FloatTensor<infer S>>
    ? LstmResult<Output, FloatTensor<S>, FloatTensor<WithFeature<S, Hidden>>>
    : never

type WithFeature<S extends Shape, N extends Size> = S extends readonly [...infer Lead extends AnyAxis[], AnyAxis]
  ? [...Lead, Feature<N>]
  : never
