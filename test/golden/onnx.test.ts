/** ONNX files that ONNX's own library wrote: every type of numbers, every kind of attribute, graphs in graphs. */

import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { type Entry, type OnnxAttribute, OnnxError, type OnnxGraph, parse } from '../../src/interop/onnx.js'
import { readJson } from './read.js'

interface Golden {
  readonly files: readonly { readonly name: string; readonly file: string; readonly want: object }[]
  readonly refused: readonly { readonly name: string; readonly file: string; readonly reason: string }[]
}
const { files, refused } = readJson<Golden>('onnx.json')

const read = (file: string) => parse(Buffer.from(file, 'base64'))

const base64 = (data: ArrayBufferView): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

const shownEntry = ({ dtype, shape, data }: Entry) => ({ dtype, shape, data: base64(data) })

/** A value as the golden has it: large integers as texts, bytes in base64, entries and graphs likewise all the way down. */
const shownAttribute = ({ type, value }: OnnxAttribute): unknown => {
  switch (type) {
    case 'INT':
      return { type, value: String(value) }
    case 'INTS':
      return { type, value: value.map(String) }
    case 'BYTES':
      return { type, value: base64(value) }
    case 'TENSOR':
      return { type, value: shownEntry(value) }
    case 'TENSORS':
      return { type, value: value.map(shownEntry) }
    case 'GRAPH':
      return { type, value: shownGraph(value) }
    case 'GRAPHS':
      return { type, value: value.map(shownGraph) }
    default:
      return { type, value }
  }
}

const mapped = <A>(record: Readonly<Record<string, A>>, show: (value: A) => unknown): unknown =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, show(value)]))

const shownGraph = ({ name, inputs, outputs, nodes, initializers }: OnnxGraph) => ({
  name,
  inputs,
  outputs,
  nodes: nodes.map((node) => ({ ...node, attributes: mapped(node.attributes, shownAttribute) })),
  initializers: mapped(initializers, shownEntry),
})

test.each(files)('$name', ({ file, want }) => {
  const got = read(file)
  if (E.isLeft(got)) throw got.left
  expect({ ...shownGraph(got.right), opsets: mapped(got.right.opsets, String) }).toMatchObject(want)
  for (const { data } of Object.values(got.right.initializers)) expect(data.byteLength).toBe(data.buffer.byteLength)
})

test('the tensors of a file are all that it has', () => {
  const got = read(files[0]?.file ?? '')
  expect(E.isRight(got) && Object.keys(got.right.initializers).length).toBe(19)
})

describe('refused', () => {
  test.each(refused)('$name', ({ file, reason }) => {
    const got = read(file)
    if (E.isRight(got)) throw new Error('it was taken')
    expect(got.left).toBeInstanceOf(OnnxError)
    expect(got.left.message).toContain(reason)
  })
})
