/** Hostile ONNX files end in a reason, in bounded time and room. */

import fc from 'fast-check'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { parse } from '../../src/interop/onnx.js'
import { readJson } from '../golden/read.js'
import { beginnings, damaged, reasonInTime, reasonOf } from './hostile.js'

interface Golden {
  readonly files: readonly { readonly name: string; readonly file: string }[]
}
const files = readJson<Golden>('onnx.json').files.map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')))

const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))])

/** A field with bytes. */
const field = (number: number, bytes: Uint8Array | string): Uint8Array => {
  const payload = Buffer.from(bytes)
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(payload.length)]), payload])
}
const graph = (...fields: readonly Uint8Array[]): Uint8Array => field(7, Buffer.concat(fields))

/** The reason why a file is refused, found in bounded time. */
const reasonFor = (bytes: Uint8Array): string | undefined => reasonInTime(() => parse(bytes))

describe('damaged files', () => {
  test('every beginning of a file that ends in its graph', () => {
    for (const file of files) {
      // Whatever lies behind the graph may be missing: the graph is then whole.
      const taken = [...beginnings(file)].filter((bytes) => reasonOf(parse(bytes)) === undefined)
      expect(taken.length).toBeLessThan(60)
    }
  })

  test('a file with changed bytes is taken or refused, and never throws', () => {
    let refused = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...files).chain((bytes) => damaged(bytes)),
        (bytes) => {
          const read = parse(bytes)
          if (E.isLeft(read)) refused++
          else
            for (const { data } of Object.values(read.right.initializers))
              expect(data.byteLength).toBeLessThanOrEqual(8 * bytes.length)
        },
      ),
      { numRuns: 5000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test('random bytes, alone and as a graph, a node, an attribute, a tensor', () => {
    const random = fc.uint8Array({ maxLength: 100 })
    fc.assert(
      fc.property(random, (bytes) => {
        for (const file of [
          bytes,
          graph(bytes),
          graph(field(1, bytes)),
          graph(field(1, field(5, bytes))),
          graph(field(5, bytes)),
        ])
          parse(file)
      }),
      { numRuns: 2000 },
    )
  })

  test('what is no bytes', () => {
    const untyped = parse as (bytes: unknown) => ReturnType<typeof parse>
    for (const wrong of [undefined, null, 'x', [], {}, 7])
      expect(reasonOf(untyped(wrong))).toBe('bytes must be a Uint8Array or an ArrayBuffer')
  })
})

describe('more than there may be', () => {
  test('graphs in graphs without an end', () => {
    let inner = new Uint8Array()
    for (let depth = 0; depth < 3000; depth++) inner = new Uint8Array(field(1, field(5, field(6, inner))))
    expect(reasonFor(graph(inner))).toBe('graphs are nested deeper than 32')
  })

  test('millions of nodes, attributes, parts of a tensor', () => {
    const million = 2 ** 20 + 1
    const reason = 'the file has more than 1048576 nodes, attributes and tensors'
    expect(reasonFor(graph(Buffer.alloc(2 * million, Uint8Array.of(0x0a, 0))))).toBe(reason)
    expect(reasonFor(graph(field(1, Buffer.alloc(2 * million, Uint8Array.of(0x2a, 0)))))).toBeDefined()
    expect(reasonFor(graph(field(5, Buffer.alloc(2 * million, Uint8Array.of(0x28, 0)))))).toBe(reason)
    expect(reasonFor(graph(field(1, field(5, Buffer.alloc(2 * million, Uint8Array.of(0x40, 0))))))).toBe(reason)
  })

  test('a list that says it is longer than the file', () => {
    const dims = (...bytes: number[]) => field(1, Uint8Array.from(bytes))
    const int64s = field(7, Uint8Array.of(1))
    const type = Uint8Array.of(0x10, 7)
    expect(reasonFor(graph(field(5, Buffer.concat([dims(...varint(2 ** 40)), type, int64s]))))).toBe(
      'the tensor "" has 1 numbers, but takes 1099511627776 by its shape and type',
    )
  })
})

describe('broken messages', () => {
  const broken = 'the protobuf message is broken or cut'
  test.each<[string, number[], string]>([
    ['nothing', [], 'the file has no graph, so it is no ONNX model'],
    ['a tag without its field', [0x3a], broken],
    ['a field that is longer than the file', [0x3a, 5, 0], broken],
    ['a length of 2^63', [0x3a, 255, 255, 255, 255, 255, 255, 255, 255, 127], broken],
    ['a length of 2^64 - 1', [0x3a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], broken],
    ['an integer of eleven bytes', [0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], broken],
    ['field 0', [0x02, 0], broken],
    ['a field number beyond 2^29', [0x82, 128, 128, 128, 16, 0], broken],
    ['a group', [0x3b, 0x3c], broken],
    ['an unknown way to write', [0x3e, 0], broken],
    ['eight bytes that are not there', [0x09, 1, 2, 3], broken],
    ['four bytes that are not there', [0x0d, 1, 2, 3], broken],
    ['a graph as a number', [0x38, 1], `${broken}: field 7 is of another type`],
    ['two graphs', [0x3a, 0, 0x3a, 0], 'the file has two graphs'],
    ['a name that is no text', [0x3a, 3, 0x12, 1, 255], `${broken}: field 2 is no UTF-8`],
    [
      'a list of floats with five bytes',
      [0x3a, 11, 0x0a, 9, 0x2a, 7, 0x3a, 5, 0, 0, 0, 0, 0],
      `${broken}: a list of floats`,
    ],
  ])('%s', (_, bytes, reason) => {
    expect(reasonFor(Uint8Array.from(bytes))).toBe(reason)
  })

  test('fields that no one knows are passed over', () => {
    const unknown = [0xf8, 0x3f, 1, 0xf9, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8, 0xfa, 0x3f, 2, 1, 1, 0xfd, 0x3f, 1, 2, 3, 4]
    expect(reasonFor(Uint8Array.from([...unknown, 0x3a, unknown.length, ...unknown]))).toBe(undefined)
  })
})
