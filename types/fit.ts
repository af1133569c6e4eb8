import type { AnyAxis, AxisOf, Batch } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { AnyValue, NoLoss } from './grad.js'
import type { Packed as IntPacked } from './int-packed.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message } from './message.js'
import type { OptState } from './optimizer.js'
import type { AnyPacked } from './packed.js'
import type { PackedBody } from './packed-body.js'
import type { Rng } from './rng.js'
import type { Shape, WordsOf } from './shape.js'
import type { AnyTensor, ShapeOf } from './tensor.js'
import type { DType } from './tensor-body.js'
import type { ShownValue } from './tree.js'

/**
 * All that a run of training needs in order to go on: give it as `from` to `fit`, and the numbers are those of a run that was never interrupted. Plain
 * data, which `toCheckpoint` makes ready for a file.
 */
export interface TrainState<P> {
  readonly params: P
  readonly optimizer: OptState<P>
  /** The generator, as it stands after the last step. */
  readonly rng: Rng
  /** The generator as it stood when the present pass began, from which the order of its rows follows. */
  readonly epochRng: Rng
  /** How many updates there have been. */
  readonly step: number
  /** How many passes through the data are over. */
  readonly epoch: number
  /** How many batches of the present pass are over. */
  readonly batch: number
}

/** One step of training: a batch, its loss, and the parameters after the update that followed from it. */
export interface TrainStep<P> {
  /** The number of this update, counted from 1. */
  readonly step: number
  /** How many updates the whole run has, where that is known. */
  readonly steps: number | undefined
  /** The number of the present pass through the data, counted from 1. */
  readonly epoch: number
  /** The loss of the batch, with the parameters before the update. */
  readonly loss: number
  /** The norm of the gradient before it was clipped. */
  readonly gradNorm: number
  /** How many rows are learnt from in a second: a moving average that leaves out the time between steps. */
  readonly rate: number
  /** The parameters after the update. */
  readonly params: P
  /** All that is needed to go on from here. */
  readonly state: TrainState<P>
}

/** A loss: a tensor without axes; or, where it draws random numbers (dropout does), a function from a generator to one and the generator after it. */
export type ScalarLoss = FloatTensor<readonly []> | ((rng: Rng) => readonly [FloatTensor<readonly []>, Rng])

/** Any value at all. That losses are named among them is for the compiler, which takes `(rng) => [loss, rng]` for a pair that way, and not for a list. */
export type AnyLoss = ScalarLoss | AnyValue

/** `L` itself where it may be what a loss gives, otherwise what is wrong with it. */
export type ScalarLossOr<L> = L extends ScalarLoss ? L : NoInfer<LossFault<L>>
type LossFault<L> = L extends (rng: Rng) => readonly [infer Value, Rng] ? NoLoss<Value> : NoLoss<L>

/** Batches that are there already. */
export type Batches<B> = Iterable<B> | AsyncIterable<B>

/** What `fit` learns from: tensors, or packed sequences, that it cuts into batches along their batch axis, or batches, or a function that gives them for each pass. */
export type BatchOf<D, BatchSize> = D extends AnyTensor
  ? Cut<D, BatchSize>
  : D extends (epoch: number) => Batches<infer B>
    ? B
    : D extends Batches<infer B>
      ? B
      : Cut<D, BatchSize>

/** `D` with its batch axis cut to batches, of which the last may be shorter; whole where there is no batch size. */
type Cut<D, BatchSize> = BatchSize extends undefined
  ? D
  : D extends FloatTensor<infer S>
    ? FloatTensor<CutAxes<S>>
    : D extends IntTensor<infer S, 'i32'>
      ? IntTensor<CutAxes<S>, 'i32'>
      : D extends FloatPacked<infer S extends Shape>
        ? FloatPacked<CutAxes<S>>
        : D extends IntPacked<infer S extends Shape, 'i32'>
          ? IntPacked<CutAxes<S>, 'i32'>
          : D extends object
            ? { readonly [Key in keyof D]: Cut<D[Key], BatchSize> }
            : D

type CutAxes<S extends Shape> = { -readonly [Key in keyof S]: S[Key] extends AxisOf<'batch'> ? Batch<'B'> : S[Key] }

/** `D` itself where it may be the data of `fit`, otherwise what is wrong with it. */
export type DataOr<D> = D extends AnyTensor
  ? RowsOr<D>
  : D extends Batches<unknown> | ((epoch: number) => Batches<unknown>)
    ? D
    : D extends (...args: never) => unknown
      ? NoInfer<Message<'not data to learn from', { got: 'a function that gives no batches' }>>
      : D extends object
        ? RowsOr<D>
        : NoInfer<Message<'not data to learn from', { got: ShownValue<D> }>>

type RowsOr<D> = [Faults<D, 'data'>] extends [never]
  ? Row<LabelOf<Rows<D>>> extends Rows<D>
    ? D
    : NoInfer<Message<'rows of two numbers', object>>
  : NoInfer<Faults<D, 'data'>>

/** The number of rows, invariant: a row of all labels is one of the rows only where there is one label. That is decided even where it is a type parameter. */
interface Row<in out Label> {
  readonly label: (label: Label) => Label
}

type LabelOf<R> = R extends Row<infer Label> ? Label : never

/** The rows of all tensors. */
type Rows<D> = D extends AnyTensor | AnyPacked
  ? Row<Extract<AxesOf<D>[number], AxisOf<'batch'>>['label']>
  : { [Key in keyof D]: Rows<D[Key]> }[keyof D]

type AxesOf<D> = D extends AnyTensor ? ShapeOf<D> : D extends PackedBody<infer S extends Shape, DType> ? S : never

type Faults<D, At extends string> = D extends AnyTensor | AnyPacked
  ? BatchAxes<AxesOf<D>> extends 1
    ? never
    : Message<'no batch axis', { what: At; got: WordsOf<AxesOf<D>> }>
  : D extends object
    ? { [Key in keyof D & string]: Faults<D[Key], `${At}.${Key}`> }[keyof D & string]
    : Message<'not a tensor', { what: At }>

/** How many axes are batch axes: 0, 1 or more. */
type BatchAxes<S extends Shape, Found extends 0 | 1 | 'more' = 0> = S extends readonly [
  infer A extends AnyAxis,
  ...infer Rest extends Shape,
]
  ? A extends AxisOf<'batch'>
    ? BatchAxes<Rest, Found extends 0 ? 1 : 'more'>
    : BatchAxes<Rest, Found>
  : Found
