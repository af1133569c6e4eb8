/**
 * Room for numbers: new arrays of zeros.
 *
 * V8 takes some 300 to 600 ns for each typed array of more than 64 bytes, since its buffer lies outside the heap; that is more than the kernel needs for a
 * small network. So small arrays are views of a slab that many share, one after the other, which takes 50 ns. A slab is never used again, and goes
 * with the last of its arrays.
 *
 * No user ever sees a slab: the numbers that leave the library are made `alone` first. Otherwise whoever sends one array's buffer to a worker would
 * take away the others', and whoever reads all of a buffer would read strangers.
 */

const slabBytes = 16_384
/** Floats of the largest array that a slab is good for: a quarter of it. */
export const mostShared = slabBytes / 16
/**
 * Floats of the largest array that is best in a slab even where it is read in the end, and copied for that. A larger one costs as much in a slab, four
 * kilobytes of it, as with a buffer of its own.
 */
export const mostCopied = 256
/** So no array in a slab has the offset 0, and by that it is known. */
const firstByte = 16

// The first one comes with the first request.
let slab = /* @__PURE__ */ new ArrayBuffer(0)
let top = slabBytes

/** Takes so many words of a slab; gives the place of the first byte. */
const take = (words: number): number => {
  const size = (4 * words + 15) & -16
  if (top + size > slabBytes) {
    slab = new ArrayBuffer(slabBytes)
    top = firstByte
  }
  const start = top
  top += size
  return start
}

/**
 * Zeros in a buffer of their own. Throws RangeError where there is no room: no tensor holds more than 2^31 numbers, and a host without room says so in words
 * of its own.
 */
export const ownFloats = (count: number): Float32Array => {
  try {
    if (count <= 2147483648) return new Float32Array(count)
  } catch {}
  throw new RangeError(`no room for ${4 * count} bytes: use a smaller batch`)
}

/** Zeros. */
export const roomForFloats = (count: number): Float32Array => {
  if (!(count <= mostShared)) return ownFloats(count)
  const start = take(count)
  // The slab may be a new one now.
  return new Float32Array(slab, start, count)
}

/** Zeros, of integers. */
export const roomForIntegers = (count: number): Int32Array => {
  if (!(count <= mostShared)) return new Int32Array(count)
  const start = take(count)
  return new Int32Array(slab, start, count)
}

/** A part of an array, which a tensor may hold: a view, where `alone` can tell it from an array with a buffer of its own; or else a copy. */
export const partOf = (numbers: Float32Array, start: number, end: number): Float32Array =>
  numbers.byteOffset === 0 && start === 0 ? numbers.slice(start, end) : numbers.subarray(start, end)

/** The same numbers in a buffer of their own: `numbers` itself where it has one. */
export const alone = (numbers: Float32Array | Int32Array): Float32Array | Int32Array => {
  if (numbers.byteOffset === 0) return numbers
  // Faster than `slice`, which asks for the species.
  return numbers instanceof Int32Array ? new Int32Array(numbers) : new Float32Array(numbers)
}
