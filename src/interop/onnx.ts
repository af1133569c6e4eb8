/**
 * shapefold/onnx: reads the weights and the graph of an ONNX file. It runs nothing: what a graph computes is its reader's affair.
 *
 * @see https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
import type { either } from 'fp-ts'
import { Count, type OnnxGraph, readGraph } from './onnx-graph.js'
import { eachField } from './protobuf.js'
import { bytesOf, reading, refuse } from './reading.js'

export type { Entry, EntryArrays, EntryDType } from './entry.js'
export type { OnnxAttribute, OnnxGraph, OnnxNode } from './onnx-graph.js'
export { toFloat32 } from './to-float32.js'

/** Why bytes are no ONNX file, or one that is not read here. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError'
}

/** The graph of a file, and the versions of the operations that it is made of. */
export interface OnnxModel extends OnnxGraph {
  /** By domain, `''` for ONNX's own. */
  readonly opsets: Readonly<Record<string, bigint>>
}

const readOpset = (bytes: Uint8Array): readonly [domain: string, version: bigint] => {
  let domain = ''
  let version = 0n
  eachField(bytes, (field) => {
    if (field.number === 1) domain = field.text()
    else if (field.number === 2) version = field.integer()
  })
  return [domain, version]
}

/**
 * What an ONNX file holds: its initializers by their names, and its nodes with their attributes, down into the branches of an `If`.
 *
 * Left: an `OnnxError` that says what is wrong, or what is not read here: sparse tensors, texts, numbers in another file. It never throws, whatever the
 * bytes are.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 * @example
 * import * as assert from 'node:assert'
 * import { parse } from 'shapefold/onnx'
 * import { either as E } from 'fp-ts'
 *
 * // A model whose graph is one node, Relu from x to y.
 * const file = parse(Uint8Array.from([0x3a, 14, 0x0a, 12, 0x0a, 1, 0x78, 0x12, 1, 0x79, 0x22, 4, 0x52, 0x65, 0x6c, 0x75]))
 * assert.ok(E.isRight(file))
 * assert.deepStrictEqual(file.right.nodes.map(({ opType, inputs, outputs }) => [opType, inputs, outputs]), [['Relu', ['x'], ['y']]])
 */
export const parse = (bytes: Uint8Array | ArrayBuffer): either.Either<OnnxError, OnnxModel> =>
  reading(OnnxError, () => {
    let graph: OnnxGraph | undefined
    const opsets = new Map<string, bigint>()
    eachField(bytesOf(bytes), (field) => {
      if (field.number === 8) {
        const [domain, version] = readOpset(field.bytes())
        opsets.set(domain, version)
      } else if (field.number === 7) {
        if (graph !== undefined) refuse('the file has two graphs')
        graph = readGraph(field.bytes(), new Count())
      }
    })
    if (graph === undefined) return refuse('the file has no graph, so it is no ONNX model')
    return { ...graph, opsets: Object.fromEntries(opsets) }
  })
