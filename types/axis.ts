import type { Size } from './size.js'

declare const exact: unique symbol

/**
 * Any axis, whatever its role and size. The label is `unknown` and not `Size`, so that an axis whose size is still a type
 * parameter is one: inside a generic function the compiler compares types with the constraints of their parameters taken away.
 */
export interface AnyAxis {
  /** What the axis counts: `'seq'`, `'batch'`, `'feature'`, `'layer'`, or a user's own word. */
  readonly role: string
  /** The size as the types know it: a literal, or a name. */
  readonly label: unknown
  /** The size as a number. */
  readonly size: number
}

/**
 * One axis of a tensor: what it counts, and how many.
 *
 * The mark makes `N` invariant: `Batch<2>` is not a `Batch<2 | 3>` and not a `Batch<number>`. Without it, a size that occurs
 * twice in a signature would be inferred as a union, and 2 would fit 3.
 */
export interface Axis<Role extends string, N extends Size> extends AnyAxis {
  readonly role: Role
  readonly label: N
  readonly [exact]?: (size: N) => N
}

/** An axis of a certain role, whatever its size. */
export interface AxisOf<Role extends string> extends AnyAxis {
  readonly role: Role
}

/** Time steps. */
export interface Seq<N extends Size> extends Axis<'seq', N> {}

/** Independent sequences side by side. */
export interface Batch<N extends Size> extends Axis<'batch', N> {}

/** The numbers that describe one thing: an input, a hidden state. */
export interface Feature<N extends Size> extends Axis<'feature', N> {}

/** The states of a stacked network: `numLayers` times directions. */
export interface Layer<N extends Size> extends Axis<'layer', N> {}

/** The axis of a role and a size, by its own name where it has one. */
export type AxisNamed<Role extends string, N extends Size> = Role extends 'seq'
  ? Seq<N>
  : Role extends 'batch'
    ? Batch<N>
    : Role extends 'feature'
      ? Feature<N>
      : Role extends 'layer'
        ? Layer<N>
        : Axis<Role, N>

/** An axis that has a name and no number yet: `batch('B')`. `fromArray` and `refine` read the number off the data. */
export interface OpenAxis<A extends AnyAxis> {
  readonly role: A['role']
  readonly label: A['label']
  readonly size?: never
  readonly [exact]?: A
}
