/**
 * The arena: the WebAssembly memory of an engine, in which packed weights and the workbench lie.
 *
 *     memory : [scratch][blocks of weights, one behind the other][workbench]
 *
 * Blocks are cut one behind the other. A released block waits, by its size, for a request of that size: the same network bound
 * again and again, as in training, uses the same few blocks. Nothing is merged or moved. Instead, when the blocks reach
 * their limit, the arena is *flushed*: all blocks are void at once, and whoever still needs one packs again. So memory stays flat even in a
 * loop that never gives the garbage collector's callbacks a turn. If what was packed again since the last flush is a good
 * part of the limit, the limit was too tight for the networks alive, and doubles.
 *
 * The workbench is all that lies above the blocks. Its content means nothing between calls, so it makes way for the next block and leaves no
 * hole where it has grown.
 *
 * A memory never grows: where more is needed, the module gets an instance with a larger one, and the blocks move there. To grow would detach the old buffer, and
 * once a program has detached any buffer, V8 asks at each access to any typed array in it whether that one was: loops over numbers, our user's too, take
 * up to three times as long from there on, for as long as the program runs.
 */
import type { KernelExports } from './kernel-exports.js'

/** Places and sizes are counted in floats, not bytes: so they are small integers to the JavaScript engine, and cheap. */
export interface Block {
  /** Index of its first float in the memory. */
  readonly start: number
  readonly size: number
  /** The number of the flush after which this block was made. */
  readonly generation: number
}

const pageFloats = 65_536 / 4
const mostFloats = 65_536 * pageFloats
const firstLimit = 8 * 2 ** 20
/**
 * 24 MB, which hold most networks, and the training of large ones. The host gives a page when it is first written, so these take no longer to make than
 * 256 KB, 40 µs, and no memory until they are used; 64 MB would make V8 collect garbage at once.
 */
export const firstPages = 384
/** The tiles read up to 7 floats beyond a row, an activation up to 15. */
const reach = 16
/** Room at the beginning for what lasts no longer than one call of the module, 32 KB; address 0 is left out. */
export const scratch = 16
export const scratchFloats = 8_192
const firstPlace = scratch + scratchFloats
/** Blocks begin on cache lines. Right up to `mostFloats`. */
export const roundUp = (floats: number): number => (floats + 15) & -16
/** The tiles read whole panels. */
export const panelColumns = (columns: number): number => (columns + 7) & -8

/** A block that was never made: no generation is its own. */
export const noBlock: Block = { start: 0, size: -1, generation: -1 }

/** Throws RangeError when so many floats can never lie in one memory. */
export const expectRoom = (floats: number): void => {
  if (floats > mostFloats - 1024) throw exhausted(floats)
}

/** Deals out places one behind the other, each on a cache line of its own. */
export class Places {
  readonly #start: number
  end: number

  constructor(start = 0) {
    this.#start = start
    this.end = start
  }

  /** A place for so many floats. Throws RangeError when all of them can never lie in one memory. */
  take(floats: number): number {
    expectRoom(this.end - this.#start + floats)
    const start = this.end
    this.end += roundUp(floats)
    return start
  }
}

export class Arena {
  /** The module's instance that works in this memory, and the whole memory. A larger one replaces both: read them anew after `take` and `hasBench`. */
  exports!: KernelExports
  floats = new Float32Array()
  generation = 0
  readonly #instance: (pages: number) => KernelExports
  readonly #free = new Map<number, Block[]>()
  #limit = firstLimit
  #packedAgain = 0
  #top = firstPlace

  /** `instance` makes one with a new memory of so many pages, or throws where the host has no such room. */
  constructor(instance: (pages: number) => KernelExports) {
    this.#instance = instance
    this.#moveTo(firstPages)
  }

  /** Where the workbench begins. */
  get top(): number {
    return this.#top
  }

  /** A block of at least so many floats, or undefined when it needs a flush first. Its content is arbitrary. */
  take(floats: number): Block | undefined {
    if (floats > this.#limit) return undefined
    const size = roundUp(floats)
    return this.#free.get(size)?.pop() ?? (this.#top + size > this.#limit ? undefined : this.#cut(size))
  }

  /** A block of at least so many floats, even beyond the limit. Throws RangeError when the memory cannot hold it. */
  takeBeyondLimit(floats: number): Block {
    expectRoom(floats)
    const block = this.take(floats) ?? this.#cut(roundUp(floats))
    if (block === undefined) throw exhausted(this.#top + floats)
    this.#limit = Math.min(Math.max(this.#limit, this.#top + firstLimit), mostFloats)
    return block
  }

  /** Whether the workbench has room for so many floats, now that there is a larger memory if it had to be. Its content is lost then. */
  hasBench(floats: number): boolean {
    const end = this.#top + floats + reach
    const { length } = this.floats
    if (end <= length) return true
    // Twice what there is, so that many small requests move it seldom; or else what is needed.
    for (const size of [Math.max(end, 2 * length), end]) {
      try {
        this.#moveTo(Math.ceil(size / pageFloats))
        return true
        // The host has no such room in one piece, or nobody has.
      } catch {}
    }
    return false
  }

  release(block: Block): void {
    if (block.generation !== this.generation) return
    const sameSize = this.#free.get(block.size)
    if (sameSize === undefined) this.#free.set(block.size, [block])
    else sameSize.push(block)
  }

  /** Voids all blocks. */
  flush(): void {
    if (this.#packedAgain > this.#limit / 4) this.#limit = Math.min(2 * Math.max(this.#limit, this.#top), mostFloats)
    this.#packedAgain = 0
    this.#free.clear()
    this.#top = firstPlace
    this.generation += 1
  }

  /** Tells that weights which a flush had voided were packed again. */
  packedAgain(floats: number): void {
    this.#packedAgain += floats
  }

  #cut(size: number): Block | undefined {
    const block = { start: this.#top, size, generation: this.generation }
    // It lies where the workbench began.
    if (!this.hasBench(size)) return undefined
    this.#top += size
    return block
  }

  /** Into a memory of so many pages. */
  #moveTo(pages: number): void {
    const exports = this.#instance(pages)
    const floats = new Float32Array(exports.memory.buffer)
    floats.set(this.floats.subarray(0, this.#top))
    this.exports = exports
    this.floats = floats
  }
}

export const exhausted = (floats: number): RangeError =>
  new RangeError(
    `the kernel needs ${(4 * floats).toLocaleString('en-US')} bytes of WebAssembly memory for this, ` +
      `and ${(4 * mostFloats).toLocaleString('en-US')} is the most there can be: use a smaller batch or fewer time steps a call`,
  )
