/**
 * Arrays that a way back has done with, for the next run that asks for as many numbers: steps of training are alike. A new one of more than a few
 * numbers costs more than to fill it, since the host clears it and it is in none of the caches.
 *
 * They are held weakly, all together, and so at least as long as one turn of the event loop, and at most until the next full collection of garbage
 * after it. A weak hold of each would keep all that a long loop gives back: what a `WeakRef` was made for lasts until the turn ends.
 */
import { mostShared, roomForFloats } from '../room.js'

interface Spares {
  readonly arrays: Float32Array[]
  floats: number
}

/** 64 MB, which hold what steps of training keep of a large network. */
const mostFloats = 2 ** 24

let held: WeakRef<Spares> | undefined

/** Room for so many numbers, whatever they are. */
export const spareRoom = (count: number): Float32Array => {
  const spares = held?.deref()
  if (spares !== undefined)
    for (let i = spares.arrays.length - 1; i >= 0; i--) {
      const array = spares.arrays[i]
      if (array?.length !== count) continue
      spares.arrays.splice(i, 1)
      spares.floats -= count
      return array
    }
  return roomForFloats(count)
}

/** Gives back what `spareRoom` gave: nobody reads it any more. */
export const giveBack = (array: Float32Array): void => {
  const { length } = array
  // Small ones are cheap, and parts of slabs.
  if (length <= mostShared || length > mostFloats) return
  let spares = held?.deref()
  if (spares === undefined) {
    spares = { arrays: [], floats: 0 }
    held = new WeakRef(spares)
  }
  spares.arrays.push(array)
  spares.floats += length
  while (spares.floats > mostFloats) spares.floats -= spares.arrays.shift()?.length ?? 0
}
