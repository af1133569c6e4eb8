import type { Entry } from './entry.js'
import { readTensor } from './onnx-tensor.js'
import { countIntegers, eachField, type Field, integersIn } from './protobuf.js'
import { quoted, refuse } from './reading.js'

/**
 * The graph of an ONNX file: nodes that compute values from values, each known by its name.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, GraphProto, NodeProto and AttributeProto
 */

/** An attribute of a node, with the name that ONNX gives its type. An `INT` has 64 bits; a `STRING` that is no text is `BYTES`. */
export type OnnxAttribute =
  | { readonly type: 'FLOAT'; readonly value: number }
  | { readonly type: 'INT'; readonly value: bigint }
  | { readonly type: 'STRING'; readonly value: string }
  | { readonly type: 'BYTES'; readonly value: Uint8Array }
  | { readonly type: 'TENSOR'; readonly value: Entry }
  | { readonly type: 'GRAPH'; readonly value: OnnxGraph }
  | { readonly type: 'FLOATS'; readonly value: readonly number[] }
  | { readonly type: 'INTS'; readonly value: readonly bigint[] }
  | { readonly type: 'STRINGS'; readonly value: readonly string[] }
  | { readonly type: 'TENSORS'; readonly value: readonly Entry[] }
  | { readonly type: 'GRAPHS'; readonly value: readonly OnnxGraph[] }

/** One operation. An input or output that is left out has the name `''`. */
export interface OnnxNode {
  readonly name: string
  readonly opType: string
  /** Whose operation it is; `''` for ONNX's own. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** A graph, or one within a node, such as a branch of an `If`. */
export interface OnnxGraph {
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly nodes: readonly OnnxNode[]
  readonly initializers: Readonly<Record<string, Entry>>
}

/** How far reading goes, whatever a file says: graphs in graphs, and nodes, attributes, tensors and parts of them together. */
const LIMITS = { depth: 32, objects: 2 ** 20 } as const

/** Counts what one file makes. */
export class Count {
  #objects = 0

  readonly one = (): void => {
    if (++this.#objects > LIMITS.objects)
      refuse(`the file has more than ${LIMITS.objects} nodes, attributes and tensors`)
  }
}

const types: Readonly<Record<number, OnnxAttribute['type']>> = {
  1: 'FLOAT',
  2: 'INT',
  3: 'STRING',
  4: 'TENSOR',
  5: 'GRAPH',
  6: 'FLOATS',
  7: 'INTS',
  8: 'STRINGS',
  9: 'TENSORS',
  10: 'GRAPHS',
}

/** Which type an attribute has by the field of its value, as files tell that leave its type out: by the field's number. */
const typeOfField: Readonly<Record<number, OnnxAttribute['type']>> = {
  2: 'FLOAT',
  3: 'INT',
  4: 'STRING',
  5: 'TENSOR',
  6: 'GRAPH',
  7: 'FLOATS',
  8: 'INTS',
  9: 'STRINGS',
  10: 'TENSORS',
  11: 'GRAPHS',
}

interface Values {
  readonly FLOAT: number[]
  readonly INT: bigint[]
  readonly STRING: (string | Uint8Array)[]
  readonly TENSOR: Entry[]
  readonly GRAPH: OnnxGraph[]
}

const floatsIn = (bytes: Uint8Array): Float32Array => {
  if (bytes.length % 4 !== 0) return refuse('the protobuf message is broken or cut: a list of floats')
  return new Float32Array(bytes.slice().buffer)
}

/** Puts the value of a field, or its values, into a list. */
const gather = (field: Field, values: Values, count: Count, depth: number): void => {
  const { number } = field
  count.one()
  if (number === 2) values.FLOAT.push(field.float())
  else if (number === 3) values.INT.push(field.integer())
  else if (number === 4 || number === 9) values.STRING.push(field.maybeText() ?? field.bytes().slice())
  else if (number === 5 || number === 10) values.TENSOR.push(readTensor(field.bytes(), count.one).entry)
  else if (number === 6 || number === 11) values.GRAPH.push(readGraph(field.bytes(), count, depth + 1))
  else if (number === 7) for (const x of floatsIn(field.packed(5))) values.FLOAT.push(x)
  else if (number === 8) {
    const packed = field.packed(0)
    for (const n of integersIn(packed, countIntegers(packed))) values.INT.push(n)
  }
}

const readAttribute = (bytes: Uint8Array, count: Count, depth: number): readonly [string, OnnxAttribute] => {
  const values: Values = { FLOAT: [], INT: [], STRING: [], TENSOR: [], GRAPH: [] }
  let name = ''
  let given: OnnxAttribute['type'] | undefined
  let found: OnnxAttribute['type'] | undefined
  eachField(bytes, (field) => {
    if (field.number === 1) name = field.text()
    else if (field.number === 20) given = types[Number(field.integer())]
    else if (field.number in typeOfField) {
      found = typeOfField[field.number]
      gather(field, values, count, depth)
    }
  })
  const type = given ?? found
  const isText = (value: unknown): value is string => typeof value === 'string'
  const one = <A>([value]: readonly A[]): A => value ?? refuse(`the attribute ${quoted(name)} has no value`)
  const attribute = (): OnnxAttribute => {
    switch (type) {
      case 'FLOAT':
        return { type, value: values.FLOAT[0] ?? 0 }
      case 'INT':
        return { type, value: values.INT[0] ?? 0n }
      case 'STRING': {
        const value = values.STRING[0] ?? ''
        return isText(value) ? { type, value } : { type: 'BYTES', value }
      }
      case 'TENSOR':
        return { type, value: one(values.TENSOR) }
      case 'GRAPH':
        return { type, value: one(values.GRAPH) }
      case 'FLOATS':
        return { type, value: values.FLOAT }
      case 'INTS':
        return { type, value: values.INT }
      case 'STRINGS':
        return values.STRING.every(isText)
          ? { type, value: values.STRING }
          : refuse(`the attribute ${quoted(name)} has a text that is no UTF-8`)
      case 'TENSORS':
        return { type, value: values.TENSOR }
      case 'GRAPHS':
        return { type, value: values.GRAPH }
      default:
        return refuse(
          `the attribute ${quoted(name)} is of a type that is not read here: a sparse tensor, a type or a reference`,
        )
    }
  }
  return [name, attribute()]
}

const readNode = (bytes: Uint8Array, count: Count, depth: number): OnnxNode => {
  let [name, opType, domain] = ['', '', '']
  const [inputs, outputs]: [string[], string[]] = [[], []]
  const attributes = new Map<string, OnnxAttribute>()
  eachField(bytes, (field) => {
    if (field.number === 1) inputs.push(field.text())
    else if (field.number === 2) outputs.push(field.text())
    else if (field.number === 3) name = field.text()
    else if (field.number === 4) opType = field.text()
    else if (field.number === 7) domain = field.text()
    else if (field.number === 5) {
      count.one()
      const [key, attribute] = readAttribute(field.bytes(), count, depth)
      if (attributes.has(key)) refuse(`the node ${quoted(name)} has the attribute ${quoted(key)} twice`)
      attributes.set(key, attribute)
    }
  })
  return { name, opType, domain, inputs, outputs, attributes: Object.fromEntries(attributes) }
}

/** The name of an input or output of a graph. */
const nameOf = (bytes: Uint8Array): string => {
  let name = ''
  eachField(bytes, (field) => {
    if (field.number === 1) name = field.text()
  })
  return name
}

/** The graph that these bytes are. */
export const readGraph = (bytes: Uint8Array, count: Count, depth = 0): OnnxGraph => {
  if (depth > LIMITS.depth) refuse(`graphs are nested deeper than ${LIMITS.depth}`)
  let name = ''
  const nodes: OnnxNode[] = []
  const [inputs, outputs]: [string[], string[]] = [[], []]
  const initializers = new Map<string, Entry>()
  eachField(bytes, (field) => {
    const { number } = field
    if (number === 2) name = field.text()
    else if (number === 1) {
      count.one()
      nodes.push(readNode(field.bytes(), count, depth))
    } else if (number === 11) inputs.push(nameOf(field.bytes()))
    else if (number === 12) outputs.push(nameOf(field.bytes()))
    else if (number === 15) refuse('the graph has sparse initializers, which are not read here')
    else if (number === 5) {
      count.one()
      const tensor = readTensor(field.bytes(), count.one)
      if (initializers.has(tensor.name)) refuse(`the initializer ${quoted(tensor.name)} stands twice`)
      initializers.set(tensor.name, tensor.entry)
    }
  })
  return { name, inputs, outputs, nodes, initializers: Object.fromEntries(initializers) }
}
