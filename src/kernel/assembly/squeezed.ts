/**
 * The form in which the package holds the kernel's code: small after gzip, and quick to read at a start.
 *
 * Code is a row of bytes, told by **steps**: a byte, or a copy of what stands `distance` bytes before. A step is a row of yes and no, each with
 * a **slot** that remembers how often the answer was yes; the better it knows, the less the answer costs. The numbers of the slots:
 *
 *     copies     : is it a copy? (by the number of bytes since the last copy: 0, 1, or 2 for more)
 *     same       : a copy from as far as the last one? (not asked just behind a copy; by the same number)
 *     distances, lengths : a number's bits, the lowest first, each behind a yes that says that there is a higher one
 *     differences : a byte just behind a copy, by its difference from the byte that the copy would have gone on with: a row of a tile is the row
 *                  before with other locals
 *     bytes      : any other byte, the highest bit first; the bits before are part of the slot's number
 *
 * The answers are one large number (asymmetric numeral system): with a yes of probability p/4096, `x` goes on as
 *
 *     yes : floor(x / p) * 4096 + x mod p          no : floor(x / (4096 - p)) * 4096 + p + x mod (4096 - p)
 *
 * and before it grows too large its last digit goes out as a letter: one of the 91 from '#' on that no string literal escapes (not '\').
 * The writer goes from the last answer to the first, so that the reader may begin with the first one.
 * Source: Duda, Asymmetric numeral systems (2013), https://arxiv.org/abs/1311.2540
 */
export const slots = {
  bytes: 0,
  differences: 256,
  copies: 512,
  same: 515,
  distances: 518,
  lengths: 550,
  count: 582,
} as const

/** Probabilities are parts of so many bits. */
export const probabilityBits = 12
/** The state of the number is at least this, and less than `digits` times as much. */
export const leastState = 2 ** 20
export const digits = 91
export const firstLetter = 35
export const leftOut = 92
/** A slot moves by a part of what it was wrong by: half at first, then a third, and so on to this. */
export const slowest = 14

/** What a byte stands for that is in no module: `times`, `plus` and `nextOdd` of instruction.ts, and the end of what only one instruction set has. */
export interface Marks {
  readonly times: number
  readonly plus: number
  readonly nextOdd: number
  /** The code behind it is for all, then for fma, then for mul-add, in turn. */
  readonly turn: number
}
