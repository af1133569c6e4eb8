/**
 * The binary format of a WebAssembly module, as far as the kernel needs it.
 *
 * A module is a header and a row of sections; a section is an id, its size and a vector. Integers are LEB128: seven bits a
 * byte, lowest first, the high bit says that more follow.
 * Source: https://webassembly.github.io/spec/core/binary/
 */
import type { Code, Func, Label, ValueType } from './instruction.js'
import { unsigned } from './leb128.js'

const typeByte: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()]
const text = (value: string): number[] => [...unsigned(value.length), ...[...value].map((c) => c.charCodeAt(0))]
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body]

/** Flattens code to bytes: a branch becomes the number of blocks between it and its label, a call its function's index. */
const flatten = (code: Code, scope: readonly Label[], indexOf: (callee: Func) => number, into: number[]): void => {
  if (typeof code === 'number') {
    into.push(code)
  } else if ('kind' in code) {
    switch (code.kind) {
      case 'block': {
        const inner = [code.label, ...scope]
        into.push(code.opcode, 0x40)
        flatten(code.body, inner, indexOf, into)
        if (code.otherwise !== undefined) {
          into.push(0x05)
          flatten(code.otherwise, inner, indexOf, into)
        }
        into.push(0x0b)
        break
      }
      case 'branch': {
        const depth = scope.indexOf(code.label)
        if (depth < 0) throw new Error('a branch leaves for a label that does not enclose it')
        into.push(code.opcode, ...unsigned(depth))
        break
      }
      case 'call':
        into.push(0x10, ...unsigned(indexOf(code.callee)))
        break
    }
  } else {
    for (const part of code) flatten(part, scope, indexOf, into)
  }
}

const functionBody = (func: Func, indexOf: (callee: Func) => number): number[] => {
  const runs: { type: ValueType; count: number }[] = []
  for (const type of func.locals) {
    const last = runs.at(-1)
    if (last?.type === type) last.count += 1
    else runs.push({ type, count: 1 })
  }
  const body = vector(runs.map(({ type, count }) => [...unsigned(count), typeByte[type]]))
  flatten(func.body, [], indexOf, body)
  body.push(0x0b)
  return [...unsigned(body.length), ...body]
}

/**
 * Encodes a module with one memory, exported as `memory`, and the given functions, some of them exported.
 * The order of `functions` is the order in the module: same input, same bytes.
 */
export const encodeModule = (
  functions: readonly Func[],
  exported: readonly { readonly name: string; readonly func: Func }[],
  firstPages: number,
): Uint8Array => {
  const indexOf = (callee: Func): number => {
    const index = functions.indexOf(callee)
    if (index < 0) throw new Error(`${callee.name} is called but not part of the module`)
    return index
  }
  const signatures = functions.map((func) => [
    0x60,
    ...vector(func.params.map((type) => [typeByte[type]])),
    ...vector(func.result === undefined ? [] : [[typeByte[func.result]]]),
  ])
  const types = [...new Map(signatures.map((signature) => [signature.join(), signature])).values()]
  const typeOf = (signature: readonly number[]): number => types.findIndex((type) => type.join() === signature.join())
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(3, vector(signatures.map((signature) => unsigned(typeOf(signature))))),
    ...section(5, vector([[0x00, ...unsigned(firstPages)]])),
    ...section(
      7,
      vector([
        [...text('memory'), 0x02, 0x00],
        ...exported.map(({ name, func }) => [...text(name), 0x00, ...unsigned(indexOf(func))]),
      ]),
    ),
    ...section(10, vector(functions.map((func) => functionBody(func, indexOf)))),
  ])
}
