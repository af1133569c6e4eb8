/** Between ordinary arrays and the workbench. */
import { mostShared, roomForFloats } from '../room.js'

/** Below this many floats a plain loop copies faster than a call of the host. */
const fewFloats = 48

export const copyIn = (floats: Float32Array, at: number, from: Float32Array): void => {
  const { length } = from
  if (length > fewFloats) floats.set(from, at)
  else for (let i = 0; i < length; i++) floats[at + i] = from[i] ?? 0
}

/** A row of `width` floats. */
export const copyRow = (from: Float32Array, at: number, to: Float32Array, toAt: number, width: number): void => {
  if (width > fewFloats) to.set(from.subarray(at, at + width), toAt)
  else for (let i = 0; i < width; i++) to[toAt + i] = from[at + i] ?? 0
}

export const clear = (floats: Float32Array, at: number, length: number): void => {
  if (length > fewFloats) floats.fill(0, at, at + length)
  else for (let i = 0; i < length; i++) floats[at + i] = 0
}

export const copyOut = (floats: Float32Array, at: number, length: number): Float32Array => {
  // Not `slice`, which clears the new array before it fills it.
  if (length > mostShared) return new Float32Array(floats.subarray(at, at + length))
  const to = roomForFloats(length)
  copyRow(floats, at, to, 0, length)
  return to
}
