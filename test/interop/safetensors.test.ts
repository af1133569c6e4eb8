/** Safetensors: what is written is read again, hostile bytes end in a reason, and what can't be written is refused. */

import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { batch, feature, tensor } from '../../src/index.js'
import { arrayOf, type Entry, type EntryDType, entryOf } from '../../src/interop/entry.js'
import { parse, SafetensorsError, serialize } from '../../src/interop/safetensors.js'
import { isWellFormed } from '../../src/interop/text.js'
import { beginnings, damaged, LONGEST, processorTime, reasonOf } from './hostile.js'
import { safetensorsFile as file } from './safetensors-file.js'

const dtypes: readonly EntryDType[] = [
  ...(['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'I16', 'U16'] as const),
  ...(['F16', 'BF16', 'I32', 'U32', 'F32', 'C64', 'F64', 'I64', 'U64'] as const),
]

const entry: fc.Arbitrary<Entry> = fc
  .tuple(
    fc.constantFrom(...dtypes),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
    fc.infiniteStream(fc.nat(255)),
  )
  .map(([dtype, shape, stream]) => {
    const size = arrayOf(dtype).BYTES_PER_ELEMENT * (dtype === 'C64' ? 2 : 1)
    const bytes = shape.reduce((a, b) => a * b, size)
    return entryOf(dtype, shape, Uint8Array.from({ length: bytes }, () => stream.next().value ?? 0).buffer)
  })
const name = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => text !== '__metadata__' && isWellFormed(text)),
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', 'weight_ih_l0'),
)
const tensors = fc.dictionary(name, entry, { noNullPrototype: false })
const metadata = fc.dictionary(
  name,
  fc.string({ unit: 'grapheme' }).filter((text) => isWellFormed(text)),
)

const parsed = (bytes: Uint8Array | ArrayBuffer) => {
  const file = parse(bytes)
  if (E.isLeft(file)) throw file.left
  return file.right
}

const sample = serialize({
  tensors: {
    weight: tensor([batch(2), feature(3)], [1, 2, 3, 4, 5, 6]),
    ids: tensor([feature(2)], Int32Array.of(7, -8)),
    half: { dtype: 'F16', shape: [], data: Uint16Array.of(0x3c00) },
    none: { dtype: 'F64', shape: [0, 4], data: new Float64Array(0) },
  },
  metadata: { format: 'pt', note: 'a "quoted" note' },
})

describe('laws', () => {
  test('what is written is read again', () => {
    fc.assert(
      fc.property(tensors, metadata, (tensors, metadata) => {
        const read = parsed(serialize({ tensors, metadata }))
        // Typed arrays are compared by their bytes: NaN by NaN, and any NaN as itself.
        expect(new Map(Object.entries(read.tensors).map(bits))).toEqual(new Map(Object.entries(tensors).map(bits)))
        expect({ ...read.metadata }).toEqual({ ...metadata })
      }),
    )
  })

  const bits = ([key, { dtype, shape, data }]: [string, Entry]): [string, unknown] => [
    key,
    { dtype, shape, bytes: [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)] },
  ]

  test('what is read is written to the same bytes, whatever the order it is given in', () => {
    fc.assert(
      fc.property(tensors, metadata, fc.nat(), (tensors, metadata, seed) => {
        const bytes = serialize({ tensors, metadata })
        expect(serialize(parsed(bytes))).toEqual(bytes)
        const turn = <A>(record: Readonly<Record<string, A>>): Record<string, A> => {
          const list = Object.entries(record)
          const at = list.length === 0 ? 0 : seed % list.length
          return Object.assign(Object.create(null), Object.fromEntries([...list.slice(at), ...list.slice(0, at)]))
        }
        if (!('__proto__' in { ...tensors }) && !('__proto__' in { ...metadata }))
          expect(serialize({ tensors: turn(tensors), metadata: turn(metadata) })).toEqual(bytes)
      }),
    )
  })

  test('tensors are F32 and I32', () => {
    const { tensors, metadata } = parsed(sample)
    expect(Object.keys(tensors)).toEqual(['none', 'weight', 'ids', 'half'])
    expect(tensors.weight).toEqual({ dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
    expect(tensors.ids).toEqual({ dtype: 'I32', shape: [2], data: Int32Array.of(7, -8) })
    expect(tensors.half).toEqual({ dtype: 'F16', shape: [], data: Uint16Array.of(0x3c00) })
    expect(tensors.none).toEqual({ dtype: 'F64', shape: [0, 4], data: new Float64Array(0) })
    expect({ ...metadata }).toEqual({ format: 'pt', note: 'a "quoted" note' })
  })

  test('each tensor is aligned to its numbers', () => {
    fc.assert(
      fc.property(tensors, (tensors) => {
        const bytes = serialize({ tensors })
        const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
        const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as Record<
          string,
          { data_offsets: [number, number] }
        >
        expect(length % 8).toBe(0)
        for (const [key, { data_offsets }] of Object.entries(header))
          expect(data_offsets[0] % (tensors[key]?.data.BYTES_PER_ELEMENT ?? 0)).toBe(0)
      }),
    )
  })

  test('nothing that was read changes with the bytes', () => {
    const bytes = sample.slice()
    const { tensors } = parsed(bytes)
    bytes.fill(255)
    expect(tensors.weight?.data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6))
  })

  test('an ArrayBuffer, a Buffer, shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(sample.length))
    shared.set(sample)
    for (const bytes of [sample.buffer, Buffer.from(sample), shared]) expect(parsed(bytes)).toEqual(parsed(sample))
    expect(parsed(Buffer.from(sample)).tensors.ids?.data.buffer.byteLength).toBe(8)
  })

  test('names of Object are names', () => {
    const { tensors } = parsed(file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', Uint8Array.of(7)))
    expect(Object.keys(tensors)).toEqual(['__proto__'])
    expect(Object.hasOwn(tensors, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype)
    expect(parsed(file('{"__metadata__":{"__proto__":"x"}}')).metadata).toHaveProperty('__proto__', 'x')
  })

  test('what is read is strictly equal to what was written', () => {
    const content = {
      tensors: { a: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } },
      metadata: { format: 'pt' },
    } as const
    deepStrictEqual(parsed(serialize(content)), content)
  })

  test('what holds no tensors is not written', () => {
    // The cast: code without types gives anything.
    for (const content of [undefined, null, {}, { tensors: null }, { tensors: 5 }, { tensors: { a: null } }])
      expect(() => serialize(content as never)).toThrow(SafetensorsError)
  })
})

describe('hostile bytes', () => {
  test('every beginning of a file is refused', () => {
    for (const bytes of beginnings(sample)) expect(reasonOf(parse(bytes))).toMatch(/\w/)
  })

  test('damaged files are taken or refused, and never throw', () => {
    const headerEnd = 8 + Number(new DataView(sample.buffer).getBigUint64(0, true))
    let refused = 0
    fc.assert(
      fc.property(damaged(sample, 0, headerEnd), (bytes) => {
        if (E.isLeft(parse(bytes))) refused++
      }),
      { numRuns: 3000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test('random bytes, and random headers', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parse(bytes)))
    fc.assert(fc.property(fc.string(), (text) => void parse(file(text))))
    fc.assert(fc.property(fc.json(), (text) => void parse(file(text))))
    const number = fc.oneof(fc.maxSafeInteger(), fc.double(), fc.constantFrom(0, 4, 2 ** 53, 2 ** 63, 1e300))
    const odd = fc.record(
      { dtype: fc.constantFrom('F32', 'U8', 'F4', '', null), shape: fc.array(number), data_offsets: fc.array(number) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), odd), (header) => {
        parse(file(header, new Uint8Array(4)))
      }),
    )
  })

  test('what is no bytes', () => {
    const untyped = parse as (bytes: unknown) => ReturnType<typeof parse>
    const gone = new ArrayBuffer(8)
    structuredClone(gone, { transfer: [gone] })
    for (const wrong of [undefined, null, 1, 'x', [], {}, new DataView(new ArrayBuffer(9)), new Float32Array(4), gone])
      expect(reasonOf(untyped(wrong))).toBe('bytes must be a Uint8Array or an ArrayBuffer')
  })

  test('a Left is a SafetensorsError', () => {
    const wrong = parse(new Uint8Array(3))
    expect(E.isLeft(wrong) && wrong.left).toBeInstanceOf(SafetensorsError)
    expect(E.isLeft(wrong) && wrong.left.name).toBe('SafetensorsError')
  })

  test('no more nesting than serde_json takes, however long it is', () => {
    const nested = (depth: number) =>
      file(`{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`)
    expect(reasonOf(parse(nested(125)))).toBe(undefined)
    for (const depth of [126, 10_000, 2_000_000])
      expect(reasonOf(parse(nested(depth)))).toBe('the header is nested deeper than 127')
  })

  test('long texts, long numbers and long lists take no time', () => {
    const time = processorTime(() => {
      for (const long of [
        `"${'\\"'.repeat(2e6)}"`,
        '1'.repeat(4e6),
        `[${'1,'.repeat(1e6)}1]`,
        `{"a":1${' '.repeat(4e6)}`,
      ])
        parse(file(`{"a":${long}}`))
      parse(file(`{"a":{"shape":[${'9,'.repeat(1e6)}9],"dtype":"F32","data_offsets":[0,0]}}`))
    })
    expect(time).toBeLessThan(LONGEST)
  })
})
