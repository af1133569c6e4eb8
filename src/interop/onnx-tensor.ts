import { arrayOf, bytesPerNumber, type Entry, type EntryDType, entryOf } from './entry.js'
import { countIntegers, eachField, integersIn } from './protobuf.js'
import { quoted, refuse, roomFor } from './reading.js'

/**
 * The tensors of an ONNX file. Their numbers are raw bytes, or a list in one of five fields, by their type.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, TensorProto
 */

/** The fields that hold numbers. */
const FLOATS = 4
const INT32S = 5
const INT64S = 7
const RAW = 9
const DOUBLES = 10
const UINT64S = 11

/** By ONNX's number of a type: our name of it, and the field of its numbers where they are not raw. */
const types: ReadonlyMap<number, readonly [dtype: EntryDType, field: number]> = new Map([
  [1, ['F32', FLOATS]],
  [2, ['U8', INT32S]],
  [3, ['I8', INT32S]],
  [4, ['U16', INT32S]],
  [5, ['I16', INT32S]],
  [6, ['I32', INT32S]],
  [7, ['I64', INT64S]],
  [9, ['BOOL', INT32S]],
  [10, ['F16', INT32S]],
  [11, ['F64', DOUBLES]],
  [12, ['U32', UINT64S]],
  [13, ['U64', UINT64S]],
  [14, ['C64', FLOATS]],
  [16, ['BF16', INT32S]],
  [17, ['F8_E4M3', INT32S]],
  [18, ['F8_E4M3FNUZ', INT32S]],
  [19, ['F8_E5M2', INT32S]],
  [20, ['F8_E5M2FNUZ', INT32S]],
  [24, ['F8_E8M0', INT32S]],
])

const others: Readonly<Record<number, string>> = {
  8: 'texts',
  15: 'complex numbers of 128 bits',
  21: 'integers of 4 bits',
  22: 'integers of 4 bits',
  23: 'floats of 4 bits',
}

const MOST_AXES = 64

/** One array of all the parts. */
const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const whole = roomFor(length, () => new Uint8Array(length))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Integers as the array of their type, each cut to its bits. */
const narrowed = (dtype: EntryDType, integers: BigInt64Array<ArrayBuffer>): ArrayBuffer => {
  if (dtype === 'I64' || dtype === 'U64') return integers.buffer
  const buffer = new ArrayBuffer(integers.length * bytesPerNumber(dtype))
  // The cast: those that are left have 32 bits or fewer, and so an array of numbers.
  const narrow = new (arrayOf(dtype))(buffer) as Uint8Array
  for (const [i, n] of integers.entries()) narrow[i] = Number(n)
  return buffer
}

/** A tensor, with its name. `count` is told of each part that is kept until the tensor is whole. */
export const readTensor = (bytes: Uint8Array, count: () => void): { readonly name: string; readonly entry: Entry } => {
  let name = ''
  let type = 0
  const dims: Uint8Array[] = []
  const parts = new Map<number, Uint8Array[]>()
  let isExternal = false
  eachField(bytes, (field) => {
    const { number } = field
    const keep = (list: Uint8Array[], part: Uint8Array): void => {
      count()
      list.push(part)
    }
    const data = (wire: 0 | 1 | 2 | 5): void => {
      const list = parts.get(number) ?? []
      parts.set(number, list)
      keep(list, field.packed(wire))
    }
    if (number === 1) keep(dims, field.packed(0))
    else if (number === 2) type = Number(field.integer())
    else if (number === 8) name = field.text()
    else if (number === FLOATS) data(5)
    else if (number === DOUBLES) data(1)
    else if (number === INT32S || number === INT64S || number === UINT64S) data(0)
    else if (number === RAW) data(2)
    else if (number === 14) isExternal = field.integer() !== 0n
  })
  const refuseTensor = (reason: string): never => refuse(`the tensor ${quoted(name)} ${reason}`)
  const [dtype, place] =
    types.get(type) ?? refuseTensor(`holds ${others[type] ?? `numbers of an unknown type, ${type}`}`)
  if (isExternal) refuseTensor('has its numbers in another file')
  const packedDims = joined(dims)
  const axes = countIntegers(packedDims)
  if (axes > MOST_AXES) refuseTensor(`has ${axes} axes`)
  const shape = Array.from(integersIn(packedDims, axes), Number)
  if (shape.some((size) => size < 0 || size > Number.MAX_SAFE_INTEGER))
    refuseTensor('has a size below 0 or beyond 2^53')
  const numbers = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)
  const isRaw = parts.has(RAW)
  if (
    [...parts].some(([number, [first]]) => number !== (isRaw ? RAW : place) && first !== undefined && first.length > 0)
  )
    refuseTensor('has numbers in a field that is not that of its type')
  const data = joined(parts.get(isRaw ? RAW : place) ?? [])
  const isIntegers = !isRaw && (place === INT32S || place === INT64S || place === UINT64S)
  const [got, want] = isIntegers ? [countIntegers(data), numbers] : [data.length, numbers * bytesPerNumber(dtype)]
  if (got !== want)
    refuseTensor(`has ${got} ${isIntegers ? 'numbers' : 'bytes'}, but takes ${want} by its shape and type`)
  return { name, entry: entryOf(dtype, shape, isIntegers ? narrowed(dtype, integersIn(data, numbers)) : data.buffer) }
}
