/** Which calls have sequences of different lengths, and so are packed: padding is neither copied nor computed. */
import { packedOrder, type Sequences } from '../rows.js'

/** Undefined where all sequences have full length, and nothing needs to be packed. Throws RangeError when the lengths are none. */
export const sequencesOf = (lengths: readonly number[], time: number, batch: number): Sequences | undefined => {
  const given = Array.from(lengths)
  if (given.length !== batch) throw new RangeError(`there are ${given.length} lengths for a batch of ${batch}`)
  const wrong = given.findIndex((length) => !(Number.isInteger(length) && length >= 1 && length <= time))
  if (wrong >= 0) throw new RangeError(`length ${wrong} is ${given[wrong]}, but must be an integer from 1 to ${time}`)
  return given.every((length) => length === time) ? undefined : packedOrder(given)
}
