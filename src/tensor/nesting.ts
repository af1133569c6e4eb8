import * as sentences from '../../types/sentences.js'
import { failOf } from './shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.nesting)

/** How deep records and lists of tensors may be nested. More than any model is, and less than what a stack holds. */
export const DEEPEST = 500

/** Throws for what stands below too many records and lists: without it, one that holds itself would end in an overflow of the stack. */
export const checkDepth = (depth: number, path: string): void => {
  if (depth > DEEPEST) fail('nested too deep', { path: `${path.slice(0, 40)}...`, most: DEEPEST })
}
