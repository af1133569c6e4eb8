/**
 * shapefold/torch: reads the `.pt` and `.pth` files of `torch.save(state_dict)`, and runs none of their code.
 *
 * @see https://pytorch.org/docs/1.13/notes/serialization.html
 */
import type { either } from 'fp-ts'
import type { Entry } from './entry.js'
import { kindOf } from './pickle.js'
import { bytesOf, quoted, reading, refuse } from './reading.js'
import { readTorchFile } from './torch-file.js'
import { TensorView, tensorReader } from './torch-tensor.js'

export type { Entry, EntryArrays, EntryDType } from './entry.js'
export { toFloat32 } from './to-float32.js'

/** Why bytes are no `.pt` file of a state dict. */
export class TorchFileError extends Error {
  override readonly name = 'TorchFileError'
}

/** Which part of a file is the state dict. */
export interface TorchFileOptions {
  /** The key of the state dict in a checkpoint, `'model'`; where it lies deeper, the keys on the way to it, `['model', 'encoder']`. */
  readonly key?: string | readonly string[] | undefined
}

/** What kind of value it is, for a sentence. */
const kind = (value: unknown): string => (value instanceof TensorView ? 'a tensor' : kindOf(value))

/** The first keys of a dict with the kinds of their values: `{ model: a dict of 4 keys, epoch: 3 }`. */
const contents = (dict: ReadonlyMap<unknown, unknown>): string => {
  const all = [...dict].map(([key, value]) => `${typeof key === 'string' ? quoted(key) : kind(key)}: ${kind(value)}`)
  return `{ ${all.slice(0, 10).join(', ')}${all.length > 10 ? ', ...' : ''} }`
}

/** The mend where dicts lie within the dict: the first one may be the state dict. */
const choice = (dict: ReadonlyMap<unknown, unknown>): string => {
  const found = [...dict].find(([key, value]) => typeof key === 'string' && value instanceof Map)
  return found === undefined ? '' : `: choose one by its key, as in parse(bytes, { key: ${quoted(String(found[0]))} })`
}

/** The path of keys that the options ask for. */
const pathOf = (options: TorchFileOptions): readonly string[] => {
  const key: unknown = options?.key ?? []
  const path: readonly unknown[] = Array.isArray(key) ? key : [key]
  return path.every((part) => typeof part === 'string') ? path : refuse('key must be a text or a list of texts')
}

/** The value under a path of keys. */
const choose = (saved: unknown, path: readonly string[]): unknown => {
  let value = saved
  for (const key of path) {
    if (!(value instanceof Map)) return refuse(`there is no key ${quoted(key)} in ${kind(value)}`)
    if (!value.has(key)) return refuse(`there is no key ${quoted(key)} in ${contents(value)}`)
    value = value.get(key)
  }
  return value
}

/**
 * The tensors of a state dict that `torch.save` wrote: zip or legacy format, pickle protocols 2 to 5. Strided tensors come out in row-major order; those that share a
 * storage get numbers of their own.
 *
 * No code of the file runs: a pickle may name the few functions that make tensors and ordered dicts, and nothing else. Together the tensors may take 64 MB and four times
 * the size of the file.
 *
 * Left: a `TorchFileError` that says what is wrong, which global a file asks for, or what a checkpoint holds beside its tensors. It never throws, whatever the bytes are.
 *
 * @see https://pytorch.org/docs/1.13/notes/serialization.html
 * @example
 * import * as assert from 'node:assert'
 * import { parse } from 'shapefold/torch'
 * import { either as E } from 'fp-ts'
 *
 * const file = parse(new TextEncoder().encode('not a model'))
 * assert.ok(E.isLeft(file))
 * assert.strictEqual(file.left.message, 'the file begins neither as a zip archive nor as a pickle, so torch.save did not make it')
 */
export const parse = (
  bytes: Uint8Array | ArrayBuffer,
  options: TorchFileOptions = {},
): either.Either<TorchFileError, Readonly<Record<string, Entry>>> =>
  reading(TorchFileError, () => {
    const file = bytesOf(bytes)
    const { value, bytesOf: bytesOfStorage } = readTorchFile(file)
    const dict = choose(value, pathOf(options))
    if (!(dict instanceof Map)) return refuse(`the file holds ${kind(dict)}, but a state dict is a dict of tensors`)
    const read = tensorReader(file.length, bytesOfStorage)
    const tensors = new Map<string, Entry>()
    for (const [name, tensor] of dict) {
      if (typeof name !== 'string' || !(tensor instanceof TensorView))
        return refuse(`the file holds ${contents(dict)}, but a state dict is a dict of tensors${choice(dict)}`)
      tensors.set(name, read(name, tensor))
    }
    return Object.fromEntries(tensors)
  })
