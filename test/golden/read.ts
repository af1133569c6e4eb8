/** Reads the numbers in the golden files: base64 of little-endian bytes, and CRC-32 checksums of such bytes. */

import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'

/** The bytes of a base64 text, in a buffer of their own (Node's small buffers share one, at any offset). */
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer

export const float32 = (text: string): Float32Array => new Float32Array(bytesOf(text))

export const int32 = (text: string): Int32Array => new Int32Array(bytesOf(text))

/** CRC-32 of the bytes, as Python's zlib.crc32 gives it. */
export const checksum = (numbers: Float32Array | Int32Array): number =>
  crc32(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))

/** A JSON file of the folder `data`. The type is the caller's word for what the committed script writes. */
export const readJson = <Content>(name: string): Content =>
  JSON.parse(readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')) as Content

/** The float32 numbers by their order on the line, so that neighbours differ by 1. */
const ordinal = (bits: number): number => (bits < 0 ? -(bits & 0x7fffffff) : bits)

/** For each place, how many float32 numbers apart `a` and `b` are: units in the last place. */
export const ulpsApart = (a: Float32Array, b: Float32Array): readonly number[] => {
  const left = new Int32Array(a.buffer, a.byteOffset, a.length)
  const right = new Int32Array(b.buffer, b.byteOffset, b.length)
  return Array.from(left, (bits, i) => Math.abs(ordinal(bits) - ordinal(right[i] ?? 0)))
}
