import type { AnyAxis } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { FloatShape } from './floats.js'
import type { Message, Shown } from './message.js'
import type { Roles, Shape } from './shape.js'
import type { IsUnion } from './size.js'

/** Operations along one axis of a tensor, which is named by its role. The run-time twin is `src/op/along.ts`. */

/** `R` itself where it is the role of just one axis of the shape `S`, otherwise what is wrong with it. */
export type RoleOr<R, S extends Shape, What extends string, Who extends string> = [R] extends [string]
  ? string extends R
    ? NoInfer<RoleFault<R, S, What, Who>>
    : IsUnion<R> | RoleCount<S, R> extends false | 1
      ? R
      : NoInfer<RoleFault<R, S, What, Who>>
  : NoInfer<RoleFault<R, S, What, Who>>

/** As `RoleOr`; undefined, or nothing, stands for all axes, or for the last one. */
export type MaybeRoleOr<R, S extends Shape, What extends string, Who extends string> = [R] extends [undefined]
  ? R
  : RoleOr<R, S, What, Who>

type RoleFault<R, S extends Shape, What extends string, Who extends string> = [R] extends [string]
  ? string extends R
    ? Message<'plain role', object>
    : IsUnion<R> extends true
      ? Message<'several values', { key: 'the role' }>
      : RoleCount<S, R> extends 2
        ? Message<'role twice', { what: What; got: Roles<S>; role: R; who: Who }>
        : Message<'no such role', { what: What; got: Roles<S>; role: R; who: Who }>
  : Message<'not a role', { got: Shown<R> }>

/** How many axes of `S` have the role `R`: 0, 1, or 2 for more. */
type RoleCount<S extends Shape, R> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? A['role'] extends R
    ? R extends Rest[number]['role']
      ? 2
      : 1
    : RoleCount<Rest, R>
  : 0

/** `S` without its axis of role `R`. */
export type Without<S extends Shape, R> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? A['role'] extends R
    ? Rest
    : [A, ...Without<Rest, R>]
  : []

/** `S` with `New` in the place of its axis of role `R`. */
export type Replaced<S extends Shape, R, New extends AnyAxis> = S extends readonly [
  infer A extends AnyAxis,
  ...infer Rest extends Shape,
]
  ? A['role'] extends R
    ? [New, ...Rest]
    : [A, ...Replaced<Rest, R, New>]
  : []

/** The axis of `S` that has the role `R`. */
export type AxisAlong<S extends Shape, R> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? A['role'] extends R
    ? A
    : AxisAlong<Rest, R>
  : never

/** What is left of a tensor when it is reduced along an axis, or along all. (Nothing is to be inferred from what a caller does with it.) */
export type Reduced<X, R> = [R] extends [undefined] ? FloatTensor<[]> : FloatTensor<Without<FloatShape<X>, R>>
