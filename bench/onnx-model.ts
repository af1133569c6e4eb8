/**
 * An ONNX model of a recurrent network, as bytes.
 *
 * ONNX is a protobuf (onnx/onnx.proto3): each field is a key, `number << 3 | wire type`, and a value. Three wire types occur:
 * 0 a varint, 2 a length and so many bytes, 5 four bytes.
 */
import { type DirectionWeights, gatesOf, type Kind, type Problem } from './cases.js'
import { Unable } from './contender.js'

type Bytes = readonly number[] | Uint8Array

const concat = (parts: readonly Bytes[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
const integer = (field: number, value: number): Bytes => [...varint(field << 3), ...varint(value)]
const block = (field: number, value: Bytes): Bytes =>
  concat([[...varint((field << 3) | 2), ...varint(value.length)], value])
const text = (field: number, value: string): Bytes => block(field, new TextEncoder().encode(value))
const message = (field: number, ...parts: readonly Bytes[]): Bytes => block(field, concat(parts))

const FLOAT = 1
const INT64 = 7

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
const tensorProto = (name: string, dims: readonly number[], type: number, raw: Uint8Array): Bytes =>
  message(5, ...dims.map((size) => integer(1, size)), integer(2, type), text(8, name), block(9, raw))

const bytesOf = (array: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** Initializer of floats, `parts` one after another. */
const floats = (name: string, dims: readonly number[], parts: readonly Float32Array[]): Bytes =>
  tensorProto(name, dims, FLOAT, concat(parts.map(bytesOf)))

const integers = (name: string, values: readonly number[]): Bytes =>
  tensorProto(name, [values.length], INT64, bytesOf(BigInt64Array.from(values, BigInt)))

/** AttributeProto: name 1, i 3, s 4, ints 8, strings 9, type 20 (INT 2, STRING 3, INTS 7, STRINGS 8). */
const attribute = {
  integer: (name: string, value: number): Bytes => message(5, text(1, name), integer(3, value), integer(20, 2)),
  text: (name: string, value: string): Bytes => message(5, text(1, name), text(4, value), integer(20, 3)),
  integers: (name: string, values: readonly number[]): Bytes =>
    message(5, text(1, name), ...values.map((value) => integer(8, value)), integer(20, 7)),
  texts: (name: string, values: readonly string[]): Bytes =>
    message(5, text(1, name), ...values.map((value) => text(9, value)), integer(20, 8)),
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5. */
const node = (
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Bytes[] = [],
): Bytes =>
  message(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...attributes,
  )

/** ValueInfoProto: name 1, type 2 > tensor_type 1 > elem_type 1, shape 2 > dim 1 > dim_value 1. */
const valueInfo = (field: number, name: string, dims: readonly number[]): Bytes =>
  message(
    field,
    text(1, name),
    message(2, message(1, integer(1, FLOAT), message(2, ...dims.map((size) => message(1, integer(1, size)))))),
  )

/** What an operator is, and where it wants PyTorch's gates: ONNX has an LSTM's as i, o, f, g and a GRU's as z, r, n. */
const operators = {
  rnn: { op: 'RNN', order: [0] },
  lstm: { op: 'LSTM', order: [0, 3, 1, 2] },
  gru: { op: 'GRU', order: [1, 0, 2] },
} as const satisfies Record<Kind, object>

/** An array of `gates` blocks, with its blocks in ONNX's order. */
const inOrder = (kind: Kind, array: Float32Array): Float32Array[] => {
  const block = array.length / gatesOf[kind]
  return operators[kind].order.map((gate) => array.subarray(gate * block, (gate + 1) * block))
}

/** One recurrent node and what leads from its output `[T, D, B, H]` to the next one's input `[T, B, D*H]`. */
const layerParts = (
  problem: Problem,
  layer: number,
  directions: readonly DirectionWeights[],
  x: string,
  y: string,
): Bytes[] => {
  const { kind, hidden, layers, batch, directions: count } = problem.case
  const rows = gatesOf[kind] * hidden
  const w = (what: string): string => `${what}${layer}`
  const [first] = directions
  if (first === undefined) throw new Error('a layer has a direction')
  const states = [
    ...(problem.state0 === undefined ? [] : ['state0']),
    ...(problem.cell0 === undefined ? [] : ['cell0']),
  ]
  const own = count === 1 && layer === layers - 1 ? y : w('Y')
  const parts = [
    floats(
      w('W'),
      [count, rows, first.input],
      directions.flatMap(({ weightIh }) => inOrder(kind, weightIh)),
    ),
    floats(
      w('R'),
      [count, rows, hidden],
      directions.flatMap(({ weightHh }) => inOrder(kind, weightHh)),
    ),
    floats(
      w('B'),
      [count, 2 * rows],
      directions.flatMap(({ biasIh, biasHh }) => [...inOrder(kind, biasIh), ...inOrder(kind, biasHh)]),
    ),
    node(
      operators[kind].op,
      [x, w('W'), w('R'), w('B'), '', ...states],
      [own],
      [
        attribute.integer('hidden_size', hidden),
        attribute.text('direction', count === 2 ? 'bidirectional' : 'forward'),
        // PyTorch's GRU resets what the recurrent product gives, not what it takes.
        ...(kind === 'gru' ? [attribute.integer('linear_before_reset', 1)] : []),
      ],
    ),
  ]
  if (own === y) return parts
  return [
    ...parts,
    integers(w('shape'), [0, batch, count * hidden]),
    node('Transpose', [own], [w('transposed')], [attribute.integers('perm', [0, 2, 1, 3])]),
    node('Reshape', [w('transposed'), w('shape')], [y]),
  ]
}

/** Bytes of a model with input `x`, perhaps `state0`, and output `y`; of one direction its dimensions are `[T, 1, B, H]`. */
export const onnxModel = (problem: Problem): Uint8Array => {
  const { task, time, batch, input, hidden, layers, directions } = problem.case
  if (task === 'train') throw new Unable('it runs models and trains none')
  if (problem.state0 !== undefined && layers > 1) throw new Unable('the state of several layers is not written here')
  const parts = Array.from({ length: layers }, (_, layer) =>
    layerParts(
      problem,
      layer,
      problem.weights.slice(layer * directions, (layer + 1) * directions),
      layer === 0 ? 'x' : `y${layer - 1}`,
      layer === layers - 1 ? 'y' : `y${layer}`,
    ),
  ).flat()
  // ModelProto: ir_version 1, graph 7, opset_import 8; GraphProto: node 1, name 2, initializer 5, input 11, output 12.
  return concat([
    integer(1, 8),
    message(
      7,
      ...parts,
      text(2, 'network'),
      valueInfo(11, 'x', [time, batch, input]),
      ...(problem.state0 === undefined ? [] : [valueInfo(11, 'state0', [directions, batch, hidden])]),
      ...(problem.cell0 === undefined ? [] : [valueInfo(11, 'cell0', [directions, batch, hidden])]),
      valueInfo(12, 'y', directions === 1 ? [time, 1, batch, hidden] : [time, batch, directions * hidden]),
    ),
    message(8, integer(2, 14)),
  ])
}
