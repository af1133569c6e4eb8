/** Between ordinary arrays and the workbench. */

/** Below this many floats a plain loop copies faster than a call of the host. */
const fewFloats = 48

export const copyIn = (floats: Float32Array, at: number, from: Float32Array): void => {
  const { length } = from
  if (length > fewFloats) floats.set(from, at)
  else for (let i = 0; i < length; i++) floats[at + i] = from[i] ?? 0
}

/** `length` floats of `from`, beginning at `start`. */
export const copyPartIn = (
  floats: Float32Array,
  at: number,
  from: Float32Array,
  start: number,
  length: number,
): void => {
  if (length > fewFloats) floats.set(from.subarray(start, start + length), at)
  else for (let i = 0; i < length; i++) floats[at + i] = from[start + i] ?? 0
}

export const clear = (floats: Float32Array, at: number, length: number): void => {
  if (length > fewFloats) floats.fill(0, at, at + length)
  else for (let i = 0; i < length; i++) floats[at + i] = 0
}

export const copyOut = (floats: Float32Array, at: number, length: number): Float32Array => {
  // Not `slice`, which clears the new array before it fills it.
  if (length > fewFloats) return new Float32Array(floats.subarray(at, at + length))
  const to = new Float32Array(length)
  for (let i = 0; i < length; i++) to[i] = floats[at + i] ?? 0
  return to
}
