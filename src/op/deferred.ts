import type { Deferred } from '../kernel/contract.js'
import { mostCopied, roomForFloats } from '../room.js'

/**
 * Cotangents that nobody has computed yet. That of a network's output is as large as the output; a loss that can write any part of it says how, and the
 * engine asks for a block of time steps at a time, so that the whole is never there. Whoever wants an array gets one: `whole`.
 */

/** So many numbers, of which `write` puts `count` from `start` on into `to`, from `at` on. A few are an array at once. */
export const deferred = (length: number, write: Deferred['write']): Float32Array | Deferred => {
  const numbers = { length, write }
  return length <= mostCopied ? whole(numbers) : numbers
}

/** All of the numbers, in an array. */
export const whole = (numbers: Float32Array | Deferred): Float32Array => {
  if (numbers instanceof Float32Array) return numbers
  const all = roomForFloats(numbers.length)
  numbers.write(all, 0, 0, all.length)
  return all
}
