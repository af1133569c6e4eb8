/** Reads a WAV file of 16-bit samples, one channel, 16 kHz. */
import { either as E } from 'fp-ts'

/**
 * The samples, in [-1, 1).
 *
 * Left: it is no such file.
 *
 * @see http://soundfile.sapp.org/doc/WaveFormat/
 */
export const readWav = (bytes: Uint8Array): E.Either<Error, Float32Array> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || text(0) !== 'RIFF' || text(8) !== 'WAVE') return E.left(new Error('this is no WAV file'))
  let isRight = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [text(at), view.getUint32(at + 4, true)]
    const body = at + 8
    if (name === 'fmt ' && body + 16 <= bytes.length) {
      const [format, channels] = [view.getUint16(body, true), view.getUint16(body + 2, true)]
      const [rate, bits] = [view.getUint32(body + 4, true), view.getUint16(body + 14, true)]
      isRight = format === 1 && channels === 1 && rate === 16_000 && bits === 16
    }
    if (name === 'data') {
      if (!isRight) return E.left(new Error('the WAV file is not 16-bit, one channel, 16 kHz'))
      const count = Math.floor(Math.min(size, bytes.length - body) / 2)
      return E.right(Float32Array.from({ length: count }, (_, i) => view.getInt16(body + 2 * i, true) / 32_768))
    }
    at = body + size + (size % 2)
  }
  return E.left(new Error('the WAV file has no samples'))
}
