/** Safetensors: each rule that a file or a tensor can break has its sentence. */

import { describe, expect, test } from 'vitest'
import { parse, SafetensorsError, serialize } from '../../src/interop/safetensors.js'
import { reasonOf } from './hostile.js'
import { safetensorsFile as file } from './safetensors-file.js'

describe('reasons', () => {
  const info = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }
  const four = new Uint8Array(4)
  test.each<[Uint8Array, string]>([
    [new Uint8Array(7), 'the file has 7 bytes, but the length of the header alone takes 8'],
    [file('{}').fill(255, 0, 8), 'the header has 18446744073709551615 bytes, but the largest header has 100000000'],
    [file('{}').subarray(0, 9), 'the header has 2 bytes, but only 1 follow'],
    [file(''), "the header must begin with '{'"],
    [file('[]'), "the header must begin with '{'"],
    [Buffer.concat([file('{"a').fill(4, 0, 1), Buffer.of(255)]), 'the header is no UTF-8'],
    [file('{'), 'the header is no JSON: a string is missing at character 1'],
    [file('{"a"}'), "the header is no JSON: ':' is missing at character 4"],
    [file('{a:1}'), 'the header is no JSON: a string is missing at character 1'],
    [file('{}x'), 'the header is no JSON: the end is missing at character 2'],
    [file('{"a":{},"a":{}}'), 'the tensor "a" must have dtype, shape and data_offsets'],
    [
      file({ a: { ...info, dtype: 'F\n' } }, four),
      'the tensor "a" has the dtype "F\\n", which the format does not know',
    ],
    [
      file({ a: { ...info, shape: [1.5] } }, four),
      'the tensor "a" has a shape with a size that is no integer from 0 to 2^53 - 1',
    ],
    [
      file({ a: { ...info, data_offsets: [4, 0] } }, four),
      'the tensor "a" must have data_offsets [start, end], two integers in order',
    ],
    [
      file({ a: { ...info, shape: [2 ** 52, 2 ** 52] } }, four),
      'the tensor "a" has a shape whose bytes no 64-bit integer can count',
    ],
    [file({ a: { ...info, dtype: 'F4' } }, four), 'the tensor "a" takes 4 bits, which fill no whole bytes'],
    [
      file({ a: { ...info, shape: [2] } }, four),
      'the tensor "a" takes 8 bytes by its shape and dtype, but 4 by its data_offsets',
    ],
    [
      file({ a: info, b: info }, four),
      'the tensor "b" begins at 0, but the one before it ends at 4: no holes, no overlap',
    ],
    [file({ a: info }, new Uint8Array(5)), 'the tensors end at 4, but the data has 5 bytes'],
    [file({ ['x'.repeat(100)]: {} }), `the tensor "${'x'.repeat(57)}..." must have dtype, shape and data_offsets`],
  ])('%#', (bytes, reason) => {
    expect(reasonOf(parse(bytes))).toBe(reason)
  })
})

test('the cap of the header, to the byte', () => {
  const ofLength = (length: number): Uint8Array => {
    const bytes = new Uint8Array(9)
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
    return bytes
  }
  expect(reasonOf(parse(ofLength(100_000_000)))).toBe('the header has 100000000 bytes, but only 1 follow')
  expect(reasonOf(parse(ofLength(100_000_001)))).toBe(
    'the header has 100000001 bytes, but the largest header has 100000000',
  )
})

describe('what can not be written', () => {
  const untyped = serialize as (content: unknown) => Uint8Array
  const f32 = { dtype: 'F32', shape: [1], data: Float32Array.of(1) }
  test.each<[unknown, string]>([
    [
      { tensors: { a: { ...f32, dtype: 'F33' } } },
      'the tensor "a" has the dtype "F33", which the format does not know',
    ],
    [{ tensors: { a: { ...f32, shape: [2] } } }, 'the tensor "a" has 1 numbers in its data, but the shape (2)'],
    [{ tensors: { a: { ...f32, shape: [-1] } } }, 'the tensor "a" has 1 numbers in its data, but the shape (-1)'],
    [
      { tensors: { a: { ...f32, shape: [0.5, 2] } } },
      'the tensor "a" has 1 numbers in its data, but the shape (0.5, 2)',
    ],
    [
      { tensors: { a: { ...f32, data: [1] } } },
      'the tensor "a" has numbers of type F32, but its data is of another class',
    ],
    [
      { tensors: { a: { ...f32, data: Int32Array.of(1) } } },
      'the tensor "a" has numbers of type F32, but its data is of another class',
    ],
    [{ tensors: { __metadata__: f32 } }, 'the tensor "__metadata__" has a name that the format can not write'],
    [{ tensors: { '\ud800': f32 } }, 'the tensor "\\ud800" has a name that the format can not write'],
    [{ tensors: {}, metadata: { a: 1 } }, 'the metadata "a" must be a text that UTF-8 can write'],
    [{ tensors: {}, metadata: { a: '\udc00' } }, 'the metadata "a" must be a text that UTF-8 can write'],
  ])('%#', (content, reason) => {
    expect(() => untyped(content)).toThrow(new SafetensorsError(reason))
  })

  test('a header beyond the cap', () => {
    const note = 'a'.repeat(100_000_000)
    expect(() => serialize({ tensors: {}, metadata: { note } })).toThrow('but the largest header has 100000000')
  })
})
