/** The Mersenne Twister against the C++ standard's check, and as an immutable value. */

import { expect, test } from 'vitest'
import { sameState, seeded, WordReader } from '../../src/tensor/mt19937.js'

const words = (reader: WordReader, n: number): readonly number[] => Array.from({ length: n }, () => reader.next())

test('the 10,000th word after seed 5489 is that of the C++ standard, [rand.predef]', () => {
  expect(words(new WordReader(seeded(5489)), 10_000).at(-1)).toBe(4123659995)
})

test('a state given out stays as it is when its reader reads on', () => {
  const reader = new WordReader(seeded(1))
  words(reader, 700)
  const end = reader.end()
  const expected = words(new WordReader(end), 2000)
  expect(words(reader, 2000)).toEqual(expected)
  expect(words(new WordReader(end), 2000)).toEqual(expected)
})

test('a draw within the current 624 words copies none of them', () => {
  const start = new WordReader(seeded(1))
  start.next()
  const first = start.end()
  const reader = new WordReader(first)
  words(reader, 623)
  expect(reader.end().words).toBe(first.words)
  expect(sameState(reader.end(), first)).toBe(false)
})
