import type { either } from 'fp-ts'
import { left, right } from '../tensor/either.js'

/**
 * How the files of this folder read bytes that nobody vouches for: what does not fit is refused with a reason, from however deep, and whoever called
 * gets the reason as a `Left`.
 */

/** A reason on its way out. It never leaves `reading`. */
class Refusal extends Error {}

/** Ends the reading of a file. */
export const refuse = (reason: string): never => {
  throw new Refusal(reason)
}

/** What `read` gives, or the reason why it refused. */
export const reading = <Err, A>(error: new (reason: string) => Err, read: () => A): either.Either<Err, A> => {
  try {
    return right(read())
  } catch (thrown) {
    if (thrown instanceof Refusal) return left(new error(thrown.message))
    throw thrown
  }
}

/** An array of this many bytes that `make` makes; refused where the machine has no room. */
export const roomFor = <A>(bytes: number, make: () => A): A => {
  try {
    return make()
  } catch {
    return refuse(`there is no room for ${bytes} bytes`)
  }
}

/** A text of a file as a sentence may show it: quoted, on one line, of some length. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text).replace(/[\u007f-\u009f\u2028\u2029]/g, ' ')

/** The bytes of a file, whatever holds them: a plain view, since a Buffer's own `slice` is not an array's. */
export const bytesOf = (file: unknown): Uint8Array => {
  if (file instanceof Uint8Array) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  if (file instanceof ArrayBuffer && !isDetached(file)) return new Uint8Array(file)
  return refuse('bytes must be a Uint8Array or an ArrayBuffer')
}

/** An ArrayBuffer that was sent to a worker has no bytes left and can't be looked at. */
const isDetached = (buffer: ArrayBuffer): boolean => {
  try {
    return new Uint8Array(buffer).length < 0
  } catch {
    return true
  }
}

/** What reads numbers at any place. Little-endian is asked for at each call. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
