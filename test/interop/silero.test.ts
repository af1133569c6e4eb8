/** A real file: Silero VAD, whose weights lie in Constant nodes within the branches of an If, one branch for each sampling rate. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { either as E } from 'fp-ts'
import { expect, test } from 'vitest'
import { type Entry, type OnnxGraph, type OnnxNode, parse } from '../../src/interop/onnx.js'

const path = createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx')
const read = parse(readFileSync(path))
if (E.isLeft(read)) throw read.left
const model = read.right

const one = <A>(list: readonly A[], which: (one: A) => boolean): A => {
  const found = list.filter(which)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} found`)
  return found[0]
}
const graphOf = (node: OnnxNode, name: string): OnnxGraph => {
  const attribute = node.attributes[name]
  return attribute?.type === 'GRAPH' ? attribute.value : expect.unreachable(`${name} is no graph`)
}
const branch = (name: string): OnnxGraph =>
  graphOf(
    one(model.nodes, ({ opType }) => opType === 'If'),
    name,
  )

/** The tensor of the Constant whose output ends in a name. */
const constant = ({ nodes }: OnnxGraph, name: string): Entry => {
  const node = one(nodes, ({ opType, outputs }) => opType === 'Constant' && outputs[0]?.endsWith(`__${name}`) === true)
  const { value } = node.attributes
  return value?.type === 'TENSOR' ? value.value : expect.unreachable(`${name} is no tensor`)
}

/** All nodes of a graph and of those within it. */
const all = ({ nodes }: OnnxGraph): readonly OnnxNode[] =>
  nodes.flatMap((node) => [
    node,
    ...Object.values(node.attributes).flatMap((a) => (a.type === 'GRAPH' ? all(a.value) : [])),
  ])

test('the graph', () => {
  expect([model.inputs, model.outputs]).toEqual([
    ['input', 'state', 'sr'],
    ['output', 'stateN'],
  ])
  expect(Object.keys(model.initializers)).toEqual([])
  expect(model.opsets['']).toBe(16n)
})

test('the weights of the branch for 16 kHz', () => {
  const graph = branch('then_branch')
  const shapes = {
    'stft.forward_basis_buffer': [258, 1, 256],
    'encoder.0.reparam_conv.weight': [128, 129, 3],
    'encoder.1.reparam_conv.weight': [64, 128, 3],
    'encoder.2.reparam_conv.weight': [64, 64, 3],
    'encoder.3.reparam_conv.weight': [128, 64, 3],
    'decoder.rnn.weight_ih': [512, 128],
    'decoder.rnn.weight_hh': [512, 128],
    'decoder.rnn.bias_ih': [512],
    'decoder.rnn.bias_hh': [512],
    'decoder.decoder.2.weight': [1, 128, 1],
    'decoder.decoder.2.bias': [1],
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const entry = constant(graph, name)
    expect([name, entry.dtype, entry.shape]).toEqual([name, 'F32', shape])
    expect(entry.data.length).toBe(shape.reduce((a, b) => a * b, 1))
  }
})

test('the first row of the Fourier transform is its window, the first of the imaginary part is zero', () => {
  const { data } = constant(branch('then_branch'), 'stft.forward_basis_buffer')
  const window = Float32Array.from({ length: 256 }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 256))
  for (const [i, w] of window.entries()) {
    expect(data[i]).toBeCloseTo(w, 6)
    expect(data[129 * 256 + i]).toBeCloseTo(0, 6)
  }
})

test('both branches have their LSTM, deeper down', () => {
  const nodes = all(model)
  expect(nodes.filter(({ opType }) => opType === 'LSTM').map(({ attributes }) => attributes.hidden_size)).toEqual(
    Array.from({ length: 4 }, () => ({ type: 'INT', value: 128n })),
  )
  expect(constant(branch('else_branch'), 'stft.forward_basis_buffer').shape).toEqual([130, 1, 128])
})
