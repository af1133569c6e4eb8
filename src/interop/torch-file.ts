import { kindOf, unpickle } from './pickle.js'
import { refuse, viewOf } from './reading.js'
import { fromUtf8 } from './text.js'
import { torchHost } from './torch-globals.js'
import type { Storage } from './torch-tensor.js'
import { unzip } from './zip.js'

/** The two formats of `torch.save`: a zip archive since version 1.6, and before that pickles one after another with the storages behind them. */

/** What was saved, and where the bytes of a storage are. */
export interface Saved {
  readonly value: unknown
  readonly bytesOf: (storage: Storage) => Uint8Array
}

const checkSize = (storage: Storage, bytes: Uint8Array | undefined): Uint8Array =>
  bytes !== undefined && bytes.length >= storage.bytes
    ? bytes
    : refuse(`the storage '${storage.key}' has ${bytes?.length ?? 0} bytes in the file, but takes ${storage.bytes}`)

const readZip = (bytes: Uint8Array): Saved => {
  const { names, read } = unzip(bytes)
  const pickles = names.filter((name) => /^[^/]*\/data\.pkl$/.test(name))
  const folder = pickles[0]?.slice(0, -'data.pkl'.length) ?? ''
  if (names.includes(`${folder}constants.pkl`))
    return refuse('the file is a TorchScript module: save model.state_dict() with torch.save instead')
  const pickle = pickles.length === 1 ? read(`${folder}data.pkl`) : undefined
  if (pickle === undefined) return refuse('the zip archive has not one data.pkl in a folder, as torch.save makes it')
  const order = read(`${folder}byteorder`)
  if (order !== undefined && fromUtf8(order) !== 'little') return refuse(BIG_ENDIAN)
  const [value] = unpickle(pickle, 0, torchHost(new Map()))
  return { value, bytesOf: (storage) => checkSize(storage, read(`${folder}data/${storage.key}`)) }
}

const BIG_ENDIAN = 'the numbers are big-endian: save the file again on a little-endian machine'

const MAGIC = 0x1950a86a20f9469cfc6cn
const VERSION = 1001

const readLegacy = (bytes: Uint8Array): Saved => {
  const storages = new Map<string, Storage>()
  const host = torchHost(storages)
  let at = 0
  const next = (): unknown => {
    const [value, end] = unpickle(bytes, at, host)
    at = end
    return value
  }
  if (next() !== MAGIC || next() !== VERSION) return refuse('the file is a pickle, but not one of torch.save')
  const system = next()
  if (!(system instanceof Map) || system.get('little_endian') !== true) return refuse(BIG_ENDIAN)
  const value = next()
  const keys = next()
  if (!Array.isArray(keys)) return refuse(`the list of storages is ${kindOf(keys)}`)
  const found = new Map<string, Uint8Array>()
  for (const key of keys) {
    const storage = storages.get(key)
    if (storage === undefined || found.has(key)) return refuse('the list of storages is not that of the tensors')
    if (bytes.length - at < 8) return refuse('the file ends before its storages')
    const count = Number(viewOf(bytes).getBigUint64(at, true))
    if (count !== storage.count)
      return refuse(`the storage '${key}' has ${count} numbers, but ${storage.count} by the pickle`)
    at += 8
    found.set(key, checkSize(storage, bytes.subarray(at, at + storage.bytes)))
    at += storage.bytes
  }
  return { value, bytesOf: (storage) => checkSize(storage, found.get(storage.key)) }
}

/** What a file of `torch.save` holds. */
export const readTorchFile = (bytes: Uint8Array): Saved => {
  const [first, second] = bytes
  if (first === 0x50 && second === 0x4b) return readZip(bytes)
  if (first === 0x80) return readLegacy(bytes)
  return refuse(
    fromUtf8(bytes.subarray(257, 262)) === 'ustar'
      ? 'the file is a tar archive of PyTorch 0.1: save it again with a later version'
      : 'the file begins neither as a zip archive nor as a pickle, so torch.save did not make it',
  )
}
