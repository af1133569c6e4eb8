/**
 * shapefold/safetensors: reads and writes the safetensors format, all of it.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import type { either } from 'fp-ts'
import type { AnyTensor } from '../../types/tensor.js'
import { arrayOf, bitsOfShape, type Entry, type EntryDType, entryOf, isDType, rankOf } from './entry.js'
import { bytesOf, quoted, reading, roomFor } from './reading.js'
import { headerOf, LARGEST_HEADER, METADATA, PREFIX } from './safetensors-header.js'
import { byUtf8, isWellFormed, toUtf8 } from './text.js'

export type { Entry, EntryArrays, EntryDType } from './entry.js'
export { toFloat32 } from './to-float32.js'

/** Why bytes are no safetensors file, or why tensors can't be written as one. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
}

/** What a file holds. */
export interface Safetensors {
  /** The tensors, in the order of the header. */
  readonly tensors: Readonly<Record<string, Entry>>
  /** The texts under `__metadata__`; empty where there are none. */
  readonly metadata: Readonly<Record<string, string>>
}

/** What is to be written: entries of a file, or tensors, `f32` as F32 and `i32` as I32. */
export interface SafetensorsContent {
  readonly tensors: Readonly<Record<string, Entry | AnyTensor>>
  readonly metadata?: Readonly<Record<string, string>> | undefined
}

/**
 * What a safetensors file holds. The numbers are copied, so nothing of it changes with `bytes`, and takes about as much room as the file.
 *
 * Left: a `SafetensorsError` that says which rule of the format the bytes break. It never throws, whatever the bytes are.
 *
 * @see https://github.com/huggingface/safetensors#format
 * @example
 * import * as assert from 'node:assert'
 * import { feature, tensor } from 'shapefold'
 * import { parse, serialize } from 'shapefold/safetensors'
 * import { either as E } from 'fp-ts'
 *
 * const bytes = serialize({ tensors: { bias: tensor([feature(2)], [1, 2]) } })
 * const file = parse(bytes)
 * assert.ok(E.isRight(file))
 * assert.deepStrictEqual(file.right.tensors['bias'], { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) })
 *
 * const cut = parse(bytes.subarray(0, -1))
 * assert.ok(E.isLeft(cut))
 * assert.strictEqual(cut.left.message, 'the tensors end at 8, but the data has 7 bytes')
 */
export const parse = (bytes: Uint8Array | ArrayBuffer): either.Either<SafetensorsError, Safetensors> =>
  reading(SafetensorsError, () => {
    const file = bytesOf(bytes)
    const { infos, metadata, dataStart } = headerOf(file)
    const tensors = new Map<string, Entry>()
    for (const { name, dtype, shape, start, end } of infos) {
      // A copy has its numbers at the place that their size asks for, which the file need not give them.
      const data = roomFor(end - start, () => file.slice(dataStart + start, dataStart + end))
      tensors.set(name, entryOf(dtype, shape, data.buffer))
    }
    return { tensors: Object.fromEntries(tensors), metadata }
  })

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const dtypes: Readonly<Record<string, EntryDType>> = { f32: 'F32', i32: 'I32' }

interface Written {
  readonly name: string
  readonly dtype: EntryDType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

const written = (name: string, tensor: Entry | AnyTensor): Written => {
  const fail = (reason: string): never => {
    throw new SafetensorsError(`the tensor ${quoted(name)} ${reason}`)
  }
  if (!isObject(tensor)) return fail('is neither an entry nor a tensor')
  const { dtype: given, shape, data } = tensor
  const dtype = dtypes[given] ?? given
  if (!isDType(dtype)) return fail(`has the dtype ${quoted(String(given))}, which the format does not know`)
  if (name === METADATA || !isWellFormed(name)) return fail('has a name that the format can not write')
  if (!(data instanceof arrayOf(dtype))) return fail(`has numbers of type ${dtype}, but its data is of another class`)
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  if (!isShape || bitsOfShape(dtype, shape) !== BigInt(data.byteLength * 8))
    return fail(`has ${data.length} numbers in its data, but the shape (${shape.join(', ')})`)
  return { name, dtype, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}

/**
 * The bytes of a file with these tensors. Equal contents give equal bytes: the tensors stand in the order of the reference implementation, by their alignment from the
 * widest to the narrowest and then by name, the metadata by name, and each tensor is aligned to its numbers.
 *
 * @throws SafetensorsError where an entry's data is not what its dtype and shape ask for, a name can't be written, or the header would be beyond
 * the format's 100 MB
 * @see https://github.com/huggingface/safetensors#format
 * @example
 * import { manualSeed, rnn, toStateDict } from 'shapefold'
 * import { serialize } from 'shapefold/safetensors'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * const bytes = serialize({ tensors: toStateDict(params), metadata: { format: 'pt' } })
 */
export const serialize = (content: SafetensorsContent): Uint8Array<ArrayBuffer> => {
  if (!isObject(content) || !isObject(content.tensors))
    throw new SafetensorsError('there is no record of tensors to write: give { tensors }')
  const { tensors, metadata } = content
  const list = Object.entries(tensors)
    .map(([name, tensor]) => written(name, tensor))
    .sort((a, b) => rankOf(b.dtype) - rankOf(a.dtype) || byUtf8(a.name, b.name))
  const fields: string[] = []
  const field = (key: string, value: unknown): unknown => fields.push(`${JSON.stringify(key)}:${JSON.stringify(value)}`)
  const texts = Object.entries(metadata ?? {}).sort(([a], [b]) => byUtf8(a, b))
  for (const [key, value] of texts)
    if (typeof value !== 'string' || !isWellFormed(key + value))
      throw new SafetensorsError(`the metadata ${quoted(key)} must be a text that UTF-8 can write`)
  if (texts.length > 0) field(METADATA, Object.fromEntries(texts))
  let at = 0
  for (const { name, dtype, shape, bytes } of list) {
    field(name, { dtype, shape, data_offsets: [at, at + bytes.length] })
    at += bytes.length
  }
  const header = toUtf8(`{${fields.join(',')}}`)
  const start = PREFIX + Math.ceil(header.length / PREFIX) * PREFIX
  if (start - PREFIX > LARGEST_HEADER)
    throw new SafetensorsError(`the header has ${header.length} bytes, but the largest header has ${LARGEST_HEADER}`)
  const file = new Uint8Array(start + at).fill(0x20, PREFIX, start)
  new DataView(file.buffer).setBigUint64(0, BigInt(start - PREFIX), true)
  file.set(header, PREFIX)
  at = start
  for (const { bytes } of list) {
    file.set(bytes, at)
    at += bytes.length
  }
  return file
}
