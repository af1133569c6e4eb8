import type { AnyAxis, OpenAxis } from './axis.js'
import type { Message } from './message.js'
import type { Size } from './size.js'

/** The axis that `seq(size, number?)` and its like make: open if it has a name and no number. */
export type AxisFrom<N, Count, A extends AnyAxis> = N extends string ? ([Count] extends [never] ? OpenAxis<A> : A) : A

/** The number that stands beside a name; beside a number there is none. */
export type AxisNumberOr<N, Count, Role extends string> = N extends string
  ? Count
  : Message<'size and number', { role: Role; got: N & Size }>

/** `R` itself where it may be a role: a literal word. */
export type RoleOr<R> = [R] extends [string]
  ? string extends R
    ? Message<'plain role', object>
    : R
  : Message<'not a role', { got: R & Size }>
