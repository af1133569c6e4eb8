/**
 * Draws of plain arrays. Each gives `[numbers, generator after them]` and leaves the generator it is given as it was.
 *
 * Source: PyTorch 1.13's CPU kernels (ATen's DistributionTemplates, DistributionsHelper and CPUGeneratorImpl), checked number by number
 * against PyTorch in test/golden/rng.test.ts. One word is 32 bits of the generator.
 */

import type { Rng } from '../../types/rng.js'
import { ownFloats } from '../room.js'
import { BLOCK, normalBlock, normalPair } from './box-muller.js'
import { fma32 } from './fma.js'
import { WordReader } from './mt19937.js'
import { generatorOf, stateOf } from './rng.js'

const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127

/** A uniform float32 in [0, 1): the low 24 bits of one word. */
const unit24 = (words: WordReader): number => (words.next() & 0xffffff) * 2 ** -24

/** A uniform double in [0, 1): the low 53 bits of two words, the high word first. */
const unit53 = (words: WordReader): number => {
  const high = words.next() & 0x1fffff
  return (high * 2 ** 32 + words.next()) * 2 ** -53
}

/** Lets `write` fill `out` with words, and gives `out` with the generator that stands after them. */
const drawn = <Out>(rng: Rng, out: Out, write: (words: WordReader) => void): readonly [Out, Rng] => {
  const { twister, spareNormal } = stateOf(rng)
  const words = new WordReader(twister)
  write(words)
  return [out, generatorOf({ twister: words.end(), spareNormal })]
}

const count = (n: number): number => {
  if (Number.isSafeInteger(n) && n >= 0) return n
  throw new RangeError(`the count of a draw is an integer of 0 or more, got ${String(n)}`)
}

/**
 * `n` numbers from the uniform distribution on [from, to), bit for bit those of `torch.rand(n)` and `Tensor.uniform_(from, to)`.
 *
 * `x[i] = u (to - from) + from`, `u` of 24 bits, one word each, rounded once to float32.
 *
 * PyTorch rounds once where it runs on AVX2, which fuses the two operations. Without AVX2 it rounds twice, and about half of its own numbers
 * change in the last bit.
 *
 * A number may round up to `to` itself, as it may in PyTorch.
 *
 * @throws RangeError where `from` is above `to`, or one of them or their difference is no finite float32
 * @see https://pytorch.org/docs/1.13/generated/torch.Tensor.uniform_.html
 */
export const drawUniform = (rng: Rng, n: number, from = 0, to = 1): readonly [Float32Array, Rng] => {
  for (const [name, bound] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!(Math.abs(bound) <= LARGEST_FLOAT32)) {
      throw new RangeError(`'${name}' of a uniform draw is a finite float32, got ${String(bound)}`)
    }
  }
  if (from > to) throw new RangeError(`a uniform draw is from a low to a high number, got from ${from} to ${to}`)
  if (to - from > LARGEST_FLOAT32) {
    throw new RangeError(`the range of a uniform draw must fit in a float32, got from ${from} to ${to}`)
  }
  return uniform(rng, count(n), from, to)
}

/** `drawUniform` on arguments that are known to fit. */
export const uniform = (rng: Rng, n: number, from: number, to: number): readonly [Float32Array, Rng] => {
  const out = ownFloats(n)
  const low = Math.fround(from)
  const range = Math.fround(Math.fround(to) - low)
  return drawn(rng, out, (words) => {
    for (let i = 0; i < out.length; i++) out[i] = fma32(unit24(words), range, low)
  })
}

/**
 * `n` numbers from the standard normal distribution, those of `torch.randn(n)`.
 *
 * Sixteen or more: float32, one word each, 16 at a time, and the last 16 drawn anew where `n` is no multiple of 16. Fewer: double
 * precision, four words a pair, and the second number of a pair waits in the generator for the next such draw. Which words
 * are used is exact. Of sixteen or more, a value can be 1 to 3 units in the last place off PyTorch's, whose vectorised logarithm, sine and
 * cosine are not correctly rounded (of 4,000,000 values 83.5% equal, 97.8% within 1, none beyond 3: 5e-7 at most; PyTorch on AVX2 and
 * without it are 2e-6 apart). Of fewer than sixteen, 300,000 values were all equal.
 *
 * @see https://pytorch.org/docs/1.13/generated/torch.randn.html
 */
export const drawNormal = (rng: Rng, n: number): readonly [Float32Array, Rng] =>
  count(n) < BLOCK ? drawFewNormal(rng, n) : drawManyNormal(rng, n)

const drawManyNormal = (rng: Rng, n: number): readonly [Float32Array, Rng] => {
  const out = ownFloats(n)
  return drawn(rng, out, (words) => {
    for (let i = 0; i < n; i++) out[i] = unit24(words)
    for (let start = 0; start <= n - BLOCK; start += BLOCK) normalBlock(out, start)
    if (n % BLOCK === 0) return
    for (let i = n - BLOCK; i < n; i++) out[i] = unit24(words)
    normalBlock(out, n - BLOCK)
  })
}

const drawFewNormal = (rng: Rng, n: number): readonly [Float32Array, Rng] => {
  const { twister, spareNormal } = stateOf(rng)
  const words = new WordReader(twister)
  const out = new Float32Array(n)
  let spare = spareNormal
  for (let i = 0; i < n; i++) {
    if (spare === undefined) {
      const [first, second] = normalPair(unit53(words), unit53(words))
      out[i] = first
      spare = second
    } else {
      out[i] = spare
      spare = undefined
    }
  }
  return [out, generatorOf({ twister: words.end(), spareNormal: spare })]
}

/**
 * `n` integers from `low` to `high - 1`, those of `torch.randint(low, high, [n])`.
 *
 * `x[i] = low + w mod (high - low)`, `w` one word; over the whole range of 2^32 integers `w` is the second of two words.
 *
 * This is PyTorch's rule up to version 2.6. Later versions take two words from a range of 2^28 on, to lessen the skew of the remainder.
 *
 * @throws RangeError where `low` is not below `high`, or the integers don't fit in an int32
 * @see https://pytorch.org/docs/1.13/generated/torch.randint.html
 */
export const drawInteger = (rng: Rng, n: number, low: number, high: number): readonly [Int32Array, Rng] => {
  if (!Number.isSafeInteger(low) || low < -(2 ** 31)) {
    throw new RangeError(`'low' of an integer draw is an integer of at least -2^31, got ${String(low)}`)
  }
  if (!Number.isSafeInteger(high) || high > 2 ** 31) {
    throw new RangeError(`'high' of an integer draw is an integer of at most 2^31, got ${String(high)}`)
  }
  if (low >= high) throw new RangeError(`'low' of an integer draw must be below 'high', got ${low} and ${high}`)
  const out = new Int32Array(count(n))
  const range = high - low
  const takesTwoWords = range === 2 ** 32
  return drawn(rng, out, (words) => {
    for (let i = 0; i < n; i++) {
      if (takesTwoWords) words.next()
      out[i] = low + (words.next() % range)
    }
  })
}

/**
 * The integers 0 to `n - 1` in random order, those of `torch.randperm(n)`.
 *
 * For each place `i` but the last, `x[i]` changes places with `x[i + w mod (n - i)]`, `w` one word.
 *
 * @throws RangeError where `n` is negative, no integer, or above 2^31 - 1
 * @see https://pytorch.org/docs/1.13/generated/torch.randperm.html
 */
export const drawPermutation = (rng: Rng, n: number): readonly [Int32Array, Rng] => {
  if (count(n) >= 2 ** 31) throw new RangeError(`a permutation holds at most 2^31 - 1 integers, got ${n}`)
  const out = Int32Array.from({ length: n }, (_, i) => i)
  return drawn(rng, out, (words) => {
    for (let i = 0; i < n - 1; i++) {
      const j = i + (words.next() % (n - i))
      const moved = out[i] as number
      out[i] = out[j] as number
      out[j] = moved
    }
  })
}

/**
 * `n` numbers, each 1 with probability `p` and otherwise 0, those of `Tensor.bernoulli_(p)` and so of the mask of dropout.
 *
 * `x[i] = 1 where u < p, else 0`, `u` of 53 bits, two words each.
 *
 * PyTorch built with MKL (most of its published builds for x86) draws these from a stream of MKL's own that it seeds with one word;
 * there the same seed gives another mask. This is the stream of all other builds.
 *
 * @throws RangeError where `p` is outside 0 to 1
 * @see https://pytorch.org/docs/1.13/generated/torch.Tensor.bernoulli_.html
 */
export const drawBernoulli = (rng: Rng, n: number, p: number): readonly [Float32Array, Rng] => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`the probability of a draw is from 0 to 1, got ${String(p)}`)
  const out = new Float32Array(count(n))
  return drawn(rng, out, (words) => {
    for (let i = 0; i < n; i++) out[i] = unit53(words) < p ? 1 : 0
  })
}
