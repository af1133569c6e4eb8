/**
 * The kernel's modules as text that gzip makes small and that stands in any JavaScript file: letters of ASCII, none of which a string
 * literal or a page must escape.
 *
 * A module is a row of pieces; where the modules of the two instruction sets differ, a piece has two texts. In all of them ' ' and '!'
 * stand for the instructions that make `x * y + z`, and '"' for the next odd number (assembly/instruction.ts). All other bytes are written in the
 * other letters: the frequent ones in one letter, the rest in two. So equal code gives equal letters, which base64 does not.
 */

/** Texts of both instruction sets, or one of each: fma, mul-add. */
export type Pieces = readonly (string | readonly [fma: string, mulAdd: string])[]

/** The letters from '#' on, but ' < \ and `. */
const firstLetter = 35
const leftOut = [39, 60, 92, 96] as const
/** So many bytes have a letter of their own; the next two letters begin a pair. */
const single = 86
const pairs = 2
const quote = 34
/** The letters begin with this byte, -4: what stands just before 0 is rare. */
const shift = 4

const letter = (value: number): string =>
  String.fromCharCode(leftOut.reduce((code, gap) => (code >= gap ? code + 1 : code), value + firstLetter))

/** Writes bytes. */
export const encode = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => {
      const value = (byte + shift) & 255
      const first = Math.floor(value / single)
      return first === 0 ? letter(value) : letter(single + first - 1) + letter(value % single)
    })
    .join('')

/** Reads what `encode` wrote. A plain loop over a table, since it runs once, before any compiler has looked at it. */
export const decode = (text: string): Uint8Array => {
  const values = new Uint8Array(128)
  for (let value = 0; value < single + pairs; value++) values[letter(value).charCodeAt(0)] = value
  const bytes = new Uint8Array(2 * text.length)
  let count = 0
  let high = 0
  let odd = 1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const value = values[code] ?? 0
    if (code === quote) {
      // A signed number of seven bits a byte, as WebAssembly writes them; there are less than the 4096 odd ones that two bytes hold.
      if (odd < 64) bytes[count++] = odd
      else {
        bytes[count++] = odd | 128
        bytes[count++] = odd >> 7
      }
      odd += 2
    } else if (value < single) {
      bytes[count++] = high + value - shift
      high = 0
    } else high = (value - single + 1) * single
  }
  return bytes.slice(0, count)
}
