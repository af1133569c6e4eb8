import * as sentences from '../../types/sentences.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.named)

/**
 * Throws where the options of a loss or a schedule are no object, or have a name that `who` does not know. The compiler tells of a name that is written
 * in place, but a variable may have more names than are asked for, and code without types any: PyTorch's `ignore_index` would be passed over in silence.
 */
export const checkNamed = (who: string, known: readonly string[], options: unknown): void => {
  const wrong =
    typeof options === 'object' && options !== null
      ? Object.keys(options).find((key) => !known.includes(key))
      : shown(options)
  if (wrong !== undefined) fail('not its options', { who, known: known.join(', '), got: wrong })
}
