import { bytesPerNumber, type Entry, type EntryDType, entryOf } from './entry.js'
import { quoted, refuse, roomFor } from './reading.js'

/** What a `.pt` file says of a tensor: a storage, and which of its numbers at which strides. */

/** The numbers behind one tensor or more. `untyped` is one that tensors see as numbers of their own type. */
export class Storage {
  readonly key: string
  readonly dtype: EntryDType | 'untyped'
  /** How many numbers, or bytes if it is untyped. */
  readonly count: number

  constructor(key: string, dtype: EntryDType | 'untyped', count: number) {
    this.key = key
    this.dtype = dtype
    this.count = count
  }

  get bytes(): number {
    return this.count * (this.dtype === 'untyped' ? 1 : bytesPerNumber(this.dtype))
  }
}

/** A tensor before its numbers are read. */
export class TensorView {
  readonly storage: Storage
  readonly dtype: EntryDType
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]

  constructor(
    storage: Storage,
    dtype: EntryDType,
    offset: number,
    shape: readonly number[],
    strides: readonly number[],
  ) {
    this.storage = storage
    this.dtype = dtype
    this.offset = offset
    this.shape = shape
    this.strides = strides
  }
}

/** PyTorch's own limit is 64. */
const MOST_AXES = 64

/** How much more than the file all tensors together may take, since several may show the same numbers: 64 MB and four times the file. */
const ALLOWANCE = { bytes: 2 ** 26, times: 4 } as const

/** Whether this is a list of integers of 0 or more, one for each axis. */
export const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length <= MOST_AXES && value.every((n) => Number.isSafeInteger(n) && n >= 0)

/** The numbers of a shape; Infinity where they are beyond counting. */
const countOf = (shape: readonly number[]): number =>
  shape.includes(0)
    ? 0
    : shape.reduce((count, size) => (count * size > Number.MAX_SAFE_INTEGER ? Infinity : count * size), 1)

/** Whether the numbers stand one after the other. An axis of one element has no stride. */
const isContiguous = ({ shape, strides }: TensorView): boolean => {
  let inner = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i] ?? 1
    if (size !== 1 && strides[i] !== inner) return false
    inner *= size
  }
  return true
}

type Words = Uint8Array | Uint16Array | Uint32Array

/** Copies the numbers of a strided tensor in row-major order, each as `per` words, so that no bit changes on the way. */
const copyStrided = (from: Words, to: Words, { offset, shape, strides }: TensorView, per: number): void => {
  const index = shape.map(() => 0)
  let place = offset
  for (let out = 0; out < to.length; out += per) {
    for (let word = 0; word < per; word++) to[out + word] = from[place * per + word] ?? 0
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, stride] = [shape[axis] ?? 1, strides[axis] ?? 0]
      const next = (index[axis] ?? 0) + 1
      index[axis] = next < size ? next : 0
      place += next < size ? stride : -(size - 1) * stride
      if (next < size) break
    }
  }
}

/** Reads tensors from storages, each of whose bytes `bytesOf` finds, as long as they take no more room than a file of this size may ask for. */
export const tensorReader = (
  fileSize: number,
  bytesOf: (storage: Storage) => Uint8Array,
): ((name: string, view: TensorView) => Entry) => {
  const most = ALLOWANCE.bytes + ALLOWANCE.times * fileSize
  const aligned = new Map<string, ArrayBuffer>()
  let total = 0
  return (name, view) => {
    const { storage, dtype, offset, shape, strides } = view
    const refuseTensor = (reason: string): never => refuse(`the tensor ${quoted(name)} ${reason}`)
    const width = bytesPerNumber(dtype)
    const count = countOf(shape)
    const bytes = count * width
    if (shape.length !== strides.length) return refuseTensor('has no stride for each axis')
    if (count === 0) return entryOf(dtype, shape, new ArrayBuffer(0))
    total += bytes
    if (total > most)
      return refuseTensor(`takes the tensors beyond ${most} bytes, which is the most for a file of ${fileSize}`)
    const last = shape.reduce((at, size, axis) => at + (size - 1) * (strides[axis] ?? 0), offset)
    if (!((last + 1) * width <= storage.bytes)) return refuseTensor('reaches beyond its storage')
    const data = bytesOf(storage)
    if (isContiguous(view)) {
      const start = offset * width
      return entryOf(dtype, shape, roomFor(bytes, () => data.slice(start, start + bytes)).buffer)
    }
    const from = aligned.get(storage.key) ?? roomFor(data.length, () => data.slice()).buffer
    aligned.set(storage.key, from)
    const to = roomFor(bytes, () => new ArrayBuffer(bytes))
    const Word = width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array
    const size = Math.min(width, 4)
    copyStrided(new Word(from, 0, Math.floor(from.byteLength / size)), new Word(to), view, width / size)
    return entryOf(dtype, shape, to)
  }
}
