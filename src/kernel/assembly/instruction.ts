/**
 * The instruction layer: WebAssembly as typed TypeScript expressions.
 *
 * A `Value<'v128'>` is code that leaves one vector on the stack; a `Code` without a type is a statement. TypeScript is the
 * macro language: a tile of 5 by 8 is two plain loops around `f32x4.add`. A value that is used twice is computed twice, so
 * what should be computed once is `set` into a local.
 * Longer than most files: it is one vocabulary, a line or two for each instruction.
 * Source: https://webassembly.github.io/spec/core/binary/instructions.html
 */
import { signed, unsigned } from './leb128.js'

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128'

export interface Label {
  readonly label: string
}
interface Block {
  readonly kind: 'block'
  readonly opcode: number
  readonly label: Label
  readonly body: Code
  readonly otherwise: Code | undefined
}
interface Branch {
  readonly kind: 'branch'
  readonly opcode: number
  readonly label: Label
}
interface Call {
  readonly kind: 'call'
  readonly callee: Func
}
/**
 * Code is bytes in any nesting; branches and calls become bytes when the module is encoded, and so do `times` and `plus`, for an instruction
 * set (isa.ts), and `nextOdd`.
 */
export type Code = number | Block | Branch | Call | readonly Code[]

/** The places in `x * y + z` where the instruction sets differ, as numbers that no byte has. */
export const times = 256
export const plus = 257
/** An odd number that stands nowhere else in the module. They are counted when it is encoded, so that equal code is equal text. */
export const nextOdd = 258

export interface Value<Type extends ValueType> {
  readonly type: Type
  readonly code: Code
}
export interface Local<Type extends ValueType> extends Value<Type> {
  readonly index: number
}
export interface Func {
  readonly name: string
  readonly params: readonly ValueType[]
  readonly result: ValueType | undefined
  readonly locals: readonly ValueType[]
  readonly body: Code
}

/** An address, a size or a count; a plain number stands for its constant. */
export type Int = Value<'i32'> | number
type I32 = Value<'i32'>
type F32 = Value<'f32'>
type F64 = Value<'f64'>
type V128 = Value<'v128'>

const value = <Type extends ValueType>(type: Type, ...code: Code[]): Value<Type> => ({ type, code })
const int = (x: Int): Code => (typeof x === 'number' ? [0x41, signed(x | 0)] : x.code)
const intOp =
  (opcode: number) =>
  (x: Int, y: Int): I32 =>
    value('i32', int(x), int(y), opcode)

export const i32 = {
  nextOdd: value('i32', 0x41, nextOdd),
  load: (address: Int, offset = 0): I32 => value('i32', int(address), 0x28, at(offset)),
  store: (address: Int, x: Int, offset = 0): Code => [int(address), int(x), 0x36, at(offset)],
  /** One byte, from 0 to 255. */
  loadByte: (address: Int, offset = 0): I32 => value('i32', int(address), 0x2d, 0, unsigned(offset)),
  /** The lowest eight bits. */
  storeByte: (address: Int, x: Int, offset = 0): Code => [int(address), int(x), 0x3a, 0, unsigned(offset)],
  add: intOp(0x6a),
  sub: intOp(0x6b),
  mul: intOp(0x6c),
  div: intOp(0x6e),
  /** With signs, towards zero. */
  divSigned: intOp(0x6d),
  rem: intOp(0x70),
  and: intOp(0x71),
  or: intOp(0x72),
  shl: intOp(0x74),
  shr: intOp(0x76),
  eq: intOp(0x46),
  notEq: intOp(0x47),
  /** Counts are compared with a sign, since a countdown may end below zero. */
  lt: intOp(0x48),
  gt: intOp(0x4a),
  ge: intOp(0x4e),
  /** Addresses are compared without a sign, since the memory may grow beyond 2 GB. */
  below: intOp(0x49),
  /** `condition ? x : y`, both computed. */
  select: (x: Int, y: Int, condition: Int): I32 => value('i32', int(x), int(y), int(condition), 0x1b),
} as const

// Alignment is only a hint: every address here is a multiple of 4 and promises no more.
const at = (offset: number): Code => [2, unsigned(offset)]
const simd = (opcode: number): Code => [0xfd, unsigned(opcode)]
const lanewise2 =
  (opcode: number) =>
  (x: V128, y: V128): V128 =>
    value('v128', x.code, y.code, simd(opcode))
const bytesOf = (x: number): number[] => [...new Uint8Array(Float32Array.of(x).buffer)]

export const f32 = {
  load: (address: Int, offset = 0): F32 => value('f32', int(address), 0x2a, at(offset)),
  store: (address: Int, x: F32, offset = 0): Code => [int(address), x.code, 0x38, at(offset)],
} as const

export const v128 = {
  load: (address: Int, offset = 0): V128 => value('v128', int(address), simd(0x00), at(offset)),
  /** One float, copied into all four lanes. */
  loadSplat: (address: Int, offset = 0): V128 => value('v128', int(address), simd(0x09), at(offset)),
  /** One float, put into the given lane of `x`. */
  loadLane: (lane: number, address: Int, x: V128, offset = 0): V128 =>
    value('v128', int(address), x.code, simd(0x56), at(offset), lane),
  store: (address: Int, x: V128, offset = 0): Code => [int(address), x.code, simd(0x0b), at(offset)],
  and: lanewise2(0x4e),
  /** The bits of x that y has not. */
  andNot: lanewise2(0x4f),
  or: lanewise2(0x50),
  /** All bits of the lanes before lane `count`, none of the others. */
  firstLanes: (count: Int): V128 => {
    const numbers = [0, 1, 2, 3].flatMap((lane) => [lane, 0, 0, 0])
    return value('v128', simd(0x0c), numbers, int(count), simd(0x11), simd(0x39))
  },
  /** Lane 0 alone. */
  storeOne: (address: Int, x: V128, offset = 0): Code => [int(address), x.code, simd(0x5a), at(offset), 0],
  /** Lanes 0 and 1. */
  storeTwo: (address: Int, x: V128, offset = 0): Code => [int(address), x.code, simd(0x5b), at(offset), 0],
} as const

export const f32x4 = {
  /** All bits of a lane where `x <= y`, none where it is not or where one is NaN. */
  lessOrEqual: lanewise2(0x45),
  add: lanewise2(0xe4),
  sub: lanewise2(0xe5),
  mul: lanewise2(0xe6),
  div: lanewise2(0xe7),
  /** `y < x ? y : x`: one machine instruction, and a NaN in x stays. */
  pmin: lanewise2(0xea),
  /** `x < y ? y : x`: one machine instruction, and a NaN in x stays. */
  pmax: lanewise2(0xeb),
  /** `x * y + z`: by one instruction behind z, or by one behind y and another behind z. */
  madd: (x: V128, y: V128, z: V128): V128 => value('v128', x.code, y.code, times, z.code, plus),
  /** The same constant in all lanes: copied there by an instruction, which takes 11 bytes less than a constant of all four. */
  constant: (x: number): V128 => value('v128', 0x43, bytesOf(x), simd(0x13)),
  /** Shifts each lane's bits as an integer. */
  shiftBits: (x: V128, count: number): V128 => value('v128', x.code, int(count), simd(0xab)),
  /** Picks four lanes out of `x` (0 to 3) and `y` (4 to 7). */
  shuffle: (x: V128, y: V128, lanes: readonly [number, number, number, number]): V128 =>
    value(
      'v128',
      x.code,
      y.code,
      simd(0x0d),
      lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
    ),
} as const

export const f64x2 = {
  add: lanewise2(0xf0),
  sub: lanewise2(0xf1),
  mul: lanewise2(0xf2),
  splat: (x: F64): V128 => value('v128', x.code, simd(0x14)),
  /** The two floats at an address. */
  loadFloats: (address: Int, offset = 0): V128 => value('v128', int(address), simd(0x5d), at(offset), simd(0x5f)),
  /** Both numbers as floats, rounded, at an address. */
  storeFloats: (address: Int, x: V128, offset = 0): Code =>
    v128.storeTwo(address, value('v128', x.code, simd(0x5e)), offset),
  /** The sum of the two numbers. */
  sum: (x: Local<'v128'>): F64 => value('f64', x.code, simd(0x21), 0, x.code, simd(0x21), 1, 0xa0),
} as const

export const set = <Type extends ValueType>(local: Local<Type>, x: Value<Type>): Code => [
  x.code,
  0x21,
  unsigned(local.index),
]
export const setInt = (local: Local<'i32'>, x: Int): Code => [int(x), 0x21, unsigned(local.index)]
/** `local += step` */
export const advance = (local: Local<'i32'>, step: Int): Code => setInt(local, i32.add(local, step))

const structured = (opcode: number, label: Label, body: Code, otherwise?: Code): Block => ({
  kind: 'block',
  opcode,
  label,
  body,
  otherwise,
})
/** Code that a branch to its label leaves. */
export const block = (body: (exit: Label) => Code): Code => {
  const exit = { label: 'exit' }
  return structured(0x02, exit, body(exit))
}
/** Code that a branch to its label runs again. */
export const loop = (body: (again: Label) => Code): Code => {
  const again = { label: 'again' }
  return structured(0x03, again, body(again))
}
export const when = (condition: Int, body: Code, otherwise?: Code): Code => [
  int(condition),
  structured(0x04, { label: 'if' }, body, otherwise),
]
export const branchIf = (condition: Int, label: Label): Code => [
  int(condition),
  { kind: 'branch', opcode: 0x0d, label },
]
/** Runs the body while the condition holds, testing it first. */
export const loopWhile = (condition: Int, body: Code): Code =>
  when(
    condition,
    loop((again) => [body, branchIf(condition, again)]),
  )

export const call = (callee: Func, ...args: readonly (Value<ValueType> | number)[]): Code => {
  const types = args.map((arg) => (typeof arg === 'number' ? 'i32' : arg.type))
  if (types.join() !== callee.params.join())
    throw new Error(`${callee.name}(${callee.params}) is called with (${types})`)
  return [args.map((arg) => (typeof arg === 'number' ? int(arg) : arg.code)), { kind: 'call', callee }]
}

/** Declares locals while a body is written. */
export type Scope = <Type extends ValueType>(type: Type) => Local<Type>
type Locals<Params extends Record<string, ValueType>> = { readonly [Name in keyof Params]: Local<Params[Name]> }

/** The result of a function that gives an integer. */
export const ask = (callee: Func, ...args: readonly (Value<ValueType> | number)[]): I32 => {
  if (callee.result !== 'i32') throw new Error(`${callee.name} gives no integer`)
  return value('i32', call(callee, ...args))
}

const functionOf = <const Params extends Record<string, ValueType>>(
  name: string,
  params: Params,
  result: ValueType | undefined,
  body: (params: Locals<Params>, local: Scope) => Code,
): Func => {
  const types: ValueType[] = []
  const local: Scope = (type) => {
    const index = types.push(type) - 1
    return { type, index, code: [0x20, unsigned(index)] }
  }
  // `fromEntries` forgets which name has which type; each local was just made with the type of its own name.
  const given = Object.fromEntries(Object.entries(params).map(([key, type]) => [key, local(type)])) as Locals<Params>
  const count = types.length
  const code = body(given, local)
  return { name, params: types.slice(0, count), result, locals: types.slice(count), body: code }
}

/** A function without a result; its parameters come to the body by name, in the order in which they are declared. */
export const define = <const Params extends Record<string, ValueType>>(
  name: string,
  params: Params,
  body: (params: Locals<Params>, local: Scope) => Code,
): Func => functionOf(name, params, undefined, body)

/** A function that gives a number: the value behind all that it does. */
const defineNumber =
  <Type extends ValueType>(result: Type) =>
  <const Params extends Record<string, ValueType>>(
    name: string,
    params: Params,
    body: (params: Locals<Params>, local: Scope) => readonly [does: Code, gives: Value<Type>],
  ): Func =>
    functionOf(name, params, result, (given, local) => {
      const [does, gives] = body(given, local)
      return [does, gives.code]
    })

export const defineInt = defineNumber('i32')
export const defineDouble = defineNumber('f64')
