import type { either } from 'fp-ts'

/**
 * fp-ts's own two values, made by hand: the package's types are fp-ts's, but loading fp-ts at run time for two object literals would
 * cost more than loading this whole library.
 */

/** A failure. */
export const left = <E>(error: E): either.Either<E, never> => ({ _tag: 'Left', left: error })

/** A success. */
export const right = <A>(value: A): either.Either<never, A> => ({ _tag: 'Right', right: value })
