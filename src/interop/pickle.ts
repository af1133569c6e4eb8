import { Machine } from './pickle-machine.js'
import { quoted } from './reading.js'

/**
 * Reads Python's pickles, protocols 2 to 5, as far as data needs them. A pickle is a program for a stack machine; of its instructions these are the ones that
 * build numbers, texts, tuples, lists and dicts, and those that name a global, call it and ask for something outside. What a global is, what a call gives
 * and what is outside the `PickleHost` decides, so nothing is ever run but what is written here.
 *
 * A list or a tuple becomes an array, a dict a Map, None null, and an integer a number, or a bigint where that is not exact.
 *
 * @see https://docs.python.org/3/library/pickletools.html
 */

/** A function that a pickle may call. */
export type Callable = (args: readonly unknown[]) => unknown

export interface PickleHost {
  /** What a global stands for; refuses those that no one needs. */
  readonly global: (name: string) => unknown
  /** What a persistent id stands for. */
  readonly outside: (id: unknown) => unknown
}

type Instruction = (m: Machine, host: PickleHost) => void

const append = (m: Machine, values: readonly unknown[]): void => {
  const list = m.top()
  if (!Array.isArray(list)) m.fail('appends to what is no list')
  for (const value of values) list.push(value)
}

const setItems = (m: Machine, pairs: readonly unknown[]): void => {
  const dict = m.top()
  if (!(dict instanceof Map) || pairs.length % 2 !== 0) m.fail('sets items of what is no dict')
  for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1])
}

/** A global named by two texts. By nothing else: a list that holds itself has no end as a text. */
const globalOf = (m: Machine, host: PickleHost, [module, name]: readonly unknown[]): void => {
  if (typeof module !== 'string' || typeof name !== 'string') m.fail('names a global by what is no text')
  m.push(host.global(`${module}.${name}`))
}

const call = (m: Machine): void => {
  const [callable, args] = m.popMany(2)
  if (typeof callable !== 'function' || !Array.isArray(args)) m.fail('calls what is no function')
  // The cast: the only functions here are those that the host gives.
  m.push((callable as Callable)(args))
}

/** Attributes of an ordered dict are left out: a state dict keeps the versions of its modules there. */
const build = (m: Machine): void => {
  m.pop()
  if (!(m.top() instanceof Map)) m.fail('gives attributes to what is no dict')
}

const STOP = 0x2e

/** By opcode; the names are those of pickletools. */
const instructions: ReadonlyMap<number, Instruction> = new Map<number, Instruction>([
  [0x95, (m) => void m.take(8)], // FRAME
  [0x28, (m) => m.mark()], // MARK
  [0x30, (m) => void m.pop()], // POP
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4a, (m) => m.push(m.int32())], // BININT
  [0x4b, (m) => m.push(m.byte())], // BININT1
  [0x4d, (m) => m.push(m.uint16())], // BININT2
  [0x8a, (m) => m.push(m.integer(m.byte()))], // LONG1
  [0x47, (m) => m.push(m.float64())], // BINFLOAT
  [0x55, (m) => m.push(m.text(m.byte()))], // SHORT_BINSTRING, a text of Python 2
  [0x54, (m) => m.push(m.text(m.uint32()))], // BINSTRING
  [0x8c, (m) => m.push(m.text(m.byte()))], // SHORT_BINUNICODE
  [0x58, (m) => m.push(m.text(m.uint32()))], // BINUNICODE
  [0x8d, (m) => m.push(m.text(m.uint64()))], // BINUNICODE8
  [0x43, (m) => m.push(m.take(m.byte()))], // SHORT_BINBYTES
  [0x42, (m) => m.push(m.take(m.uint32()))], // BINBYTES
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x85, (m) => m.push(m.popMany(1))], // TUPLE1
  [0x86, (m) => m.push(m.popMany(2))], // TUPLE2
  [0x87, (m) => m.push(m.popMany(3))], // TUPLE3
  [0x74, (m) => m.push(m.popToMark())], // TUPLE
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x61, (m) => append(m, m.popMany(1))], // APPEND
  [0x65, (m) => append(m, m.popToMark())], // APPENDS
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x73, (m) => setItems(m, m.popMany(2))], // SETITEM
  [0x75, (m) => setItems(m, m.popToMark())], // SETITEMS
  [0x71, (m) => m.remember(m.byte())], // BINPUT
  [0x72, (m) => m.remember(m.uint32())], // LONG_BINPUT
  [0x94, (m) => m.remember()], // MEMOIZE
  [0x68, (m) => m.recall(m.byte())], // BINGET
  [0x6a, (m) => m.recall(m.uint32())], // LONG_BINGET
  [0x63, (m, host) => globalOf(m, host, [m.line(), m.line()])], // GLOBAL
  [0x93, (m, host) => globalOf(m, host, m.popMany(2))], // STACK_GLOBAL
  [0x52, call], // REDUCE
  [0x62, build], // BUILD
  [0x51, (m, host) => m.push(host.outside(m.pop()))], // BINPERSID
])

/** What a pickle that begins at a byte holds, and the byte after it. */
export const unpickle = (
  bytes: Uint8Array,
  start: number,
  host: PickleHost,
): readonly [value: unknown, end: number] => {
  const m = new Machine(bytes, start)
  const protocol = m.byte() === 0x80 ? m.byte() : 0
  if (protocol < 2 || protocol > 5) m.fail('is not of protocol 2 to 5')
  for (let opcode = m.byte(); opcode !== STOP; opcode = m.byte()) {
    const instruction = instructions.get(opcode)
    if (instruction === undefined)
      return m.fail(`has the instruction 0x${opcode.toString(16)}, which no state dict needs`)
    instruction(m, host)
  }
  return [m.pop(), m.at]
}

/** What kind of value a pickle held, for a sentence. */
export const kindOf = (value: unknown): string => {
  if (value instanceof Map) return value.size === 1 ? 'a dict of 1 key' : `a dict of ${value.size} keys`
  if (Array.isArray(value)) return 'a list'
  if (value === null) return 'None'
  if (typeof value === 'string') return `the text ${quoted(value)}`
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return 'an object'
}
