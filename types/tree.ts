import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message, Shown } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { AnyTensor } from './tensor.js'

/**
 * Trees: records and lists of tensors of floats, nested as one likes. Parameters are one, and so are their gradients and the averages that an
 * optimiser keeps of them. A leaf may be undefined, as a bias that is left out.
 */

/**
 * What `P` must be to be parameters. It refers to `P` itself, so that an interface may be one, and so that it can stand as the bound of a type
 * parameter: `<P extends Trainable<P>>(params: P)`. Its sentences name no path: with one, they would not be decided where `P` is a type parameter.
 */
export type Trainable<P> = FloatTensor<Shape> | Branch<P>

type Branch<P> = { readonly [Key in keyof P]: Node<P[Key]> }

type Node<V> = V extends FloatTensor<Shape> | undefined
  ? V
  : V extends AnyTensor
    ? Message<'integer parameter', { path: 'a parameter' }>
    : V extends (...args: never) => unknown
      ? NoParameter
      : V extends object
        ? Branch<V>
        : NoParameter

type NoParameter = Message<'not parameters of a gradient', { path: 'a parameter'; got: 'no tensor' }>

/**
 * `G` itself where it is a tree of the very keys and axes of `P`, otherwise the first thing that is wrong with it: a key that is missing, then one
 * too many, then a tensor.
 *
 * The test takes each as a function's parameter and result, so it asks for both directions at once. It is decided even where `P` is a type parameter.
 */
export type SameTreeOr<G, P, What extends string> = ((tree: G) => G) extends (tree: P) => P
  ? G
  : NoInfer<Difference<G, P, What, 'params'>>

type Difference<G, P, What extends string, Other extends string> = ((tree: G) => G) extends (tree: P) => P
  ? never
  : P extends FloatTensor<infer Want>
    ? G extends FloatTensor<infer Got>
      ? Message<'another leaf', { what: What; got: WordsOf<Got>; other: Other; want: WordsOf<Want> }>
      : Message<
          'not a leaf',
          { what: What; got: G extends AnyTensor ? 'a tensor of i32 numbers' : ShownValue<G>; other: Other }
        >
    : G extends AnyTensor
      ? Message<'not a branch', { what: What; got: 'a tensor'; other: Other }>
      : G extends object
        ? BranchDifference<G, P, What, Other>
        : Message<'not a branch', { what: What; got: ShownValue<G>; other: Other }>

type BranchDifference<G, P, What extends string, Other extends string> = [Exclude<keyof P, keyof G>] extends [never]
  ? [Exclude<keyof G, keyof P>] extends [never]
    ? {
        [Key in keyof P & keyof G & Step]: Difference<G[Key], P[Key], Path<What, Key>, Path<Other, Key>>
      }[keyof P & keyof G & Step]
    : Message<'unexpected leaf', { what: What; key: Exclude<keyof G, keyof P>; other: Other }>
  : Message<'missing leaf', { what: What; key: Exclude<keyof P, keyof G>; other: Other }>

/** A key of a record, or an index of a list (not its methods). */
type Step = string

/** `params.layers[0].bias`, as it is written. */
type Path<At extends string, Key extends string> = Key extends `${number}` ? `${At}[${Key}]` : `${At}.${Key}`

/** A value as an error shows it, where the types may know no more than that it is a number or a text. */
export type ShownValue<V> = unknown extends V
  ? 'unknown'
  : number extends V
    ? 'a number'
    : string extends V
      ? 'a text'
      : Shown<V>
