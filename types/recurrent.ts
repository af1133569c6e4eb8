import type { AnyAxis, AxisOf, Batch, Feature, Layer, Seq } from './axis.js'
import type { Message } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { Double, IsUnion, Size } from './size.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { AnyTensor, ShapeOf } from './tensor.js'

/**
 * The shape rules that `rnn`, `lstm` and `gru` share. Each rule is a conditional type that gives the argument's own type
 * where it fits, and the text of an error where it doesn't: as a parameter's type, that text is what the editor shows. A rule first asks
 * whether everything fits, in one comparison, which also decides it inside generic functions; only then does it look for
 * the reason.
 */

/** The width of the output: the hidden states of all directions side by side. */
export type OutputSize<Hidden extends Size, Directions extends 1 | 2> = Directions extends 2 ? Double<Hidden> : Hidden

/** How many states a network has: one for each layer and direction. */
export type StateLayers<Layers extends number, Directions extends 1 | 2> = Directions extends 2 ? Double<Layers> : Layers

/** `(seq, batch, feature)`, or the order that `batchFirst` asks for. */
type SequenceRoles<BatchFirst extends boolean> = BatchFirst extends true ? '(batch, seq, feature)' : '(seq, batch, feature)'
type InputRoles<BatchFirst extends boolean> = `${SequenceRoles<BatchFirst>} or, without a batch, (seq, feature)`

/** The axes that a network takes: with a batch, and without. */
type InputShape<Input extends Size, BatchFirst extends boolean> =
  | (BatchFirst extends true ? readonly [AxisOf<'batch'>, AxisOf<'seq'>, Feature<Input>] : readonly [AxisOf<'seq'>, AxisOf<'batch'>, Feature<Input>])
  | readonly [AxisOf<'seq'>, Feature<Input>]

/**
 * `X` itself where it may be the input of a network.
 *
 * input : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 */
export type InputOr<X, Input extends Size, BatchFirst extends boolean, Who extends string> = X extends FloatTensor<InputShape<Input, BatchFirst>>
  ? IsUnion<X> extends false
    ? X
    : NoInfer<InputFault<X, Input, BatchFirst, Who>>
  : NoInfer<InputFault<X, Input, BatchFirst, Who>>

type InputFault<X, Input extends Size, BatchFirst extends boolean, Who extends string> = Judge<X, 'input', Who> extends infer Sentence extends string
  ? Sentence
  : ShapeOf<X> extends infer S extends Shape
    ? Roles<S> extends SequenceRoles<BatchFirst> | '(seq, feature)'
      ? Message<'input size', { got: LastLabel<S>; want: Input; who: Who }>
      : Roles<S> extends '(batch, seq, feature)'
        ? Message<'input axes, batch second', { got: Roles<S>; want: SequenceRoles<BatchFirst>; who: Who }>
        : Roles<S> extends '(seq, batch, feature)'
          ? Message<'input axes, batch first', { got: Roles<S>; want: SequenceRoles<BatchFirst>; who: Who }>
          : Roles<S> extends '(batch, feature)' | '(feature)'
            ? Message<'input axes, one step', { got: Roles<S>; want: InputRoles<BatchFirst>; who: Who }>
            : Message<'input axes', { got: Roles<S>; want: InputRoles<BatchFirst>; who: Who }>
    : never

/** `X` itself where it may be one time step: [Batch, Input] or [Input]. */
export type StepInputOr<X, Input extends Size, Who extends string> = X extends FloatTensor<readonly [AxisOf<'batch'>, Feature<Input>] | readonly [Feature<Input>]>
  ? IsUnion<X> extends false
    ? X
    : NoInfer<StepInputFault<X, Input, Who>>
  : NoInfer<StepInputFault<X, Input, Who>>

type StepRoles = '(batch, feature) or, without a batch, (feature)'

type StepInputFault<X, Input extends Size, Who extends string> = Judge<X, 'input', Who> extends infer Sentence extends string
  ? Sentence
  : ShapeOf<X> extends infer S extends Shape
    ? Roles<S> extends '(batch, feature)' | '(feature)'
      ? Message<'input size', { got: LastLabel<S>; want: Input; who: Who }>
      : S extends readonly [AnyAxis, AnyAxis, AnyAxis] | readonly [Seq<infer _T>, AnyAxis]
        ? Message<'step axes, a sequence', { got: Roles<S>; want: StepRoles; who: Who }>
        : Message<'step axes', { got: Roles<S>; want: StepRoles; who: Who }>
    : never

/** What is wrong with `X` before its axes are looked at; `undefined` if nothing is. */
type Judge<X, What extends string, Who extends string> = [X] extends [AnyTensor]
  ? [X] extends [FloatTensor<Shape>]
    ? IsUnion<X> extends true
      ? Message<'several shapes', { what: What; who: `this ${Who}` }>
      : undefined
    : Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: `this ${Who}` }>
  : Message<'not a tensor', { what: What }>

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
export type ResultOf<X, Hidden extends Size, Output extends Size, States extends Size, BatchFirst extends boolean> = X extends FloatTensor<
  readonly [infer A extends AnyAxis, infer B extends AnyAxis, AnyAxis]
>
  ? RecurrentResult<FloatTensor<[A, B, Feature<Output>]>, FloatTensor<[Layer<States>, BatchFirst extends true ? A : B, Feature<Hidden>]>>
  : X extends FloatTensor<readonly [infer A extends AnyAxis, AnyAxis]>
    ? RecurrentResult<FloatTensor<[A, Feature<Output>]>, FloatTensor<[Layer<States>, Feature<Hidden>]>>
    : never

/** What comes out for one time step: `ResultOf` without the axis of time. */
export type StepResultOf<X, Hidden extends Size, States extends Size> = X extends FloatTensor<readonly [infer A extends AnyAxis, AnyAxis]>
  ? RecurrentResult<FloatTensor<[A, Feature<Hidden>]>, FloatTensor<[Layer<States>, A, Feature<Hidden>]>>
  : RecurrentResult<FloatTensor<[Feature<Hidden>]>, FloatTensor<[Layer<States>, Feature<Hidden>]>>

/** The axes of the state that goes with an input of axes `S`: the input's own batch, or none. */
export type StateShape<S extends Shape, States extends Size, Hidden extends Size> = S extends
  | readonly [Batch<infer B>, ...Shape]
  | readonly [AnyAxis, Batch<infer B>, AnyAxis]
  ? [Layer<States>, Batch<B>, Feature<Hidden>]
  : [Layer<States>, Feature<Hidden>]

/**
 * `X` itself where it may be the state that goes with an input of axes `S`.
 *
 * state0 : [Layers * Directions, Batch, Hidden], or [Layers * Directions, Hidden] for an input without a batch
 */
export type StateOr<X, S extends Shape, Layers extends Size, Hidden extends Size, Net extends NetOfState> = X extends FloatTensor<
  Readonly<StateShape<S, Layers, Hidden>>
>
  ? X
  : NoInfer<StateFault<X, StateShape<S, Layers, Hidden>, Layers, Hidden, Net>>

/** What an error about a state tells of its network. */
export interface NetOfState {
  readonly who: string
  readonly layers: Size
  readonly directions: 1 | 2
  readonly batchFirst: boolean
}

type StateFault<X, Want extends Shape, Layers extends Size, Hidden extends Size, Net extends NetOfState> = Judge<X, 'state0', Net['who']> extends infer Sentence extends string
  ? Sentence
  : ShapeOf<X> extends infer S extends Shape
    ? Roles<S> extends Roles<Want>
      ? S extends readonly [Layer<Layers>, ...Shape]
        ? S extends readonly [AnyAxis, ...infer Rest extends Shape]
          ? Rest extends readonly [Batch<infer Got>, AnyAxis]
            ? Want extends readonly [AnyAxis, Batch<Got>, AnyAxis]
              ? StateSize<S, Hidden, Net>
              : Message<'state batch', { got: Got; want: Want[1] extends AnyAxis ? Want[1]['label'] : never }>
            : StateSize<S, Hidden, Net>
          : never
        : Message<
            'state layers',
            { got: S[0] extends AnyAxis ? S[0]['label'] : never; want: Layers; layers: Net['layers']; directions: DirectionWords[Net['directions']]; who: Net['who'] }
          >
      : StateAxes<S, Want, Net>
    : never

interface DirectionWords {
  1: '1 direction'
  2: '2 directions'
}

type StateSize<S extends Shape, Hidden extends Size, Net extends NetOfState> = Message<'state size', { got: LastLabel<S>; want: Hidden; who: Net['who'] }>

type StateAxes<S extends Shape, Want extends Shape, Net extends NetOfState> = Message<
  Roles<S> extends '(batch, layer, feature)'
    ? Net['batchFirst'] extends true
      ? 'state axes, batch first'
      : 'state axes'
    : Roles<S> extends '(layer, batch, feature)'
      ? 'state axes, unbatched'
      : Roles<S> extends '(layer, feature)'
        ? 'state axes, batched'
        : 'state axes',
  { got: Roles<S>; want: Roles<Want>; who: Net['who']; batch: Want[1] extends AnyAxis ? Want[1]['label'] : never }
>
