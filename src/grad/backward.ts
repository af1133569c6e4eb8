import { whole } from '../op/deferred.js'
import { roomForFloats } from '../room.js'
import type { Cotangent, Tape } from '../tensor/tape.js'

/** A value on a tape, and its cotangent or a part of it. */
export type Seed = readonly [index: number, cotangent: Float32Array]

/**
 * The backward pass: from the cotangents of some values to those of the first `leaves` values on the tape. The steps are taken off
 * the tape as they are pulled back, and each cotangent is let go once it has been used.
 *
 * A pullback may give back the array that it was given, or one array for two inputs. So the first cotangent of a value is only borrowed; the second
 * one makes an array of this function's own, into which all that follow are added.
 */
export const backward = (tape: Tape, seeds: readonly Seed[], leaves: number): readonly (Float32Array | undefined)[] => {
  const cotangents: (Cotangent | undefined)[] = []
  for (let i = 0; i < tape.values; i++) cotangents.push(undefined)
  const owned = new Map<number, Float32Array>()

  const add = (to: number, cotangent: Cotangent): void => {
    const first = cotangents[to]
    if (first === undefined) {
      cotangents[to] = cotangent
      return
    }
    const own = owned.get(to)
    if (own !== undefined) addInto(own, whole(cotangent), own)
    else {
      // What was computed just now is nobody else's.
      const array = whole(first)
      const sum = addInto(array, whole(cotangent), array === first ? roomForFloats(array.length) : array)
      cotangents[to] = sum
      owned.set(to, sum)
    }
  }

  for (const [index, cotangent] of seeds) add(index, cotangent)
  for (let step = tape.pop(); step !== undefined; step = tape.pop()) {
    const { first, outputs, inputs, pullback } = step
    const incoming: (Cotangent | undefined)[] = []
    let isReached = false
    for (let i = first; i < first + outputs; i++) {
      const cotangent = cotangents[i]
      incoming.push(cotangent)
      isReached ||= cotangent !== undefined
      cotangents[i] = undefined
    }
    if (!isReached) continue
    const outgoing = pullback(incoming)
    for (let i = 0; i < inputs.length; i++) {
      const to = inputs[i]
      const cotangent = outgoing[i]
      if (to !== undefined && cotangent !== undefined) add(to, cotangent)
    }
  }
  const found: (Float32Array | undefined)[] = []
  for (let i = 0; i < leaves; i++) {
    const cotangent = cotangents[i]
    found.push(cotangent && whole(cotangent))
  }
  return found
}

const addInto = (a: Float32Array, b: Float32Array, sum: Float32Array): Float32Array => {
  if (a.length !== b.length) throw new RangeError(`a cotangent has ${b.length} numbers, but its tensor has ${a.length}`)
  for (let i = 0; i < sum.length; i++) sum[i] = (a[i] ?? 0) + (b[i] ?? 0)
  return sum
}
