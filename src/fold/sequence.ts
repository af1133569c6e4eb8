import { shown } from '../tensor/message.js'
import { fail } from '../tensor/shape-error.js'

/** `xs` where it is an array; throws where a caller without types gives something else. */
export const checkSequence = <A>(xs: readonly A[]): readonly A[] =>
  Array.isArray(xs) ? xs : fail('not a sequence', { got: shown(xs) })
