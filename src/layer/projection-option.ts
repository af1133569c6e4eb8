import type { AnyAxis } from '../../types/axis.js'
import * as sentences from '../../types/sentences.js'
import { failOf } from '../tensor/shape-error.js'
import { type Check, featureOf, size } from './options.js'

const fail = /* @__PURE__ */ failOf(sentences.projections)

/** A size in a comparison with another: its name, and the number beside it where the names alone do not tell. */
const compared = (one: AnyAxis, other: AnyAxis): string =>
  typeof one.label === 'string' && one.label !== other.label ? `${one.label} (${one.size})` : String(one.label)

/** 0 for none, or a size that is smaller than `hiddenSize`; the twin of `NarrowerOr`. */
export const projection: Check<'projection'> = (key, value, given, who) => {
  if (value === 0) return 0
  const narrow = size(key, value, given, who)
  // That it is missing is told when all options that are there have been looked at.
  if (given.hiddenSize === undefined) return narrow
  const projection = featureOf(narrow)
  const hidden = featureOf(size('hiddenSize', given.hiddenSize, given, who))
  return projection.size >= hidden.size || projection.label === hidden.label
    ? fail('too wide a projection', { key, got: compared(projection, hidden), want: compared(hidden, projection) })
    : narrow
}
