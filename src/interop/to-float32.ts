import type { Entry, EntryDType } from './entry.js'

/** What tells one small float type from another. */
interface SmallFloat {
  readonly bits: number
  readonly mantissa: number
  readonly bias: number
  /** Which bits say that it is no number: the highest exponent (with infinities), all bits but the sign, or the sign alone. */
  readonly nan: 'exponent' | 'ones' | 'sign'
}

const smallFloats: Partial<Record<EntryDType, SmallFloat>> = {
  F16: { bits: 16, mantissa: 10, bias: 15, nan: 'exponent' },
  BF16: { bits: 16, mantissa: 7, bias: 127, nan: 'exponent' },
  F8_E5M2: { bits: 8, mantissa: 2, bias: 15, nan: 'exponent' },
  F8_E4M3: { bits: 8, mantissa: 3, bias: 7, nan: 'ones' },
  F8_E4M3FNUZ: { bits: 8, mantissa: 3, bias: 8, nan: 'sign' },
  F8_E5M2FNUZ: { bits: 8, mantissa: 2, bias: 16, nan: 'sign' },
}

/** Whether numbers of a type are floats, each by itself. */
export const isFloat = (dtype: EntryDType): boolean =>
  dtype === 'F32' || dtype === 'F64' || dtype === 'F8_E8M0' || dtype in smallFloats

/** The value of a pattern of bits, which float32 has exactly. */
const smallFloatOf = (pattern: number, { bits, mantissa, bias, nan }: SmallFloat): number => {
  const sign = 2 ** (bits - 1)
  const rest = pattern % sign
  const [exponent, fraction] = [Math.floor(rest / 2 ** mantissa), rest % 2 ** mantissa]
  const isLast = exponent === 2 ** (bits - 1 - mantissa) - 1
  if (nan === 'sign' ? pattern === sign : nan === 'ones' ? rest === sign - 1 : isLast && fraction > 0) return Number.NaN
  const size =
    nan === 'exponent' && isLast
      ? Number.POSITIVE_INFINITY
      : exponent === 0
        ? fraction * 2 ** (1 - bias - mantissa)
        : (2 ** mantissa + fraction) * 2 ** (exponent - bias - mantissa)
  return pattern >= sign ? -size : size
}

/**
 * Small floats: by a table where they are many, since a value takes longer to compute than to look up. Each type has at most 2^16 patterns.
 */
const fromSmall = (patterns: Uint8Array | Uint16Array, kind: SmallFloat): Float32Array<ArrayBuffer> => {
  const count = 2 ** kind.bits
  if (patterns.length < count) return Float32Array.from(patterns, (pattern) => smallFloatOf(pattern, kind))
  const values = Float32Array.from({ length: count }, (_, pattern) => smallFloatOf(pattern, kind))
  return Float32Array.from(patterns, (pattern) => values[pattern] ?? 0)
}

/**
 * A 64-bit integer rounded once. By way of a double it would be rounded twice, so the digits that a double can't hold become one: an odd last digit,
 * which says that there is more, and which no later rounding takes for a tie.
 */
const fromInteger = (n: bigint): number => {
  if (BigInt.asIntN(54, n) === n) return Number(n)
  const high = n >> 11n
  return Number((n & 2047n) === 0n ? high : high | 1n) * 2048
}

const fromIntegers = (integers: BigInt64Array | BigUint64Array): Float32Array<ArrayBuffer> => {
  const floats = new Float32Array(integers.length)
  for (const [i, n] of integers.entries()) floats[i] = fromInteger(n)
  return floats
}

/**
 * The numbers of an entry as 32-bit floats, in an array of their own. Exact for every float of 32 bits or fewer, for BOOL (0 or 1) and for integers up to
 * 2^24; others are rounded once, to the nearest float and to the even one of two; a float64 beyond float32 becomes infinite.
 *
 * @throws TypeError for F4, F6 and C64: the format does not say how the first two are packed, and a complex number is no float
 * @example
 * import * as assert from 'node:assert'
 * import { toFloat32 } from 'shapefold/safetensors'
 *
 * const half = { dtype: 'F16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) } as const
 * assert.deepStrictEqual(toFloat32(half), Float32Array.of(1, -2))
 */
export const toFloat32 = (entry: Entry): Float32Array<ArrayBuffer> => {
  switch (entry.dtype) {
    case 'F32':
    case 'F64':
    case 'I8':
    case 'U8':
    case 'I16':
    case 'U16':
    case 'I32':
    case 'U32':
      return new Float32Array(entry.data)
    case 'BOOL':
      return Float32Array.from(entry.data, (byte) => (byte === 0 ? 0 : 1))
    case 'I64':
    case 'U64':
      return fromIntegers(entry.data)
    case 'F8_E8M0':
      return Float32Array.from(entry.data, (byte) => (byte === 255 ? Number.NaN : 2 ** (byte - 127)))
    default: {
      const kind = smallFloats[entry.dtype]
      // The cast: the types of this table have their bits in such arrays.
      if (kind !== undefined) return fromSmall(entry.data as Uint8Array | Uint16Array, kind)
      throw new TypeError(`numbers of type ${entry.dtype} are no single floats`)
    }
  }
}
