/**
 * What a file holds under a name: numbers of the file's own type, in row-major order, with a shape. The names of the types are those of safetensors,
 * for every format.
 */

/** The array that holds the numbers of each type. */
export interface EntryArrays {
  BOOL: Uint8Array<ArrayBuffer>
  F4: Uint8Array<ArrayBuffer>
  F6_E2M3: Uint8Array<ArrayBuffer>
  F6_E3M2: Uint8Array<ArrayBuffer>
  U8: Uint8Array<ArrayBuffer>
  I8: Int8Array<ArrayBuffer>
  F8_E5M2: Uint8Array<ArrayBuffer>
  F8_E4M3: Uint8Array<ArrayBuffer>
  F8_E8M0: Uint8Array<ArrayBuffer>
  F8_E4M3FNUZ: Uint8Array<ArrayBuffer>
  F8_E5M2FNUZ: Uint8Array<ArrayBuffer>
  I16: Int16Array<ArrayBuffer>
  U16: Uint16Array<ArrayBuffer>
  F16: Uint16Array<ArrayBuffer>
  BF16: Uint16Array<ArrayBuffer>
  I32: Int32Array<ArrayBuffer>
  U32: Uint32Array<ArrayBuffer>
  F32: Float32Array<ArrayBuffer>
  C64: Float32Array<ArrayBuffer>
  F64: Float64Array<ArrayBuffer>
  I64: BigInt64Array<ArrayBuffer>
  U64: BigUint64Array<ArrayBuffer>
}

/** The type of the numbers of an entry. */
export type EntryDType = keyof EntryArrays

/**
 * Numbers as a file has them. Where JavaScript has no array for a type, `data` holds its bits: 16-bit floats in a `Uint16Array`, smaller ones in
 * a `Uint8Array`. `C64` has two floats for each number, `BOOL` a byte.
 *
 * To test `dtype` is to know `data`: after `entry.dtype === 'F64'` it is a `Float64Array`. `toFloat32` gives any entry's numbers.
 */
export type Entry<D extends EntryDType = EntryDType> = {
  readonly [Key in D]: { readonly dtype: Key; readonly shape: readonly number[]; readonly data: EntryArrays[Key] }
}[D]

/** A constructor of arrays, and how many bits a number has. */
type Kind<A> = readonly [array: (new (buffer: ArrayBuffer) => A) & { readonly BYTES_PER_ELEMENT: number }, bits: number]

/** In safetensors' order, which is that of the alignment: a file is written from the last to the first. */
const kinds: { readonly [D in EntryDType]: Kind<EntryArrays[D]> } = {
  BOOL: [Uint8Array, 8],
  F4: [Uint8Array, 4],
  F6_E2M3: [Uint8Array, 6],
  F6_E3M2: [Uint8Array, 6],
  U8: [Uint8Array, 8],
  I8: [Int8Array, 8],
  F8_E5M2: [Uint8Array, 8],
  F8_E4M3: [Uint8Array, 8],
  F8_E8M0: [Uint8Array, 8],
  F8_E4M3FNUZ: [Uint8Array, 8],
  F8_E5M2FNUZ: [Uint8Array, 8],
  I16: [Int16Array, 16],
  U16: [Uint16Array, 16],
  F16: [Uint16Array, 16],
  BF16: [Uint16Array, 16],
  I32: [Int32Array, 32],
  U32: [Uint32Array, 32],
  F32: [Float32Array, 32],
  C64: [Float32Array, 64],
  F64: [Float64Array, 64],
  I64: [BigInt64Array, 64],
  U64: [BigUint64Array, 64],
}

const names = Object.keys(kinds)

/** Whether this is the name of a type. */
export const isDType = (name: unknown): name is EntryDType => typeof name === 'string' && Object.hasOwn(kinds, name)

/** The place of a type in the order of alignment. */
export const rankOf = (dtype: EntryDType): number => names.indexOf(dtype)

/** How many bits a number of a type has. */
const bitsOf = (dtype: EntryDType): number => kinds[dtype][1]

/** How many whole bytes a number of a type has: a fraction for those that share one. */
export const bytesPerNumber = (dtype: EntryDType): number => bitsOf(dtype) / 8

/** The class of the array that holds numbers of a type. */
export const arrayOf = <D extends EntryDType>(dtype: D): Kind<EntryArrays[D]>[0] => kinds[dtype][0]

/** An entry around the bytes of its numbers. The cast: the array is of the class that goes with this very type. */
export const entryOf = (dtype: EntryDType, shape: readonly number[], buffer: ArrayBuffer): Entry =>
  ({ dtype, shape, data: new (arrayOf(dtype))(buffer) }) as Entry

const LARGEST_U64 = 2n ** 64n - 1n

/** How many bits a shape of numbers takes; undefined where some number on the way there is beyond 64 bits. */
export const bitsOfShape = (dtype: EntryDType, shape: readonly number[]): bigint | undefined => {
  let product = 1n
  for (const factor of [...shape, bitsOf(dtype)]) {
    product *= BigInt(factor)
    if (product > LARGEST_U64) return undefined
  }
  return product
}
