/** Between ordinary arrays and the workbench. */
import { mostShared, roomForFloats } from '../room.js'
import { copyRow, fewFloats } from '../rows.js'

export const copyIn = (floats: Float32Array, at: number, from: Float32Array): void => {
  const { length } = from
  if (length > fewFloats) floats.set(from, at)
  else for (let i = 0; i < length; i++) floats[at + i] = from[i] ?? 0
}

export const clear = (floats: Float32Array, at: number, length: number): void => {
  if (length > fewFloats) floats.fill(0, at, at + length)
  else for (let i = 0; i < length; i++) floats[at + i] = 0
}

/** A copy, in a slab (room.ts) up to so many floats. */
export const copyOut = (floats: Float32Array, at: number, length: number, most = mostShared): Float32Array => {
  // Not `slice`, which clears the new array before it fills it.
  if (length > most) return new Float32Array(floats.subarray(at, at + length))
  const to = roomForFloats(length)
  copyRow(floats, at, to, 0, length)
  return to
}
