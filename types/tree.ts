import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message, Shown } from './message.js'
import type { Roles, Shape, SizesOf } from './shape.js'
import type { AnyTensor } from './tensor.js'

/**
 * Trees: records of tensors of floats, which may hold further records. Parameters are one, and so are their gradients and the averages that an optimiser
 * keeps of them. A key may be optional; one without a value counts as left out.
 */

/** `P` where every leaf of it is a tensor of floats; otherwise something that `P` does not fit. */
export type Tree<P> = { readonly [Key in keyof P]: TreeNode<P[Key]> }

type TreeNode<V> = V extends FloatTensor<Shape> | undefined
  ? V
  : V extends NoTree
    ? never
    : V extends object
      ? Tree<V>
      : never

type NoTree = AnyTensor | readonly unknown[] | ((...args: never) => unknown)

/** `P` itself where it is a tree, otherwise what is wrong with it. */
export type TreeOr<P, What extends string> = P extends NoTree
  ? NoInfer<TreeFault<P, What>>
  : P extends object
    ? P extends Tree<P>
      ? P
      : NoInfer<TreeFault<P, What>>
    : NoInfer<TreeFault<P, What>>

type TreeFault<P, What extends string> = P extends NoTree
  ? Message<'not a tree', { what: What; got: ShownNode<P> }>
  : P extends object
    ? { [Key in keyof P & string]-?: NodeFault<P[Key], PathTo<What, Key>> }[keyof P & string]
    : Message<'not a tree', { what: What; got: Shown<P> }>

type NodeFault<V, What extends string> = V extends FloatTensor<Shape> | undefined
  ? never
  : V extends AnyTensor
    ? Message<'leaf of integers', { what: What }>
    : TreeFault<V, What>

type ShownNode<V> = V extends AnyTensor ? 'a tensor' : Shown<V>

/** `params.encoder.bias`, as it is written. */
export type PathTo<At extends string, Key extends string> = `${At}.${Key}`

/**
 * `G` itself where it is a tree of the very keys and axes of `P`, otherwise the first thing that is wrong with it: a key that is missing, then one
 * too many, then a tensor.
 *
 * The test takes each as a function's parameter and result, so it asks for both directions at once. It is decided even where `P` is a type parameter.
 */
export type SameTreeOr<G, P, What extends string> = ((tree: G) => G) extends (tree: P) => P
  ? G
  : NoInfer<SameTreeFault<G, P, What, 'params'>>

type SameTreeFault<G, P, What extends string, Other extends string> = G extends NoTree
  ? Message<'not a tree', { what: What; got: ShownNode<G> }>
  : G extends object
    ? [Exclude<keyof P, keyof G>] extends [never]
      ? [Exclude<keyof G, keyof P>] extends [never]
        ? { [Key in keyof P & keyof G & string]: Difference<G[Key], P[Key], PathTo<What, Key>, PathTo<Other, Key>> }[keyof P &
            keyof G &
            string]
        : Message<'unexpected leaf', { what: What; key: Exclude<keyof G, keyof P>; other: Other }>
      : Message<'missing leaf', { what: What; key: Exclude<keyof P, keyof G>; other: Other }>
    : Message<'not a tree', { what: What; got: Shown<G> }>

type Difference<G, P, What extends string, Other extends string> = ((tree: G) => G) extends (tree: P) => P
  ? never
  : P extends FloatTensor<infer Want>
    ? G extends FloatTensor<infer Got>
      ? SizesOf<Got> extends SizesOf<Want>
        ? Message<'another leaf', { what: What; got: Roles<Got>; other: Other; want: Roles<Want> }>
        : Message<'another leaf', { what: What; got: SizesOf<Got>; other: Other; want: SizesOf<Want> }>
      : G extends AnyTensor
        ? Message<'leaf of integers', { what: What }>
        : Message<'not a leaf', { what: What; got: ShownNode<G>; other: Other }>
    : SameTreeFault<G, P, What, Other>
