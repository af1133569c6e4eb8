/** `toFloat32` gives numpy's numbers: of every pattern of the small types, and of 64-bit integers near ties. */

import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { arrayOf, bytesPerNumber, type EntryDType, entryOf } from '../../src/interop/entry.js'
import { toFloat32 } from '../../src/interop/to-float32.js'
import { float32, readJson } from './read.js'

interface Golden {
  readonly small: readonly { readonly dtype: EntryDType; readonly checksum: number; readonly floats: string | null }[]
  readonly large: readonly { readonly dtype: EntryDType; readonly numbers: string; readonly floats: string }[]
}

const { small, large } = readJson<Golden>('floats.json')

/** With every NaN the same one. */
const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.map((x) => (Number.isNaN(x) ? Number.NaN : x)).buffer)

/** All patterns of a type `times` over: few of them are computed one by one, many are looked up. */
const patterns = (dtype: EntryDType, times: number): ArrayBuffer => {
  const count = 2 ** (8 * bytesPerNumber(dtype))
  const all = Array.from({ length: count * times }, (_, i) => i % count)
  return count === 256 ? Uint8Array.from(all).buffer : Uint16Array.from(all).buffer
}

test.each(small)('$dtype: every pattern', ({ dtype, checksum, floats }) => {
  const buffer = patterns(dtype, 1)
  const all = toFloat32(entryOf(dtype, [buffer.byteLength / bytesPerNumber(dtype)], buffer))
  if (floats !== null) expect(all).toEqual(float32(floats))
  expect(crc32(bytesOf(all))).toBe(checksum)
})

test.each(small)('$dtype: few numbers are those of many', ({ dtype }) => {
  const buffer = patterns(dtype, 2)
  const many = toFloat32(entryOf(dtype, [], buffer))
  const step = 251 * bytesPerNumber(dtype)
  for (let at = 0; at < buffer.byteLength; at += step) {
    const few = toFloat32(entryOf(dtype, [], buffer.slice(at, at + step)))
    const start = at / bytesPerNumber(dtype)
    expect(few).toEqual(many.slice(start, start + few.length))
  }
})

test.each(large)('$dtype: rounded once', ({ dtype, numbers, floats }) => {
  const { buffer } = Uint8Array.from(Buffer.from(numbers, 'base64'))
  const got = toFloat32(entryOf(dtype, [], buffer))
  expect(got.length).toBeGreaterThan(1000)
  expect(got).toEqual(float32(floats))
  // By way of a double some would be rounded twice: otherwise this test could not tell.
  const twice = Float32Array.from(new (arrayOf(dtype))(buffer) as BigInt64Array, Number)
  expect(twice).not.toEqual(got)
})

test('the other types', () => {
  const bytes = Uint8Array.of(0, 1, 255, 128)
  expect([...toFloat32({ dtype: 'BOOL', shape: [4], data: bytes })]).toEqual([0, 1, 1, 1])
  expect([...toFloat32({ dtype: 'U8', shape: [4], data: bytes })]).toEqual([0, 1, 255, 128])
  expect([...toFloat32({ dtype: 'I8', shape: [4], data: new Int8Array(bytes.buffer) })]).toEqual([0, 1, -1, -128])
  expect([...toFloat32({ dtype: 'I32', shape: [1], data: Int32Array.of(2 ** 24 + 1) })]).toEqual([2 ** 24])
  expect([...toFloat32({ dtype: 'U32', shape: [1], data: Uint32Array.of(2 ** 32 - 1) })]).toEqual([2 ** 32])
  expect([...toFloat32({ dtype: 'I16', shape: [1], data: Int16Array.of(-32768) })]).toEqual([-32768])
  expect([...toFloat32({ dtype: 'U16', shape: [1], data: Uint16Array.of(65535) })]).toEqual([65535])
  const doubles = Float64Array.of(1e300, 0.1, 1 + 2 ** -24, -0)
  expect([...toFloat32({ dtype: 'F64', shape: [4], data: doubles })]).toEqual([Infinity, Math.fround(0.1), 1, -0])
  const floats = Float32Array.of(1, 2)
  const copy = toFloat32({ dtype: 'F32', shape: [2], data: floats })
  expect(copy).toEqual(floats)
  expect(copy.buffer).not.toBe(floats.buffer)
})

test('numbers that are no single floats are refused', () => {
  expect(() => toFloat32({ dtype: 'C64', shape: [1], data: new Float32Array(2) })).toThrow(
    new TypeError('numbers of type C64 are no single floats'),
  )
  for (const dtype of ['F4', 'F6_E2M3', 'F6_E3M2'] as const)
    expect(() => toFloat32({ dtype, shape: [4], data: new Uint8Array(3) })).toThrow(TypeError)
})
