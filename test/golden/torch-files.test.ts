/** Files of real PyTorch: what is in them is read to the bit, and what must not be run is refused by its name. */

import { readFileSync } from 'node:fs'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { type Entry, parse, TorchFileError } from '../../src/interop/torch.js'
import { readJson } from './read.js'

interface Tensor {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: string
}
interface File {
  readonly name: string
  readonly key: readonly string[] | null
  readonly file: string
}

const { files } = readJson<{ files: readonly (File & { tensors: readonly (readonly [string, Tensor])[] })[] }>(
  'torch-files.json',
)
const refused = readJson<{ files: readonly (File & { reason: string })[] }>('torch-refused.json').files

const read = ({ file, key }: File) => parse(Buffer.from(file, 'base64'), { key: key ?? undefined })

const shown = ({ dtype, shape, data }: Entry): Tensor => ({
  dtype,
  shape,
  data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
})

describe('files of torch.save', () => {
  test.each(files)('$name', ({ tensors, ...file }) => {
    const got = read(file)
    if (E.isLeft(got)) throw got.left
    expect(new Map(Object.entries(got.right).map(([name, entry]) => [name, shown(entry)]))).toEqual(new Map(tensors))
    expect(Object.getPrototypeOf(got.right)).toBe(Object.prototype)
    // Each tensor has an array of its own, with nothing before or behind it.
    for (const { data } of Object.values(got.right)) expect(data.byteLength).toBe(data.buffer.byteLength)
  })

  test('the order is that of the state dict', () => {
    const rnn = files.find(({ name }) => name === 'zip, rnn')
    if (rnn === undefined) throw new Error('no such golden')
    const got = read(rnn)
    expect(E.isRight(got) && Object.keys(got.right)).toEqual(rnn.tensors.map(([name]) => name))
  })

  test('a key that is no text, or options that are none, never throw', () => {
    const bytes = Buffer.from(files.find(({ key }) => key === null)?.file ?? '', 'base64')
    for (const key of [5, {}, [5], [null]]) {
      // The cast: code without types gives anything.
      const file = parse(bytes, { key } as never)
      expect(E.isLeft(file) && file.left.message).toBe('key must be a text or a list of texts')
    }
    for (const options of [null, undefined, { key: null }]) expect(E.isRight(parse(bytes, options as never))).toBe(true)
  })

  test('a key may be one text', () => {
    const bytes = readFileSync(new URL('data/weather.pt', import.meta.url))
    const file = parse(bytes, { key: 'model' })
    expect(E.isRight(file) && Object.keys(file.right)).toEqual([
      'rnn.weight_ih_l0',
      'rnn.weight_hh_l0',
      'rnn.bias_ih_l0',
      'rnn.bias_hh_l0',
      'head.weight',
      'head.bias',
    ])
    const both = [parse(bytes, { key: ['model'] }), parse(bytes, { key: 'model' })]
    expect(both[0]).toEqual(both[1])
  })
})

describe('files to be refused', () => {
  test.each(refused)('$name', ({ reason, ...file }) => {
    const got = read(file)
    if (E.isRight(got)) throw new Error('it was taken')
    expect(got.left).toBeInstanceOf(TorchFileError)
    expect(got.left.message).toContain(reason)
  })
})
