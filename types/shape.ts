import type { AnyAxis } from './axis.js'
import type { Size } from './size.js'

/** The axes of a tensor, in the order of its layout: the last one is contiguous. */
export type Shape = readonly AnyAxis[]

type Words<S extends Shape> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? Rest extends readonly []
    ? A['role']
    : `${A['role']}, ${Words<Rest>}`
  : S extends readonly []
    ? ''
    : 'any number of axes'

/** The roles of `S` as a reader sees them: `(seq, batch, feature)`. */
export type Roles<S extends Shape> = `(${Words<S>})`

type Sizes<S extends Shape> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? Rest extends readonly []
    ? `${A['label'] & Size}`
    : `${A['label'] & Size}, ${Sizes<Rest>}`
  : ''

/** The sizes of `S` as a reader sees them: `(4, 2, 3)`. */
export type SizesOf<S extends Shape> = `(${Sizes<S>})`

type RolesAndSizes<S extends Shape> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? Rest extends readonly []
    ? `${A['role']} ${A['label'] & Size}`
    : `${A['role']} ${A['label'] & Size}, ${RolesAndSizes<Rest>}`
  : S extends readonly []
    ? ''
    : 'any number of axes'

/** `S` as a reader sees it: `(seq 4, batch 2, feature 3)`. */
export type WordsOf<S extends Shape> = `(${RolesAndSizes<S>})`

/** The numbers of `S`, one for each axis. */
export type Numbers<S extends Shape> = { readonly [K in keyof S]: number }

/** Arrays nested as deep as `S` has axes. */
export type Nested<S extends Shape> = S extends readonly [AnyAxis, ...infer Rest extends Shape]
  ? readonly Nested<Rest>[]
  : S extends readonly []
    ? number
    : NestedNumbers

/** Arrays nested to some depth, where the number of axes is not known. */
export type NestedNumbers = number | readonly NestedNumbers[]
