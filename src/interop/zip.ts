import { quoted, refuse, viewOf } from './reading.js'
import { fromUtf8 } from './text.js'

/**
 * Reads a zip archive that holds its files as they are, as `torch.save` writes it. The directory at the end says what there is; ZIP64's larger numbers are
 * read where they stand.
 *
 * Checksums are not compared: PyTorch itself may leave them out.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const LOCATOR64 = 0x07064b50
const END64 = 0x06064b50
/** What an old field says when the number stands in ZIP64's. */
const IN_ZIP64 = 0xffffffff

const LARGEST_COMMENT = 0xffff

/** The files of an archive. Their bytes are views, together no more than the archive has. */
export interface Archive {
  readonly names: readonly string[]
  /** The bytes of a file; undefined where there is none of that name. Refuses one that is compressed. */
  readonly read: (name: string) => Uint8Array | undefined
}

/** Reads at a place, and refuses one that is not in the file. */
class Field {
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#view = viewOf(bytes)
  }

  #check(at: number, size: number): number {
    return at >= 0 && at + size <= this.#view.byteLength ? at : refuse('the zip directory points beyond the file')
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#check(at, 2), true)
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#check(at, 4), true)
  }

  /** Beyond 2^53 it is inexact, and beyond any file. */
  u64(at: number): number {
    return Number(this.#view.getBigUint64(this.#check(at, 8), true))
  }
}

interface Directory {
  readonly count: number
  readonly start: number
  readonly end: number
}

/** Where the last record of the archive stands. It ends with a comment, whose length it tells. */
const endOf = (field: Field, length: number): number => {
  for (let at = length - 22; at >= Math.max(0, length - 22 - LARGEST_COMMENT); at--)
    if (field.u32(at) === END && field.u16(at + 20) === length - at - 22) return at
  return refuse('the zip archive has no directory at its end: is the file whole?')
}

const directoryOf = (field: Field, length: number): Directory => {
  const end = endOf(field, length)
  const has64 = end >= 20 && field.u32(end - 20) === LOCATOR64
  const at = has64 ? field.u64(end - 12) : end
  if (has64 && field.u32(at) !== END64) refuse('the zip directory is not where its locator says')
  const [count, size, start] = has64
    ? [field.u64(at + 32), field.u64(at + 40), field.u64(at + 48)]
    : [field.u16(at + 10), field.u32(at + 12), field.u32(at + 16)]
  if (start + size > at) refuse('the zip directory points beyond the file')
  return { count, start, end: start + size }
}

interface Entry {
  readonly name: string
  readonly size: number
  /** How many bytes it takes in the archive. */
  readonly packed: number
  readonly offset: number
  /** Why its bytes are not what was put into the archive. */
  readonly reason: string | undefined
}

/** The numbers of an entry that are too large for their old fields, in the order in which ZIP64 has them. */
const numbers64 = (field: Field, from: number, to: number): readonly number[] => {
  for (let at = from; at + 4 <= to; at += 4 + field.u16(at + 2)) {
    const end = at + 4 + field.u16(at + 2)
    if (field.u16(at) !== 1 || end > to) continue
    return Array.from({ length: Math.floor((end - at - 4) / 8) }, (_, i) => field.u64(at + 4 + 8 * i)).slice(0, 3)
  }
  return []
}

const entryAt = (bytes: Uint8Array, field: Field, at: number): Entry & { readonly next: number } => {
  if (field.u32(at) !== CENTRAL) return refuse('the zip directory is broken')
  const [nameLength, extraLength, commentLength] = [field.u16(at + 28), field.u16(at + 30), field.u16(at + 32)]
  const nameEnd = at + 46 + nameLength
  const name = fromUtf8(bytes.subarray(at + 46, nameEnd)) ?? refuse('the zip directory has a name that is no UTF-8')
  const large = [...numbers64(field, nameEnd, nameEnd + extraLength)]
  const number = (place: number): number => {
    const small = field.u32(place)
    return small === IN_ZIP64 ? (large.shift() ?? refuse(`${quoted(name)} lacks its size in the zip directory`)) : small
  }
  const [size, packed, offset] = [number(at + 24), number(at + 20), number(at + 42)]
  const isStored = field.u16(at + 10) === 0 && packed === size
  const reason = field.u16(at + 8) & 1 ? 'is encrypted' : isStored ? undefined : COMPRESSED
  return { name, size, packed, offset, reason, next: nameEnd + extraLength + commentLength }
}

const COMPRESSED = 'is compressed, which torch.save never does: zip the files again without compression'

/** The bytes of an entry, behind its local header and before the directory. */
const bytesAt = (bytes: Uint8Array, field: Field, entry: Entry, end: number): Uint8Array => {
  const { name, size, offset, reason } = entry
  if (reason !== undefined) refuse(`${quoted(name)} ${reason}`)
  if (field.u32(offset) !== LOCAL) refuse(`${quoted(name)} is not where the zip directory says`)
  const start = offset + 30 + field.u16(offset + 26) + field.u16(offset + 28)
  if (start + size > end) refuse(`${quoted(name)} reaches beyond the zip archive`)
  return bytes.subarray(start, start + size)
}

/** The archive that these bytes are. */
export const unzip = (bytes: Uint8Array): Archive => {
  const field = new Field(bytes)
  const { count, start, end } = directoryOf(field, bytes.length)
  const entries = new Map<string, Entry>()
  let total = 0
  let at = start
  for (let i = 0; i < count; i++) {
    const entry = entryAt(bytes, field, at)
    at = entry.next
    if (at > end) refuse('the zip directory is broken')
    if (entries.has(entry.name)) refuse(`${quoted(entry.name)} stands twice in the zip directory`)
    total += entry.packed
    if (total > bytes.length) refuse('the files in the zip archive overlap')
    entries.set(entry.name, entry)
  }
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name)
      return entry && bytesAt(bytes, field, entry, start)
    },
  }
}
