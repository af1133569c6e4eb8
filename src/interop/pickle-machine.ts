import { refuse, viewOf } from './reading.js'
import { fromUtf8 } from './text.js'

/**
 * The machine that a pickle is a program for: a stack, a memory of values, and the bytes of the program. It refuses what is beyond its limits, so no program
 * takes more room than a small multiple of its length.
 */

/** How far reading goes, whatever a file says: bytes of one pickle, values on the stack, values that it remembers, and objects that it makes. */
const LIMITS = { bytes: 2 ** 26, stack: 2 ** 17, memo: 2 ** 20, objects: 2 ** 20 } as const

const MARK = Symbol('mark')

const BEYOND_STACK = 'takes more from its stack than there is'

export class Machine {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #start: number
  readonly #stack: unknown[] = []
  readonly #memo = new Map<number, unknown>()
  #at: number
  #objects = 0

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
    this.#start = start
    this.#at = start
  }

  /** The byte after those that were read. */
  get at(): number {
    return this.#at
  }

  fail(reason: string): never {
    return refuse(`the pickle ${reason}, at byte ${this.#at}`)
  }

  // The stack.

  /** A value that the program has made. */
  push(value: unknown): void {
    if (typeof value === 'object' && value !== null && ++this.#objects > LIMITS.objects)
      this.fail(`makes more than ${LIMITS.objects} objects`)
    this.#put(value)
  }

  #put(value: unknown): void {
    if (this.#stack.length >= LIMITS.stack) this.fail(`needs a stack of more than ${LIMITS.stack} values`)
    this.#stack.push(value)
  }

  pop(): unknown {
    return this.#stack.length > 0 ? this.#stack.pop() : this.fail(BEYOND_STACK)
  }

  popMany(count: number): unknown[] {
    return this.#stack.length >= count ? this.#stack.splice(-count) : this.fail(BEYOND_STACK)
  }

  top(): unknown {
    return this.#stack.length > 0 ? this.#stack.at(-1) : this.fail(BEYOND_STACK)
  }

  mark(): void {
    this.#put(MARK)
  }

  /** The values above the last mark, which goes with them. */
  popToMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK)
    return mark >= 0 ? this.#stack.splice(mark).slice(1) : this.fail(BEYOND_STACK)
  }

  // The memory.

  remember(index = this.#memo.size): void {
    if (this.#memo.size >= LIMITS.memo) this.fail(`remembers more than ${LIMITS.memo} values`)
    this.#memo.set(index, this.top())
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) this.fail('recalls a value that it does not remember')
    this.#put(this.#memo.get(index))
  }

  // The program.

  /** The place of the next bytes, which are then behind. */
  #skip(count: number): number {
    const start = this.#at
    if (count > this.#bytes.length - start) this.fail('ends in the middle')
    if (start + count - this.#start > LIMITS.bytes) this.fail(`has more than ${LIMITS.bytes} bytes`)
    this.#at += count
    return start
  }

  take(count: number): Uint8Array {
    const start = this.#skip(count)
    return this.#bytes.subarray(start, start + count)
  }

  byte(): number {
    return this.#view.getUint8(this.#skip(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#skip(2), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.#skip(4), true)
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true)
  }

  /** Beyond 2^53 it is inexact, and beyond any pickle. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true))
  }

  float64(): number {
    return this.#view.getFloat64(this.#skip(8), false)
  }

  /** A little-endian integer of so many bytes, with a sign: a number where that is exact. */
  integer(length: number): number | bigint {
    const bytes = this.take(length)
    const n = BigInt.asIntN(
      8 * length,
      bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
    )
    return Number.isSafeInteger(Number(n)) ? Number(n) : n
  }

  text(length: number): string {
    return fromUtf8(this.take(length)) ?? this.fail('has a text that is no UTF-8')
  }

  /** A text up to the end of its line. No name of a module is long. */
  line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + 1000).indexOf(10)
    const text = length < 0 ? this.fail('has a name without an end') : this.text(length)
    this.#skip(1)
    return text
  }
}
