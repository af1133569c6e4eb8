import * as sentences from '../../types/sentences.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.steps)

/** `xs` where it is an array; throws where a caller without types gives something else. */
export const checkSequence = <A>(xs: readonly A[]): readonly A[] =>
  Array.isArray(xs) ? xs : fail('not a sequence', { got: shown(xs) })
