/** UTF-8, by the host's own codec, which is declared here because the published build knows ECMAScript alone. */
interface Host {
  readonly TextDecoder: new (
    encoding: 'utf-8',
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string }
  readonly TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
}

// The cast: Node, browsers and workers all have both.
const host = globalThis as unknown as Host

/** The text of these bytes; undefined where they are no UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    // A copy, since a decoder refuses memory that is shared between threads. A mark of byte order is no part of any format here: it stays.
    return new host.TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice())
  } catch {
    return undefined
  }
}

/** The bytes of a text. */
export const toUtf8 = (text: string): Uint8Array<ArrayBuffer> => new host.TextEncoder().encode(text)

/** Whether a text has no half of a surrogate pair, which UTF-8 can't say. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)

/** The order of the UTF-8 bytes of two texts. It is that of their code points, which differs from JavaScript's beyond U+FFFF. */
export const byUtf8 = (a: string, b: string): number => {
  const [left, right] = [toUtf8(a), toUtf8(b)]
  const at = left.findIndex((byte, i) => byte !== right[i])
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1)
}
