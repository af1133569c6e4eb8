/**
 * The arena: the one WebAssembly memory of an engine, in which packed weights and the workbench lie.
 *
 * Blocks are cut from the top. A released block waits, by its size, for a request of that size: the same network bound
 * again and again, as in training, uses the same few blocks. Nothing is merged or moved. Instead, when the arena reaches
 * its limit, it is *flushed*: all blocks are void at once, and whoever still needs one packs again. So memory stays flat even in a
 * loop that never gives the garbage collector's callbacks a turn. If what was packed again since the last flush is a good
 * part of the limit, the limit was too tight for the networks alive, and doubles.
 */
import type { WasmMemory } from './host.js'

export interface Block {
  readonly address: number
  readonly bytes: number
  /** The number of the flush after which this block was made. */
  readonly generation: number
}

const pageBytes = 65_536
const mostBytes = 65_536 * pageBytes
const firstLimit = 32 * 2 ** 20
/** Blocks begin on cache lines. */
export const roundUp = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** A block that was never made: no request fits it, and no generation is its own. */
export const noBlock: Block = { address: 0, bytes: -1, generation: -1 }

export class Arena {
  /** The whole memory. Growing replaces it, so read it anew after `take`, and hand no view of it out. */
  floats: Float32Array
  generation = 0
  readonly #memory: WasmMemory
  readonly #free = new Map<number, Block[]>()
  #limit = firstLimit
  #packedAgain = 0
  // Address 0 is left out.
  #top = 64

  constructor(memory: WasmMemory) {
    this.#memory = memory
    this.floats = new Float32Array(memory.buffer)
  }

  /** A block of at least `bytes`, or undefined when that would take the arena over its limit. Its content is arbitrary. */
  take(bytes: number): Block | undefined {
    const size = roundUp(bytes)
    return this.#free.get(size)?.pop() ?? (this.#top + size > this.#limit ? undefined : this.#cut(size))
  }

  /** A block of at least `bytes` even beyond the limit. Throws RangeError when the memory cannot hold it. */
  takeBeyondLimit(bytes: number): Block {
    return this.take(bytes) ?? this.#cut(roundUp(bytes))
  }

  release(block: Block): void {
    if (block.generation !== this.generation) return
    const sameSize = this.#free.get(block.bytes)
    if (sameSize === undefined) this.#free.set(block.bytes, [block])
    else sameSize.push(block)
  }

  /** Voids all blocks. */
  flush(): void {
    if (this.#packedAgain > this.#limit / 4) this.#limit = Math.min(2 * Math.max(this.#limit, this.#top), mostBytes)
    this.#packedAgain = 0
    this.#free.clear()
    this.#top = 64
    this.generation += 1
  }

  /** Tells that weights which a flush had voided were packed again. */
  packedAgain(bytes: number): void {
    this.#packedAgain += bytes
  }

  #cut(size: number): Block {
    const block = { address: this.#top, bytes: size, generation: this.generation }
    // The tiles read up to 28 bytes beyond a row, an activation up to 60.
    const end = this.#top + size + 64
    const now = this.#memory.buffer.byteLength
    if (end > now) {
      const pages = Math.ceil((end - now) / pageBytes)
      if (end > mostBytes) throw exhausted(end)
      try {
        // A quarter more than asked for, so that many small requests grow the memory seldom.
        this.#memory.grow(Math.min(Math.max(pages, Math.ceil(now / pageBytes / 4)), (mostBytes - now) / pageBytes))
      } catch {
        try {
          this.#memory.grow(pages)
        } catch {
          throw exhausted(end)
        }
      }
      this.floats = new Float32Array(this.#memory.buffer)
    }
    this.#top += size
    return block
  }
}

const exhausted = (bytes: number): RangeError =>
  new RangeError(
    `the kernel needs ${bytes.toLocaleString('en-US')} bytes of WebAssembly memory for this, ` +
      `and ${mostBytes.toLocaleString('en-US')} is the most there can be: use a smaller batch or fewer time steps a call`,
  )
