import type { AnyAxis, AxisOf, Batch, Feature, Layer, Seq } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Double, Size } from './size.js'
import type { AnyTensor, ShapeOf } from './tensor.js'

/**
 * The shape rules that `rnn`, `lstm` and `gru` share. Each rule is a conditional type that gives the argument's own type where it
 * fits, and the text of an error where it doesn't: as a parameter's type, that text is what the editor shows.
 *
 * A rule first asks whether everything fits, in one comparison with a type that is computed once for each network. That keeps the
 * cost of a call low, and decides the question inside generic functions, where a size is still a type parameter. Only then does
 * it look for the reason, behind a `NoInfer`: without it the compiler would walk through the reasons to infer `X`.
 */

/** What an error tells of its network. */
export interface Net {
  readonly who: string
  readonly input: Size
  readonly hidden: Size
  readonly layers: Size
  readonly directions: 1 | 2
  readonly batchFirst: boolean
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
    : NotFloats<X, 'input', N>

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
            ? Message<'step axes, a sequence', { got: Roles<S>; want: StepRoles; who: N['who'] }>
            : Message<'step axes', { got: Roles<S>; want: StepRoles; who: N['who'] }>
        : never
    : NotFloats<X, 'input', N>

/** What is wrong with something that is no tensor of floats. */
type NotFloats<X, What extends string, N extends Net> = X extends AnyTensor
  ? Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: `this ${N['who']}` }>
  : Message<'not a tensor', { what: What }>

type Label<S extends Shape, Index extends number> = S[Index] extends AnyAxis ? S[Index]['label'] : never
type LastLabel<S extends Shape> = S extends readonly [...AnyAxis[], infer A extends AnyAxis] ? A['label'] : never

/** What a recurrent network gives: the top layer's hidden state at every time step, and every layer's after the last one. */
export interface RecurrentResult<Output, Hidden> {
  readonly output: Output
  readonly hidden: Hidden
}

/**
 * What comes out for the input `X`.
 *
 * output : as the input, with Directions * Hidden features
 * hidden : [Layers * Directions, Batch, Hidden], without Batch if the input has none
 */
export type ResultOf<X, Hidden extends Size, Output extends Size, States extends Size> =
  X extends FloatTensor<infer S>
    ? S['length'] extends 3
      ? RecurrentResult<
          FloatTensor<[S[0], S[1], Feature<Output>]>,
          FloatTensor<[Layer<States>, S[0] extends AxisOf<'batch'> ? S[0] : S[1], Feature<Hidden>]>
        >
      : RecurrentResult<FloatTensor<[S[0], Feature<Output>]>, FloatTensor<[Layer<States>, Feature<Hidden>]>>
    : never

/** What comes out for one time step: `ResultOf` without the axis of time. */
export type StepResultOf<X, Hidden extends Size, States extends Size> =
  X extends FloatTensor<readonly [infer A extends AnyAxis, AnyAxis]>
    ? RecurrentResult<FloatTensor<[A, Feature<Hidden>]>, FloatTensor<[Layer<States>, A, Feature<Hidden>]>>
    : RecurrentResult<FloatTensor<[Feature<Hidden>]>, FloatTensor<[Layer<States>, Feature<Hidden>]>>

/**
 * The axes of the state that goes with the input `X`: the input's own batch, or none. An input of several possible shapes goes
 * with no state: its batch may be 2 when the state's is 3. (`Batch<infer B>` finds no `B` for two batches; any axis would.)
 */
export type StateShape<X, States extends Size, Hidden extends Size> = [X] extends [
  FloatTensor<readonly [AxisOf<'seq'>, Batch<infer B>, AnyAxis]>,
]
  ? [Layer<States>, Batch<B>, Feature<Hidden>]
  : [X] extends [FloatTensor<readonly [Batch<infer B>, ...Shape]>]
    ? [Layer<States>, Batch<B>, Feature<Hidden>]
    : [X] extends [FloatTensor<readonly [Seq<infer _T>, AnyAxis]> | FloatTensor<readonly [AnyAxis]>]
      ? [Layer<States>, Feature<Hidden>]
      : never

/**
 * `X` itself where it may be the state of axes `Want`, otherwise what is wrong with it.
 *
 * state0 : [Layers * Directions, Batch, Hidden], or [Layers * Directions, Hidden] for an input without a batch
 */
export type StateOr<X, Want extends Shape, N extends Net> =
  X extends FloatTensor<Readonly<Want>> ? X : NoInfer<StateFault<X, Want, N>>

type StateFault<X, Want extends Shape, N extends Net> =
  X extends FloatTensor<Shape>
    ? [Want] extends [never]
      ? Message<'several shapes', { what: 'input'; who: `this ${N['who']} with a state0` }>
      : ShapeOf<X> extends infer S extends Shape
        ? Roles<S> extends Roles<Want>
          ? Label<S, 0> extends Label<Want, 0>
            ? Roles<S> extends '(layer, feature)'
              ? StateSize<S, Want, N>
              : Label<S, 1> extends Label<Want, 1>
                ? StateSize<S, Want, N>
                : Message<'state batch', { got: Label<S, 1>; want: Label<Want, 1> }>
            : Message<
                'state layers',
                {
                  got: Label<S, 0>
                  want: Label<Want, 0>
                  layers: N['layers']
                  directions: DirectionWords[N['directions']]
                  who: N['who']
                }
              >
          : StateAxes<S, Want, N>
        : never
    : NotFloats<X, 'state0', N>

type StateSize<S extends Shape, Want extends Shape, N extends Net> = Message<
  'state size',
  { got: LastLabel<S>; want: LastLabel<Want>; who: N['who'] }
>

interface DirectionWords {
  1: '1 direction'
  2: '2 directions'
}

type StateAxes<S extends Shape, Want extends Shape, N extends Net> = Message<
  Roles<S> extends '(batch, layer, feature)'
    ? N['batchFirst'] extends true
      ? 'state axes, batch first'
      : 'state axes'
    : Roles<S> extends '(layer, batch, feature)'
      ? 'state axes, unbatched'
      : Roles<S> extends '(layer, feature)'
        ? 'state axes, batched'
        : 'state axes',
  { got: Roles<S>; want: Roles<Want>; who: N['who']; batch: Label<Want, 1> }
>
