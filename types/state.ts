import type { AnyAxis, AxisOf, Batch, Feature, Layer, Seq } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloats } from './floats.js'
import type { Message, Shown } from './message.js'
import type { LastLabel, Net } from './recurrent.js'
import type { Roles, Shape } from './shape.js'
import type { Size } from './size.js'
import type { AnyTensor, ShapeOf } from './tensor.js'

/** The rules of the states that go into a recurrent network, of the kind that `recurrent.ts` tells of. */

/** The state of an LSTM: what an LSTM gives is one too, and its `output` is not looked at. */
export interface LstmState<Hidden, Cell> {
  readonly hidden: Hidden
  readonly cell: Cell
}

/** `X` itself where it may be the state of a network whose input is `Input`, otherwise what is wrong with it. */
// The shapes are handed on as parameters: within the test itself the compiler would put it off where a size is still a type parameter.
export type StateOr<X, Input, N extends Net> = N['cell'] extends true
  ? PairOr<X, StateShape<Input, N, N['out']>, StateShape<Input, N, N['hidden']>, N>
  : TensorOr<X, StateShape<Input, N, N['out']>, N>

/**
 * The axes of the state that goes with the input `X`: the input's own batch, or none. An input of several possible shapes goes
 * with no state: its batch may be 2 when the state's is 3. (`Batch<infer B>` finds no `B` for two batches; any axis would.)
 */
type StateShape<X, N extends Net, Width extends Size> = [X] extends [
  FloatTensor<readonly [AxisOf<'seq'>, Batch<infer B>, AnyAxis]>,
]
  ? [Layer<N['states']>, Batch<B>, Feature<Width>]
  : [X] extends [FloatTensor<readonly [Batch<infer B>, ...Shape]>]
    ? [Layer<N['states']>, Batch<B>, Feature<Width>]
    : [X] extends [FloatPacked<infer S extends Shape>]
      ? StateShape<FloatTensor<S>, N, Width>
      : [X] extends [FloatTensor<readonly [Seq<infer _T>, AnyAxis]> | FloatTensor<readonly [AnyAxis]>]
        ? [Layer<N['states']>, Feature<Width>]
        : never

/**
 * `X` itself where it is a tensor of the axes `Want`.
 *
 * state0 : [Layers * Directions, Batch, Hidden], or [Layers * Directions, Hidden] for an input without a batch
 */
export type TensorOr<X, Want extends Shape, N extends Net> =
  X extends FloatTensor<Readonly<Want>> ? X : NoInfer<TensorFault<X, Want, N>>

/** What is wrong with something that is not the one tensor of axes `Want`. */
type TensorFault<X, Want extends Shape, N extends Net> = X extends {
  readonly hidden: unknown
  readonly cell: unknown
}
  ? Message<'a pair for one state', { got: Pair; who: N['who'] }>
  : StateFault<X, Want, N, 'state0', 'hiddenSize'>

/**
 * `X` itself where it is a pair of tensors of these axes.
 *
 * hidden : [Layers * Directions, Batch, Out], or [Layers * Directions, Out] for an input without a batch
 * cell   : as hidden, with Hidden features
 */
export type PairOr<X, Hidden extends Shape, Cell extends Shape, N extends Net> =
  X extends LstmState<FloatTensor<Readonly<Hidden>>, FloatTensor<Readonly<Cell>>>
    ? keyof X extends PairKey
      ? X
      : NoInfer<PairFault<X, Hidden, Cell, N>>
    : NoInfer<PairFault<X, Hidden, Cell, N>>

type Pair = '{ hidden, cell }'
type PairKey = 'hidden' | 'cell' | 'output'

/** What is wrong with something that is no pair of tensors of these axes. */
type PairFault<X, Hidden extends Shape, Cell extends Shape, N extends Net> = X extends AnyTensor
  ? Message<'one state for a pair', { got: 'a tensor'; want: Pair; who: N['who'] }>
  : Shown<X> extends 'an object'
    ? X extends { readonly hidden: infer H }
      ? X extends { readonly cell: infer C }
        ? keyof X extends PairKey
          ? [H] extends [FloatTensor<Readonly<Hidden>>]
            ? StateFault<C, Cell, N, 'state0.cell', 'hiddenSize'>
            : StateFault<H, Hidden, N, 'state0.hidden', N['out'] extends N['hidden'] ? 'hiddenSize' : 'projSize'>
          : Message<'unexpected state', { key: Exclude<keyof X, PairKey>; want: Pair; who: N['who'] }>
        : Message<'missing state', { key: 'cell'; want: Pair; who: N['who'] }>
      : Message<'missing state', { key: 'hidden'; want: Pair; who: N['who'] }>
    : Message<'one state for a pair', { got: Shown<X>; want: Pair; who: N['who'] }>

/** What is wrong with the tensor `X`, which is called `What` and whose width is the option `Option`. */
type StateFault<X, Want extends Shape, N extends Net, What extends string, Option extends string> =
  X extends FloatTensor<Shape>
    ? [Want] extends [never]
      ? Message<'several shapes', { what: 'input'; who: `this ${N['who']} with a state0` }>
      : ShapeOf<X> extends infer S extends Shape
        ? Roles<S> extends Roles<Want>
          ? Label<S, 0> extends Label<Want, 0>
            ? Roles<S> extends '(layer, feature)' | '(batch, feature)' | '(feature)'
              ? StateSize<S, Want, N, What, Option>
              : Label<S, 1> extends Label<Want, 1>
                ? StateSize<S, Want, N, What, Option>
                : Message<'state batch', { what: What; got: Label<S, 1>; want: Label<Want, 1> }>
            : N['layers'] extends 0
              ? CellState<S, Want, N, What, Option>
              : Message<
                  'state layers',
                  {
                    what: What
                    got: Label<S, 0>
                    want: Label<Want, 0>
                    layers: N['layers']
                    directions: DirectionWords[N['directions']]
                    who: N['who']
                  }
                >
          : StateAxes<S, Want, N, What>
        : never
    : NotFloats<X, What, `this ${N['who']}`>

// A cell's state has no axis of layers, so that its batch stands first, or its features.
type CellState<S extends Shape, Want extends Shape, N extends Net, What extends string, Option extends string> =
  Roles<S> extends '(feature)'
    ? StateSize<S, Want, N, What, Option>
    : Message<'state batch', { what: What; got: Label<S, 0>; want: Label<Want, 0> }>

type Label<S extends Shape, Index extends number> = S[Index] extends AnyAxis ? S[Index]['label'] : never

type StateSize<
  S extends Shape,
  Want extends Shape,
  N extends Net,
  What extends string,
  Option extends string,
> = Message<'state size', { what: What; got: LastLabel<S>; want: LastLabel<Want>; option: Option; who: N['who'] }>

interface DirectionWords {
  1: '1 direction'
  2: '2 directions'
}

type StateAxes<S extends Shape, Want extends Shape, N extends Net, What extends string> = Message<
  Roles<S> extends '(batch, layer, feature)'
    ? N['batchFirst'] extends true
      ? 'state axes, batch first'
      : 'state axes'
    : N['layers'] extends 0
      ? Roles<S> extends '(batch, feature)'
        ? 'state axes, unbatched'
        : Roles<S> extends '(feature)'
          ? 'state axes, batched'
          : 'state axes'
      : Roles<S> extends '(layer, batch, feature)'
        ? 'state axes, unbatched'
        : Roles<S> extends '(layer, feature)'
          ? 'state axes, batched'
          : 'state axes',
  { what: What; got: Roles<S>; want: Roles<Want>; who: N['who']; batch: Label<Want, N['layers'] extends 0 ? 0 : 1> }
>
