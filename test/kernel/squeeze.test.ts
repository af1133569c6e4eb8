/** Code that is squeezed when the kernel is built comes out of the module that unpacks it as it went in. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeModule } from '../../src/kernel/assembly/encoding.js'
import { fma, mulAdd } from '../../src/kernel/assembly/isa.js'
import { squeeze } from '../../src/kernel/assembly/squeeze.js'
import { parse } from '../../src/kernel/assembly/squeeze-parse.js'
import { lengthOf, type Step } from '../../src/kernel/assembly/squeeze-steps.js'
import { unsqueezeModule } from '../../src/kernel/assembly/unsqueeze.js'
import { host } from '../../src/kernel/host.js'
import { places, type Unsqueezer } from '../../src/kernel/squeezed-places.js'

const marks = { times: 201, plus: 202, nextOdd: 203, turn: 204 }
const wasm = host.WebAssembly ?? expect.fail('there is no WebAssembly here')
const module = new wasm.Module(encodeModule(fma, unsqueezeModule(marks)))
// The cast: the module exports what it was made to export.
const unsqueezer = (): Unsqueezer => new wasm.Instance(module, {}).exports as unknown as Unsqueezer

/** What an instance makes of texts, one after the other. */
const unsqueezed = (texts: readonly string[], sizes: readonly number[]): number[] => {
  const { memory, unsqueeze } = unsqueezer()
  const bytes = new Uint8Array(memory.buffer)
  let end: number = places.code
  for (const [i, text] of texts.entries()) {
    bytes.set(
      [...text].map((letter) => letter.charCodeAt(0)),
      places.letters,
    )
    const start = end
    end += sizes[i] ?? 0
    unsqueeze(start, end)
  }
  return [...bytes.subarray(places.code, end)]
}

const roundTrip = (...codes: number[][]): number[] =>
  unsqueezed(
    squeeze(codes),
    codes.map(({ length }) => length),
  )

const resolved = (code: readonly number[], skipped: 1 | 2): number[] => {
  const { memory, resolve } = unsqueezer()
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(code, places.code)
  const end = resolve(places.code, places.code + code.length, places.result, skipped)
  return [...bytes.subarray(places.result, end)]
}

const byte = fc.nat(255)
/** Runs that come again with some bytes changed, as a kernel has them. */
const code = fc
  .array(
    fc.record({
      run: fc.array(byte, { minLength: 1, maxLength: 12 }),
      times: fc.integer({ min: 1, max: 9 }),
      shift: byte,
    }),
  )
  .map((runs) =>
    runs.flatMap(({ run, times, shift }) =>
      Array.from({ length: times }, (_, time) =>
        run.map((one, i) => (i % 5 === 1 ? (one + time * shift) & 255 : one)),
      ).flat(),
    ),
  )
  .filter(({ length }) => length > 0)

describe('squeezing', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(code, (own) => {
        expect(roundTrip(own)).toEqual(own)
      }),
    )
  })

  it('loses nothing of a text behind another one, from which it copies', () => {
    fc.assert(
      fc.property(code, code, (one, two) => {
        expect(roundTrip(one, two)).toEqual([...one, ...two])
      }),
    )
    const [first = [], second = []] = [
      fc.sample(fc.array(byte, { minLength: 300, maxLength: 300 }), { numRuns: 1, seed: 1 })[0],
      [1],
    ]
    const [, again = ''] = squeeze([first, [...first, ...second]])
    expect(again.length).toBeLessThan(20)
  })

  it.each([
    ['one byte', [7]],
    ['every byte', Array.from({ length: 256 }, (_, i) => i)],
    ['a long run', Array.from({ length: 500 }, () => 65)],
    [
      'a copy from far',
      [1, 2, 3, 4, 5, ...Array.from({ length: 15_000 }, (_, i) => ((i * i) >> 7) & 255), 1, 2, 3, 4, 5],
    ],
  ])('%s', (_, own) => {
    expect(roundTrip(own)).toEqual(own)
  })

  it('has steps that tell the whole code', () => {
    fc.assert(
      fc.property(code, (own) => {
        const told: number[] = []
        for (const step of parse(own, 0)) {
          if (typeof step === 'number') told.push(step)
          else for (let i = 0; i < step.length; i++) told.push(told[told.length - step.distance] ?? Number.NaN)
        }
        expect(told).toEqual(own)
      }),
    )
    const steps: readonly Step[] = parse([1, 2, 3, 1, 2, 3, 1, 2, 3], 0)
    expect(steps).toEqual([1, 2, 3, { distance: 3, length: 6 }])
    expect(steps.map(lengthOf)).toEqual([1, 1, 1, 6])
  })
})

describe('the code of one instruction set', () => {
  const { times, plus, nextOdd, turn } = marks

  it('has its own instructions for x * y + z', () => {
    expect(resolved([1, times, 2, plus, 3], 2)).toEqual([1, ...fma.times, 2, ...fma.plus, 3])
    expect(resolved([1, times, 2, plus, 3], 1)).toEqual([1, ...mulAdd.times, 2, ...mulAdd.plus, 3])
  })

  it('has its own parts in turn, and what is for both', () => {
    const mixed = [1, turn, 2, 3, turn, 4, turn, 5, turn, turn, 6, turn, 7]
    expect(resolved(mixed, 2)).toEqual([1, 2, 3, 5, 7])
    expect(resolved(mixed, 1)).toEqual([1, 4, 5, 6, 7])
  })

  it('counts odd numbers of its own, in two bytes of seven bits', () => {
    const count = 2000
    const bytes = resolved(
      Array.from({ length: count }, () => nextOdd),
      1,
    )
    const numbers = Array.from({ length: count }, (_, i) => ((bytes[2 * i] ?? 0) & 127) + 128 * (bytes[2 * i + 1] ?? 0))
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => 2 * i + 1))
    expect(bytes.filter((_, i) => i % 2 === 0).every((first) => first >= 128)).toBe(true)
    expect(resolved([turn, nextOdd, turn, turn, nextOdd], 1)).toEqual([129, 0])
  })
})
