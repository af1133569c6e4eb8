/** The kernel's modules as text: nothing is lost, and no letter needs an escape anywhere. */
import { describe, expect, it } from 'vitest'
import { encodeModule } from '../../src/kernel/assembly/encoding.js'
import { fma, mulAdd } from '../../src/kernel/assembly/isa.js'
import { backwardModule, forwardModule, probeModule } from '../../src/kernel/assembly/module.js'
import { backward, fmaProbe, forward, unsqueezer } from '../../src/kernel/bytes.js'
import type { KernelName } from '../../src/kernel/contract.js'
import { host } from '../../src/kernel/host.js'
import { decode, encode } from '../../src/kernel/module-text.js'
import { bytesOf } from '../../src/kernel/squeezed-code.js'

const everyByte = Array.from({ length: 256 }, (_, byte) => byte)
const wasm = host.WebAssembly ?? expect.fail('there is no WebAssembly here')
const forwardOf = (name: KernelName) => bytesOf(wasm, name, [forward])
const backwardOf = (name: KernelName) => bytesOf(wasm, name, [forward, backward])

describe('the text of a small module', () => {
  it('is read as it was written, every byte before and behind every other', () => {
    const pairs = everyByte.flatMap((first) => everyByte.flatMap((second) => [first, second]))
    expect(decode(encode(pairs))).toEqual(Uint8Array.from(pairs))
  })

  it('has letters that no string literal in double quotes escapes', () => {
    expect(encode(everyByte)).toMatch(/^[#-[\]-~]+$/)
  })

  it('the probe asks for relaxed SIMD', () => {
    expect(decode(fmaProbe)).toEqual(encodeModule(fma, probeModule()))
    expect(wasm.validate(decode(unsqueezer))).toBe(true)
  })
})

describe('the squeezed modules', () => {
  it.each([
    ['wasm-fma', fma],
    ['wasm-mul-add', mulAdd],
  ] as const)('%s: what the package holds is what its source emits', (name, isa) => {
    expect(forwardOf(name)).toEqual(encodeModule(isa, forwardModule(isa)))
    expect(backwardOf(name)).toEqual(encodeModule(isa, backwardModule(isa)))
  })

  it('have letters that a string literal in double quotes escapes nowhere, and that end no script of a page', () => {
    for (const { text } of [forward, backward]) {
      expect(text).toMatch(/^[#-[\]-~]+$/)
      expect(text).not.toMatch(/<\/script|<!--/)
    }
  })

  it('forward and backward stay within 24 KB and 40 KB', () => {
    const sizes = (['wasm-fma', 'wasm-mul-add'] as const).map((name) => forwardOf(name).length)
    const ways = (['wasm-fma', 'wasm-mul-add'] as const).map((name) => backwardOf(name).length)
    expect(sizes[0] ?? Number.NaN).toBeLessThan(24 * 1024)
    expect([...sizes, ...ways].reduce((sum, size) => sum + size)).toBeLessThan(40 * 1024)
  })
})
