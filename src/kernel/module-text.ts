/**
 * The small modules as text: the frequent bytes are written in one letter, the rest in two. The kernel itself is squeezed (assembly/squeezed.ts).
 */

/** The letters from '#' on but the backslash, so that no string literal in double quotes escapes one. */
const firstLetter = 35
const leftOut = 92
/** So many bytes have a letter of their own; two more letters begin a pair. */
const single = 89

const letter = (value: number): string => {
  const code = value + firstLetter
  return String.fromCharCode(code < leftOut ? code : code + 1)
}

/** Writes bytes. */
export const encode = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => {
      const first = Math.floor(byte / single)
      return first === 0 ? letter(byte) : letter(single + first - 1) + letter(byte % single)
    })
    .join('')

/** Reads what `encode` wrote. */
export const decode = (text: string): Uint8Array => {
  const bytes: number[] = []
  let high = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const value = code - (code < leftOut ? firstLetter : firstLetter + 1)
    if (value < single) {
      bytes.push(high + value)
      high = 0
    } else high = (value - single + 1) * single
  }
  return Uint8Array.from(bytes)
}
