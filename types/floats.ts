import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message } from './message.js'
import type { PackedBrand } from './packed-body.js'
import type { AnyTensor } from './tensor.js'
import type { Branded, DType } from './tensor-body.js'

/**
 * `X` itself where it is a tensor of floats, otherwise what is wrong with it. Only the brand is asked for: that decides the question also where the
 * whole shape is still a type parameter.
 *
 * What   the argument's name      Who   the operation's name
 */
export type FloatsOr<X, What extends string, Who extends string> =
  X extends Branded<'f32'> ? X : NoInfer<NotFloats<X, What, Who>>

/** As `FloatsOr`, where packed sequences of floats will do as well. */
export type FloatStepsOr<X, What extends string, Who extends string> =
  X extends Branded<'f32'> ? X : NoInfer<X extends PackedBrand<'f32'> ? X : NotFloatSteps<X, What, Who>>

/** What is wrong with something that is no tensor of floats. */
export type NotFloats<X, What extends string, Who extends string> = X extends AnyTensor
  ? Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: Who }>
  : NotTensor<X, What>

/** What is wrong with something that is no tensor. */
export type NotTensor<X, What extends string> =
  X extends PackedBrand<DType>
    ? Message<'packed for a tensor', { what: What }>
    : Message<'not a tensor', { what: What }>

/** What is wrong with something that is neither a tensor of floats nor packed sequences of floats. */
export type NotFloatSteps<X, What extends string, Who extends string> = X extends AnyTensor | PackedBrand<DType>
  ? Message<'wrong type of data', { what: What; got: 'i32'; want: 'f32'; who: Who }>
  : Message<'not a tensor', { what: What }>

/** The shape of a tensor of floats; of anything else no axes, since that is refused elsewhere. */
export type FloatShape<X> = X extends FloatTensor<infer S> ? S : never
