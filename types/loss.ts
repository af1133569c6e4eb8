import type { AnyAxis } from './axis.js'
import type { Stands } from './broadcast.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { FloatShape, NotTensor } from './floats.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { AnyTensor } from './tensor.js'
import type { Branded } from './tensor-body.js'

/** What becomes of the losses of single places: their mean, their sum, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none'

/** A loss: one number, or with 'none' one for each place along the axes `S`. */
export type Reduced<S extends Shape, R extends Reduction> = R extends 'none' ? FloatTensor<S> : FloatTensor<[]>

/** `T` itself where it may be the target of the prediction `P` of a loss that takes number by number: floats of the same axes. */
export type TargetOr<P, T, What extends string, Who extends string> = [T] extends [P]
  ? [T] extends [Branded<'f32'>]
    ? T
    : NoInfer<TargetFault<P, T, What, Who>>
  : NoInfer<TargetFault<P, T, What, Who>>

type TargetFault<P, T, What extends string, Who extends string> =
  T extends Branded<'f32'>
    ? P extends FloatTensor<FloatShape<T>>
      ? T
      : Message<'target axes', { got: WordsOf<FloatShape<T>>; what: What; want: WordsOf<FloatShape<P>>; who: Who }>
    : NotFloatTarget<T, Who>

type NotFloatTarget<T, Who extends string> = T extends AnyTensor
  ? Message<'wrong type of data', { what: 'target'; got: 'i32'; want: 'f32'; who: Who }>
  : NotTensor<T, 'target'>

/** All axes but the last, which is the classes. */
export type Rows<S extends Shape> = S extends readonly [...infer Lead extends Shape, AnyAxis] ? Lead : never

type Classes<S extends Shape> = S extends readonly [...Shape, infer C extends AnyAxis] ? C : never

/** `P` itself where it is a tensor of floats with an axis of classes. */
export type ScoresOr<P, What extends string, Who extends string> =
  P extends Branded<'f32'>
    ? FloatShape<P> extends readonly []
      ? NoInfer<Message<'no classes', { what: What; who: Who }>>
      : P
    : NoInfer<
        P extends AnyTensor
          ? Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: Who }>
          : NotTensor<P, What>
      >

/** `T` itself where it may be class ids for the scores `P`: integers, one for each row. */
export type ClassIdsOr<P, T, What extends string, Who extends string> = [T] extends [
  IntTensor<Rows<FloatShape<P>>, 'i32'>,
]
  ? T
  : NoInfer<ClassIdsFault<P, T, What, Who>>

type ClassIdsFault<P, T, What extends string, Who extends string> =
  T extends IntTensor<infer S, 'i32'>
    ? Message<'class id axes', { got: WordsOf<S>; what: What; want: WordsOf<FloatShape<P>>; who: Who }>
    : T extends Branded<'f32'>
      ? Message<'wrong type of data', { what: 'target'; got: 'f32'; want: 'i32'; who: Who }>
      : NotTensor<T, 'target'>

/** `T` itself where it may be the target of `crossEntropy` for the logits `P`: class ids, or probabilities with the axes of the logits. */
export type ClassesOr<P, T, What extends string, Who extends string> = [T] extends [
  IntTensor<Rows<FloatShape<P>>, 'i32'>,
]
  ? T
  : [T] extends [P]
    ? T
    : NoInfer<ClassesFault<P, T, What, Who>>

type ClassesFault<P, T, What extends string, Who extends string> =
  T extends IntTensor<infer S, 'i32'>
    ? Message<'class id axes', { got: WordsOf<S>; what: What; want: WordsOf<FloatShape<P>>; who: Who }>
    : T extends Branded<'f32'>
      ? P extends FloatTensor<FloatShape<T>>
        ? T
        : FloatShape<T> extends Rows<FloatShape<P>>
          ? Message<
              'class ids of floats',
              { got: WordsOf<FloatShape<T>>; what: What; want: WordsOf<FloatShape<P>>; who: Who }
            >
          : Message<'target axes', { got: WordsOf<FloatShape<T>>; what: What; want: WordsOf<FloatShape<P>>; who: Who }>
      : NotTensor<T, 'target'>

/** `W` itself where it may be the weights of the classes of `P`: floats along that axis alone. */
export type ClassWeightsOr<P, W, What extends string, Who extends string> = [W] extends [never]
  ? W
  : W extends FloatTensor<readonly [Classes<FloatShape<P>>]> | undefined
    ? W
    : W extends Branded<'f32'>
      ? Message<
          'class weight axes',
          { got: WordsOf<FloatShape<W>>; what: What; want: WordsOf<FloatShape<P>>; who: Who }
        >
      : NotFloatWeight<W, 'weight', Who>

/** `W` itself where it may be weights of the numbers of `P`: its axes stand in those of `P`, in order, and it is repeated along the others. */
export type WeightsOr<P, W, Key extends string, What extends string, Who extends string> = [W] extends [never]
  ? W
  : W extends undefined
    ? W
    : W extends Branded<'f32'>
      ? Stands<FloatShape<W>, FloatShape<P>> extends true
        ? W
        : Message<
            'weight axes',
            { key: Key; got: WordsOf<FloatShape<W>>; what: What; want: WordsOf<FloatShape<P>>; who: Who }
          >
      : NotFloatWeight<W, Key, Who>

type NotFloatWeight<W, Key extends string, Who extends string> = W extends AnyTensor
  ? Message<'wrong type of data', { what: Key; got: 'i32'; want: 'f32'; who: Who }>
  : NotTensor<W, Key>
