import type { AnyAxis, OpenAxis } from './axis.js'
import type { Message, Shown } from './message.js'
import type { IsUnion, NumberOr, Size } from './size.js'
import type { IsName } from './symbol.js'

/** The axis that `seq(size, number?)` and its like make: open if it has a name and no number. */
export type AxisFrom<N, Count, A extends AnyAxis> = N extends string ? ([Count] extends [never] ? OpenAxis<A> : A) : A

/** The number that stands beside a name; beside a number there is none. */
export type AxisNumberOr<N, Count extends number, Role extends string> = N extends string
  ? NumberOr<Count, Role>
  : Message<'size and number', { role: Role; got: N & Size }>

/** `R` itself where it may be a role: a literal word, which may have dashes in it. */
export type RoleOr<R> = [R] extends [string]
  ? string extends R
    ? Message<'plain role', object>
    : IsUnion<R> extends true
      ? Message<'several values', { key: 'the role' }>
      : R extends `-${string}`
        ? Message<'not a role', { got: Shown<R> }>
        : IsName<WithoutDashes<R>> extends true
          ? R
          : Message<'not a role', { got: Shown<R> }>
  : Message<'not a role', { got: Shown<R> }>

type WithoutDashes<S extends string> = S extends `${infer A}-${infer B}` ? WithoutDashes<`${A}${B}`> : S
