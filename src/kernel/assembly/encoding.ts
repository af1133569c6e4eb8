/**
 * The binary format of a WebAssembly module, as far as the kernel needs it.
 *
 * A module is a header and a row of sections; a section is an id, its size and a vector. Integers are LEB128: seven bits a
 * byte, lowest first, the high bit says that more follow.
 * Source: https://webassembly.github.io/spec/core/binary/
 */
import { type Code, type Func, type Label, nextOdd, plus, times, type ValueType } from './instruction.js'
import type { Isa } from './isa.js'
import { unsigned } from './leb128.js'

const typeByte: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b }

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
  return body
}

/** What a module is made of. Functions go by their names outside. */
export interface ModuleSource {
  /** Functions from outside; all that is imported comes from '0'. */
  readonly imports: readonly Func[]
  /** The pages of its memory; or the memory is imported. It is exported as `memory` either way. */
  readonly memory: number | 'imported'
  /** The order here is the order in the module: same input, same bytes. */
  readonly functions: readonly Func[]
  readonly exported: readonly Func[]
}

/** A part of a module. Modules for several instruction sets have parts of the same names, and often of the same code, `times` and `plus` included. */
export interface Part {
  readonly name: string
  readonly code: readonly number[]
}

/** Two bytes for all that two hold, small ones too, since the kernel unpacks itself, and needs no second rule so. */
const oddNumber = (odd: number): readonly number[] => {
  if (odd >= 2 ** 13) throw new Error('two bytes hold no more odd numbers')
  return [(odd & 127) | 128, odd >> 7]
}

/** Puts bytes in the places of `times`, `plus` and `nextOdd`, of one part of a module after the other. */
const resolver = (isa: Isa): ((code: readonly number[]) => readonly number[]) => {
  let odds = 0
  return (code) =>
    code.flatMap((byte) =>
      byte === times ? isa.times : byte === plus ? isa.plus : byte === nextOdd ? oddNumber(2 * odds++ + 1) : byte,
    )
}

/** A module for an instruction set: its head, and of each function the length, which depends on the set, and the body. */
export const partsOf = (isa: Isa, { imports, memory, functions, exported }: ModuleSource): readonly Part[] => {
  const all = [...imports, ...functions]
  const indexOf = (callee: Func): number => {
    const index = all.indexOf(callee)
    if (index < 0) throw new Error(`${callee.name} is called but not part of the module`)
    return index
  }
  const signatures = all.map((func) => [
    0x60,
    ...vector(func.params.map((type) => [typeByte[type]])),
    ...vector(func.result === undefined ? [] : [[typeByte[func.result]]]),
  ])
  const types = [...new Map(signatures.map((signature) => [signature.join(), signature])).values()]
  const typeOf = (signature: readonly number[]): readonly number[] =>
    unsigned(types.findIndex((type) => type.join() === signature.join()))
  const imported = [
    ...(memory === 'imported' ? [[...text('0'), ...text('memory'), 0x02, 0x00, 0x00]] : []),
    ...imports.map(({ name }, i) => [...text('0'), ...text(name), 0x00, ...typeOf(signatures[i] ?? [])]),
  ]
  const shown = exported.map((func) => [...text(func.name), 0x00, ...unsigned(indexOf(func))])
  const bodies = functions.map((func) => functionBody(func, indexOf))
  const resolve = resolver(isa)
  const lengths = bodies.map((body) => resolve(body).length)
  const codeSize = lengths.reduce((sum, length) => sum + unsigned(length).length + length, 0)
  const count = unsigned(functions.length)
  const head = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...(imported.length > 0 ? section(2, vector(imported)) : []),
    ...section(3, vector(signatures.slice(imports.length).map(typeOf))),
    ...(memory === 'imported' ? [] : section(5, vector([[0x00, ...unsigned(memory)]]))),
    ...section(7, vector([[...text('memory'), 0x02, 0x00], ...shown])),
    10,
    ...unsigned(count.length + codeSize),
    ...count,
  ]
  return [
    { name: 'head', code: head },
    ...functions.flatMap(({ name }, i) => [
      { name: `length of ${name}`, code: unsigned(lengths[i] ?? 0) },
      { name, code: bodies[i] ?? [] },
    ]),
  ]
}

/** The bytes of a module. */
export const encodeModule = (isa: Isa, source: ModuleSource): Uint8Array => {
  const resolve = resolver(isa)
  return Uint8Array.from(partsOf(isa, source).flatMap(({ code }) => resolve(code)))
}
