import type { AddDigits, CompareDigits, DoubleDigits, MultiplyDigits, SubtractDigits, TripleDigits } from './digits.js'
import type { Message } from './message.js'
import type { AddSymbols, IsSymbol, MultiplySymbols } from './symbol.js'

/** How an axis of a role begins to be written: `batch(`, or `axis('vocab', ` for a role of one's own. */
export type CallOf<Role> = Role extends 'seq' | 'batch' | 'feature' | 'layer' ? `${Role}(` : `axis('${Role & string}', `

/** The size of an axis: a positive integer literal (`4`), or a name for a number that only the run time knows (`'B'`). */
export type Size = number | string

/** The largest size: 2^31, as in the indices of a 32-bit engine. */
export type LargestSize = 2147483648

type ToNumber<S extends string> = S extends `${infer N extends number}` ? N : never

type Both<A extends Size, B extends Size> = A extends number ? (B extends number ? 'numbers' : 'symbols') : 'symbols'

/** `2 * N`: `Double<3>` is `6`, `Double<'H'>` is `'2*H'`. */
export type Double<N extends Size> = N extends number ? ToNumber<DoubleDigits<`${N}`>> : MultiplySymbols<'2', `${N}`>

/** `3 * N`, for the three gates of a GRU. */
export type Triple<N extends Size> = N extends number ? ToNumber<TripleDigits<`${N}`>> : MultiplySymbols<'3', `${N}`>

/** `4 * N`, for the four gates of an LSTM. */
export type Quadruple<N extends Size> = N extends number
  ? ToNumber<DoubleDigits<DoubleDigits<`${N}`>>>
  : MultiplySymbols<'4', `${N}`>

/** `A + B`: `Add<3, 4>` is `7`, `Add<'H', 'H'>` is `'2*H'`. */
export type Add<A extends Size, B extends Size> =
  Both<A, B> extends 'numbers' ? ToNumber<AddDigits<`${A}`, `${B}`>> : AddSymbols<`${A}`, `${B}`>

/** `A * B`: `Multiply<3, 4>` is `12`, `Multiply<4, 'H'>` is `'4*H'`. */
export type Multiply<A extends Size, B extends Size> =
  Both<A, B> extends 'numbers' ? ToNumber<MultiplyDigits<`${A}`, `${B}`>> : MultiplySymbols<`${A}`, `${B}`>

/** `A - B` of literals, where `A` is not less than `B`: `Subtract<7, 4>` is `3`. */
export type Subtract<A extends number, B extends number> = ToNumber<SubtractDigits<`${A}`, `${B}`>>

/** How the literals `A` and `B` compare: `-1`, `0` or `1`. Names can be equal, but have no order: `undefined`. */
export type Compare<A extends Size, B extends Size> = [A] extends [B]
  ? [B] extends [A]
    ? 0
    : undefined
  : Both<A, B> extends 'numbers'
    ? CompareDigits<`${A}`, `${B}`>
    : undefined

/** Whether `T` is a union of several types. */
export type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'
type FirstDigit = Exclude<Digit, '0'>

/** `'1'` to `'99'`: how many layers the types can spell out the parameters of. */
export type CountOfLayers = FirstDigit | `${FirstDigit}${Digit}`

/** `'1'` to `'9999'`: the sizes that are settled by one look-up. */
export type SmallSize =
  | FirstDigit
  | `${FirstDigit}${Digit}`
  | `${FirstDigit}${Digit}${Digit}`
  | `${FirstDigit}${Digit}${Digit}${Digit}`

/** A positive integer as a string: what a bigint would print, beginning with a digit that is not 0. */
export type PositiveInteger = `${bigint}` & `${FirstDigit}${string}`

/**
 * `N` itself where it may be a size, otherwise what is wrong with it, as the text of an error.
 *
 * What     the thing that has the size, as the reader knows it: `batch`, `hiddenSize`
 * Role     the role to show in the mend: `batch('N', n)`
 */
export type SizeOr<N, What extends string, Role, All = N> = N extends number
  ? `${N}` extends SmallSize
    ? [All] extends [N]
      ? N
      : NoInfer<SizeFault<All, What, Role>>
    : NoInfer<SizeFault<All, What, Role>>
  : NoInfer<SizeFault<All, What, Role>>

/** `N` itself where it may be the number beside a name: any number that the types don't know, and of those they know a size. */
export type NumberOr<N extends number, What extends string> = number extends N
  ? N
  : `${N}` extends SmallSize
    ? N
    : `${N}` extends PositiveInteger
      ? CompareDigits<`${N}`, `${LargestSize}`> extends 1
        ? Message<'too large a size', { what: What; got: `${N}` }>
        : N
      : Message<'not a positive integer', { what: What; got: `${N}` }>

type SizeFault<N, What extends string, Role> = [N] extends [number]
  ? number extends N
    ? Message<'plain number', { what: What; call: CallOf<Role> }>
    : IsUnion<N> extends true
      ? Message<'several sizes', { what: What; call: CallOf<Role> }>
      : `${N}` extends PositiveInteger
        ? CompareDigits<`${N}`, `${LargestSize}`> extends 1
          ? Message<'too large a size', { what: What; got: `${N}` }>
          : N
        : Message<'not a positive integer', { what: What; got: `${N}` }>
  : [N] extends [string]
    ? string extends N
      ? Message<'plain string', { what: What }>
      : IsUnion<N> extends true
        ? Message<'several sizes', { what: What; call: CallOf<Role> }>
        : IsSymbol<N> extends true
          ? N
          : Message<'not a name', { what: What; got: N }>
    : Message<'not a size', { what: What; call: CallOf<Role> }>
