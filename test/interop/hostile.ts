/** Bytes that nobody vouches for: made of valid files by cutting, flipping and overwriting. */

import fc from 'fast-check'
import type { either } from 'fp-ts'

/** What a parser says: the reason of its Left, or undefined. It must never throw, so nothing is caught here. */
export const reasonOf = (read: either.Either<Error, unknown>): string | undefined =>
  read._tag === 'Left' ? read.left.message : undefined

/** The processor's time in milliseconds that a call takes: whatever else runs on the machine does not count. */
export const processorTime = (call: () => void): number => {
  const start = process.cpuUsage()
  call()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** Far more than any of the tests' files takes, far less than what grows faster than a file. */
export const LONGEST = 10_000

/** The reason why a file is refused, found in bounded time. */
export const reasonInTime = (read: () => either.Either<Error, unknown>): string | undefined => {
  let reason: string | undefined
  const time = processorTime(() => {
    reason = reasonOf(read())
  })
  return time < LONGEST ? reason : `it took ${time} ms`
}

/** A file with some of its bytes changed: the flip of a bit, a byte of the usual dangerous ones, or a run of them. */
export const damaged = (file: Uint8Array, from = 0, to = file.length): fc.Arbitrary<Uint8Array> => {
  const place = fc.integer({ min: from, max: Math.max(from, Math.min(to, file.length) - 1) })
  const change = fc.oneof(
    fc.record({ at: place, bit: fc.integer({ min: 0, max: 7 }) }).map(
      ({ at, bit }) =>
        (bytes: Uint8Array) =>
          bytes.set([(bytes[at] ?? 0) ^ (1 << bit)], at),
    ),
    fc.record({ at: place, value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff) }).map(
      ({ at, value }) =>
        (bytes: Uint8Array) =>
          bytes.set([value], at),
    ),
    fc.record({ at: place, length: fc.integer({ min: 2, max: 9 }), value: fc.constantFrom(0, 0x7f, 0xff) }).map(
      ({ at, length, value }) =>
        (bytes: Uint8Array) =>
          bytes.fill(value, at, at + length),
    ),
    fc.record({ to: place, from: place, length: fc.integer({ min: 1, max: 40 }) }).map(
      ({ to, from, length }) =>
        (bytes: Uint8Array) =>
          bytes.copyWithin(to, from, from + length),
    ),
  )
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const bytes = file.slice()
    for (const apply of changes) apply(bytes)
    return bytes
  })
}

/** Every beginning of a file, without the file itself; of a long one not all. */
export const beginnings = function* (file: Uint8Array): Generator<Uint8Array> {
  const step = Math.max(1, Math.floor(file.length / 3000))
  for (let length = 0; length < file.length; length += step) yield file.subarray(0, length)
  yield file.subarray(0, -1)
}
