/** Draws of the generator against those of PyTorch after the same seed; make_rng.py made the numbers. */

import { describe, expect, test } from 'vitest'
import { drawBernoulli, drawInteger, drawNormal, drawPermutation, drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import type { Rng } from '../../types/rng.js'
import { checksum, float32, int32, readJson, ulpsApart } from './read.js'

/** One draw of PyTorch: all of its numbers, or a checksum of them and both ends. */
type Call = {
  readonly draw: 'rand' | 'uniform' | 'randn' | 'randint' | 'randperm' | 'bernoulli' | 'dropout'
  readonly args: readonly [n: number, a?: number, b?: number]
} & (
  | { readonly all: string }
  | { readonly crc32: number; readonly head: string; readonly tail: string; readonly all?: never }
)

interface Golden {
  readonly sequences: readonly { readonly seed: string; readonly calls: readonly Call[] }[]
}

const { sequences } = readJson<Golden>('rng.json')

/** Our twin of one call of PyTorch. */
const draw = (rng: Rng, call: Call): readonly [Float32Array | Int32Array, Rng] => {
  const [n, a = Number.NaN, b = Number.NaN] = call.args
  switch (call.draw) {
    case 'rand':
      return drawUniform(rng, n)
    case 'uniform':
      return drawUniform(rng, n, a, b)
    case 'randn':
      return drawNormal(rng, n)
    case 'randint':
      return drawInteger(rng, n, a, b)
    case 'randperm':
      return drawPermutation(rng, n)
    case 'bernoulli':
      return drawBernoulli(rng, n, a)
    case 'dropout': {
      const [mask, after] = drawBernoulli(rng, n, 1 - a)
      return [mask.map((kept) => kept / Math.fround(1 - a)), after]
    }
  }
}

/** The bits of the numbers, which tell 0 from -0 and one NaN from another. */
const bits = (numbers: Float32Array | Int32Array): Int32Array =>
  new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length)

const decode = (call: Call, text: string): Int32Array =>
  call.draw === 'randint' || call.draw === 'randperm' ? int32(text) : bits(float32(text))

/** Sixteen normal numbers or more go through PyTorch's own logarithm, sine and cosine; see drawNormal for the figures. */
const NORMAL_ULPS = 3

const isRounded = (call: Call): boolean => call.draw === 'randn' && call.args[0] >= 16

const title = (call: Call): string => `${call.draw}(${call.args.join(', ')})`

describe('draws equal those of PyTorch', () => {
  test.each(sequences.map((one) => [one.seed, one.calls.map(title).join(' '), one.calls] as const))(
    'after manual_seed(%s): %s',
    (seed, _, calls) => {
      let rng = manualSeed(BigInt(seed))
      for (const call of calls) {
        const [numbers, after] = draw(rng, call)
        rng = after
        expect(numbers).toHaveLength(call.args[0])
        if (isRounded(call) && call.all !== undefined && numbers instanceof Float32Array) {
          expect(Math.max(...ulpsApart(numbers, float32(call.all))), title(call)).toBeLessThanOrEqual(NORMAL_ULPS)
        } else if (call.all !== undefined) {
          expect(bits(numbers), title(call)).toEqual(decode(call, call.all))
        } else {
          expect(bits(numbers.slice(0, 4)), title(call)).toEqual(decode(call, call.head))
          expect(bits(numbers.slice(-4)), title(call)).toEqual(decode(call, call.tail))
          expect(checksum(numbers), title(call)).toBe(call.crc32)
        }
      }
    },
  )

  test('most normal numbers are the very bits of PyTorch', () => {
    const apart = sequences.flatMap(({ seed, calls }) => {
      const [first] = calls
      if (first === undefined || !isRounded(first) || first.all === undefined) return []
      return ulpsApart(drawNormal(manualSeed(BigInt(seed)), first.args[0])[0], float32(first.all))
    })
    expect(apart.length).toBeGreaterThan(7000)
    expect(apart.filter((ulps) => ulps === 0).length / apart.length).toBeGreaterThan(0.8)
  })
})
