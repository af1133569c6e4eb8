import { bitsOfShape, type EntryDType, isDType } from './entry.js'
import { JsonReader } from './json-reader.js'
import { quoted, refuse, viewOf } from './reading.js'
import { fromUtf8 } from './text.js'

/** The rules of the format, as its description and its reference implementation state them. */

/** The most bytes that a header may have. */
export const LARGEST_HEADER = 100_000_000

/** The bytes before the header, which tell its length. */
export const PREFIX = 8

/** The key of the texts that describe the file. */
export const METADATA = '__metadata__'

/** Where a tensor lies: between two offsets from the end of the header. */
export interface Info {
  readonly name: string
  readonly dtype: EntryDType
  readonly shape: readonly number[]
  readonly start: number
  readonly end: number
}

export interface Header {
  readonly infos: readonly Info[]
  readonly metadata: Record<string, string>
  /** Where the numbers begin. */
  readonly dataStart: number
}

const textOf = (bytes: Uint8Array): string => {
  if (bytes.length < PREFIX)
    return refuse(`the file has ${bytes.length} bytes, but the length of the header alone takes ${PREFIX}`)
  const length = viewOf(bytes).getBigUint64(0, true)
  if (length > LARGEST_HEADER)
    return refuse(`the header has ${length} bytes, but the largest header has ${LARGEST_HEADER}`)
  const end = PREFIX + Number(length)
  if (end > bytes.length) return refuse(`the header has ${length} bytes, but only ${bytes.length - PREFIX} follow`)
  if (length === 0n || bytes[PREFIX] !== 0x7b) return refuse("the header must begin with '{'")
  return fromUtf8(bytes.subarray(PREFIX, end)) ?? refuse('the header is no UTF-8')
}

const refuseHeader = (reason: string): never => refuse(`the header ${reason}`)

const counts = (json: JsonReader): number[] => {
  const list: number[] = []
  json.array(() => list.push(json.count()))
  return list
}

const infoOf = (json: JsonReader, name: string): Info => {
  let dtype: unknown
  let shape: readonly number[] | undefined
  let offsets: readonly number[] | undefined
  json.object((key) => {
    if (key === 'dtype') dtype = json.string()
    else if (key === 'shape') shape = counts(json)
    else if (key === 'data_offsets') offsets = counts(json)
    else json.skip()
  })
  const refuseTensor = (reason: string): never => refuse(`the tensor ${quoted(name)} ${reason}`)
  if (dtype === undefined || shape === undefined || offsets === undefined)
    return refuseTensor('must have dtype, shape and data_offsets')
  if (!isDType(dtype)) return refuseTensor(`has the dtype ${quoted(String(dtype))}, which the format does not know`)
  if (!shape.every(Number.isSafeInteger))
    return refuseTensor('has a shape with a size that is no integer from 0 to 2^53 - 1')
  const [start = Number.NaN, end = Number.NaN] = offsets
  if (offsets.length !== 2 || !(start <= end) || !Number.isSafeInteger(end))
    return refuseTensor('must have data_offsets [start, end], two integers in order')
  const bits = bitsOfShape(dtype, shape)
  if (bits === undefined) return refuseTensor('has a shape whose bytes no 64-bit integer can count')
  if (bits % 8n !== 0n) return refuseTensor(`takes ${bits} bits, which fill no whole bytes`)
  return bits / 8n === BigInt(end - start)
    ? { name, dtype, shape, start, end }
    : refuseTensor(`takes ${bits / 8n} bytes by its shape and dtype, but ${end - start} by its data_offsets`)
}

/** Refuses tensors that overlap, leave a hole, or don't end with the file. */
const checkCover = (infos: readonly Info[], length: number): void => {
  let at = 0
  for (const { name, start, end } of [...infos].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at)
      refuse(`the tensor ${quoted(name)} begins at ${start}, but the one before it ends at ${at}: no holes, no overlap`)
    at = end
  }
  if (at !== length) refuse(`the tensors end at ${at}, but the data has ${length} bytes`)
}

/** The header of a file, checked. */
export const headerOf = (bytes: Uint8Array): Header => {
  const json = new JsonReader(textOf(bytes), refuseHeader)
  const infos: Info[] = []
  const metadata = new Map<string, string>()
  json.object((key) => {
    if (key !== METADATA) infos.push(infoOf(json, key))
    else if (!json.isNull())
      json.object((name) => {
        metadata.set(name, json.string())
      })
  })
  json.end()
  const dataStart = PREFIX + Number(viewOf(bytes).getBigUint64(0, true))
  checkCover(infos, bytes.length - dataStart)
  return { infos, metadata: Object.fromEntries(metadata), dataStart }
}
