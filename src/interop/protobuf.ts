import { refuse, viewOf } from './reading.js'
import { fromUtf8 } from './text.js'

/**
 * Reads protobuf's wire format: a message is a row of fields, each with a number and a payload. Groups, which no one has written for years, are refused.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */

/** How a payload is written. */
const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5
export type WireType = typeof VARINT | typeof FIXED64 | typeof BYTES | typeof FIXED32

/** The most bytes of an integer: 64 bits, seven a byte. */
const LONGEST_VARINT = 10

const BROKEN = 'the protobuf message is broken or cut'

/** A field of a message: its payload without its length. What it means, and so how it must be written, the reader of the message knows. */
export class Field {
  readonly number: number
  readonly #wire: WireType
  readonly #payload: Uint8Array

  constructor(number: number, wire: WireType, payload: Uint8Array) {
    this.number = number
    this.#wire = wire
    this.#payload = payload
  }

  #as(wire: WireType): Uint8Array {
    return this.#wire === wire ? this.#payload : refuse(`${BROKEN}: field ${this.number} is of another type`)
  }

  bytes(): Uint8Array {
    return this.#as(BYTES)
  }

  text(): string {
    return this.maybeText() ?? refuse(`${BROKEN}: field ${this.number} is no UTF-8`)
  }

  /** Undefined where the bytes are no UTF-8. */
  maybeText(): string | undefined {
    return fromUtf8(this.#as(BYTES))
  }

  /** An int64. */
  integer(): bigint {
    return integersIn(this.#as(VARINT), 1)[0] ?? 0n
  }

  float(): number {
    return viewOf(this.#as(FIXED32)).getFloat32(0, true)
  }

  /** The payload of a repeated number: many packed one after another, or one alone. */
  packed(wire: WireType): Uint8Array {
    return this.#wire === BYTES ? this.#payload : this.#as(wire)
  }
}

/** Where the integer that begins at a place ends. */
const varintEnd = (bytes: Uint8Array, at: number): number => {
  for (let end = at; end < bytes.length && end < at + LONGEST_VARINT; end++)
    if ((bytes[end] ?? 0) < 0x80) return end + 1
  return refuse(BROKEN)
}

/** The integer between two places, as an int64. */
const varint = (bytes: Uint8Array, start: number, end: number): bigint => {
  // Four bytes fit in a number, which is faster.
  if (end - start <= 4) {
    let small = 0
    for (let at = end - 1; at >= start; at--) small = (small << 7) | ((bytes[at] ?? 0) & 0x7f)
    return BigInt(small)
  }
  let n = 0n
  for (let at = end - 1; at >= start; at--) n = (n << 7n) | BigInt((bytes[at] ?? 0) & 0x7f)
  return BigInt.asIntN(64, n)
}

/** The integers of packed bytes. There must be so many, which is asked for before there is room made for them: each takes a byte at least. */
export const integersIn = (bytes: Uint8Array, count: number): BigInt64Array<ArrayBuffer> => {
  if (count > bytes.length) return refuse(`${BROKEN}: numbers are missing`)
  const integers = new BigInt64Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = varintEnd(bytes, at)
    integers[i] = varint(bytes, at, end)
    at = end
  }
  return at === bytes.length ? integers : refuse(`${BROKEN}: there are more numbers than there should be`)
}

/** How many integers there are in packed bytes: each ends with a byte below 128. */
export const countIntegers = (bytes: Uint8Array): number =>
  bytes.reduce((count, byte) => count + (byte < 0x80 ? 1 : 0), 0)

const wireTypeOf = (n: number): WireType =>
  n === VARINT || n === FIXED64 || n === BYTES || n === FIXED32 ? n : refuse(BROKEN)

/** Gives each field of a message, in their order, to a function. */
export const eachField = (bytes: Uint8Array, each: (field: Field) => void): void => {
  let at = 0
  const next = (): number => {
    const start = at
    at = varintEnd(bytes, at)
    return Number(BigInt.asUintN(64, varint(bytes, start, at)))
  }
  while (at < bytes.length) {
    const tag = next()
    const [number, wire] = [Math.floor(tag / 8), wireTypeOf(tag % 8)]
    if (number === 0 || tag >= 2 ** 32) refuse(BROKEN)
    const length = wire === BYTES ? next() : wire === FIXED64 ? 8 : wire === FIXED32 ? 4 : varintEnd(bytes, at) - at
    if (length > bytes.length - at) refuse(BROKEN)
    each(new Field(number, wire, bytes.subarray(at, at + length)))
    at += length
  }
}
