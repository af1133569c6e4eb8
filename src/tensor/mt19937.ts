/**
 * The Mersenne Twister mt19937, as an immutable value and a reader that walks on from one.
 *
 * Source: M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random
 * number generator", ACM TOMACS 8 (1998), section 2; the seeding is their revision of 2002. PyTorch's CPU generator is this one.
 */

const SIZE = 624
const SHIFT = 397

/** Where the generator stands: `index` of the 624 `words` are used up. Never written once it is made. */
export interface Mt19937 {
  readonly words: Uint32Array
  readonly index: number
}

/**
 * The state that one 32-bit seed unfolds to, with no word read yet.
 *
 * `w[0] = seed`, `w[j] = 1812433253 (w[j-1] ^ w[j-1] >> 30) + j  mod 2^32`
 */
export const seeded = (seed: number): Mt19937 => {
  const words = new Uint32Array(SIZE)
  let word = seed >>> 0
  words[0] = word
  for (let j = 1; j < SIZE; j++) {
    word = (Math.imul(1812433253, word ^ (word >>> 30)) + j) >>> 0
    words[j] = word
  }
  return { words, index: SIZE }
}

/** One word of the next generation: the upper bit of `high`, the other bits of `low`, twisted, onto the word 397 further on. */
const twisted = (high: number, low: number, further: number): number => {
  const mixed = (high & 0x80000000) | (low & 0x7fffffff)
  return further ^ (mixed >>> 1) ^ (-(low & 1) & 0x9908b0df)
}

/** Writes the generation after `from` into `into`, which may be `from` itself. */
const twist = (from: Uint32Array, into: Uint32Array): void => {
  let j = 0
  for (; j < SIZE - SHIFT; j++) into[j] = twisted(at(from, j), at(from, j + 1), at(from, j + SHIFT))
  for (; j < SIZE - 1; j++) into[j] = twisted(at(from, j), at(from, j + 1), at(into, j + SHIFT - SIZE))
  into[SIZE - 1] = twisted(at(from, SIZE - 1), at(into, 0), at(into, SHIFT - 1))
}

/** A word at an index that is inside by construction. */
const at = (words: Uint32Array, index: number): number => words[index] as number

/**
 * Reads words on from a state and leaves that state as it is.
 *
 * The words are copied at the first twist, not before: a draw that fits in the current 624 words shares them with the
 * state it came from.
 */
export class WordReader {
  #words: Uint32Array
  #index: number
  #owned = false

  constructor(start: Mt19937) {
    this.#words = start.words
    this.#index = start.index
  }

  /** The next 32 random bits, as an integer from 0 to 2^32 - 1. */
  next(): number {
    if (this.#index === SIZE) this.#twist()
    let y = at(this.#words, this.#index++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** The state after the last word read. The words now belong to it, so that a reader that goes on copies them at the next twist. */
  end(): Mt19937 {
    this.#owned = false
    return { words: this.#words, index: this.#index }
  }

  #twist(): void {
    const into = this.#owned ? this.#words : new Uint32Array(SIZE)
    twist(this.#words, into)
    this.#words = into
    this.#owned = true
    this.#index = 0
  }
}

/** Whether two states give the same words for ever. */
export const sameState = (a: Mt19937, b: Mt19937): boolean =>
  a.index === b.index && a.words.every((word, j) => word === b.words[j])
