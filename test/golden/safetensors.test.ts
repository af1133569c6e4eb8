/** The safetensors format as its reference implementation writes and judges it. */

import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { type Entry, type EntryDType, parse, serialize } from '../../src/interop/safetensors.js'
import { readJson } from './read.js'

interface Golden {
  readonly files: readonly {
    readonly name: string
    readonly given: readonly (readonly [name: string, tensor: { dtype: EntryDType; shape: number[]; data: string }])[]
    readonly metadata: Readonly<Record<string, string>> | null
    readonly bytes: string
  }[]
  readonly verdicts: readonly { readonly name: string; readonly bytes: string; readonly taken: boolean }[]
}

const { files, verdicts } = readJson<Golden>('safetensors.json')

/** Bytes at an odd place of a larger buffer, where no number is aligned. */
const unaligned = (base64: string): Uint8Array => {
  const bytes = Buffer.from(base64, 'base64')
  const larger = new Uint8Array(bytes.length + 1)
  larger.set(bytes, 1)
  return larger.subarray(1)
}

const parsed = (bytes: Uint8Array) => {
  const file = parse(bytes)
  if (E.isLeft(file)) throw file.left
  return file.right
}

const base64Of = ({ data }: Entry): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

describe.each(files)('$name', ({ given, metadata, bytes }) => {
  test('is read as it was given', () => {
    const file = parsed(unaligned(bytes))
    expect({ ...file.metadata }).toEqual(metadata ?? {})
    const want = new Map(given.map(([name, { dtype, shape, data }]) => [name, { dtype, shape, data }]))
    // The reference implementation counts a pair of four-bit numbers as one in what it is given, and as two in the file.
    const f4 = want.get('a F4')
    if (f4 !== undefined) want.set('a F4', { ...f4, shape: [3, 4] })
    const got = Object.entries(file.tensors).map(
      ([name, entry]) => [name, { dtype: entry.dtype, shape: entry.shape, data: base64Of(entry) }] as const,
    )
    expect(new Map(got)).toEqual(want)
  })

  test('is written to the same bytes', () => {
    expect(Buffer.from(serialize(parsed(unaligned(bytes)))).toString('base64')).toBe(bytes)
  })
})

test('every type of numbers but the two of six bits is in a file', () => {
  const dtypes = files.flatMap(({ given }) => given.map(([, { dtype }]) => dtype))
  expect(new Set(dtypes).size).toBe(20)
})

/** Where the reference implementation takes what the format's description forbids or does not know, and why we don't. */
const stricter: Readonly<Record<string, string>> = {
  'leading white space': "the header must begin with '{'",
  'the same name twice': 'the header has a key twice, "a"',
  'the same name twice, escaped once': 'the header has a key twice, "a"',
  'the same metadata twice': 'the header has a key twice, "a"',
  'a tensor that is a list': "the header is no JSON: '{' is missing at character 5",
}

describe('verdicts', () => {
  test.each(verdicts)('$name', ({ name, bytes, taken }) => {
    const file = parse(unaligned(bytes))
    const reason = stricter[name]
    if (reason !== undefined) {
      expect(taken).toBe(true)
      expect(E.isLeft(file) && file.left.message).toBe(reason)
    } else expect(E.isRight(file)).toBe(taken)
  })

  test('each exception is one of the cases', () => {
    const names = verdicts.map(({ name }) => name)
    expect(Object.keys(stricter).filter((name) => !names.includes(name))).toEqual([])
  })
})
