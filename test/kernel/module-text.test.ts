/** The kernel's modules as text: nothing is lost, and no letter needs an escape anywhere. */
import { describe, expect, it } from 'vitest'
import { encodeModule } from '../../src/kernel/assembly/encoding.js'
import { fma, mulAdd } from '../../src/kernel/assembly/isa.js'
import { backwardModule, forwardModule, probeModule } from '../../src/kernel/assembly/module.js'
import { backward, fmaProbe, forward } from '../../src/kernel/bytes.js'
import { bytesOf } from '../../src/kernel/instance.js'
import { decode, encode } from '../../src/kernel/module-text.js'

const everyByte = Array.from({ length: 256 }, (_, byte) => byte)

describe('the text of a module', () => {
  it('is read as it was written, every byte before and behind every other', () => {
    const pairs = everyByte.flatMap((first) => everyByte.flatMap((second) => [first, second]))
    expect(decode(encode(pairs))).toEqual(Uint8Array.from(pairs))
  })

  it('has letters that no string literal and no page escapes, and not those of the instruction sets', () => {
    expect(encode(everyByte)).toMatch(/^[#-~]+$/)
    expect(encode(everyByte)).not.toMatch(/['`\\<]/)
  })

  it.each([
    ['wasm-fma', fma],
    ['wasm-mul-add', mulAdd],
  ] as const)('%s: what the package holds is what its source emits', (name, isa) => {
    expect(bytesOf(forward, name)).toEqual(encodeModule(isa, forwardModule(isa)))
    expect(bytesOf(backward, name)).toEqual(encodeModule(isa, backwardModule(isa)))
  })

  it('the probe asks for relaxed SIMD', () => {
    expect(decode(fmaProbe)).toEqual(encodeModule(fma, probeModule()))
  })

  it('forward and backward stay within 24 KB and 40 KB', () => {
    const sizes = (['wasm-fma', 'wasm-mul-add'] as const).map((name) => bytesOf(forward, name).length)
    const ways = (['wasm-fma', 'wasm-mul-add'] as const).map((name) => bytesOf(backward, name).length)
    expect(sizes[0] ?? Number.NaN).toBeLessThan(24 * 1024)
    expect([...sizes, ...ways].reduce((sum, size) => sum + size)).toBeLessThan(40 * 1024)
  })
})
