/** The machine's peak: how many operations a second wasm's 128-bit vectors reach when nothing but arithmetic happens. */
import { fma, type Isa, mulAdd } from '../src/kernel/assembly/isa.js'
import { peakFlopsARound, peakModule } from '../src/kernel/assembly/peak.js'
import { now } from './clock.js'
import { median } from './statistics.js'

export interface Peak {
  readonly name: Isa['name']
  /** Gigaflops over some milliseconds. */
  readonly sample: () => number
}

const peakOf = (isa: Isa): readonly Peak[] => {
  // The copy: WebAssembly's declarations want bytes in an ArrayBuffer of their own.
  const bytes = new Uint8Array(peakModule(isa))
  if (!WebAssembly.validate(bytes)) return []
  // The module is our own and exports these two.
  const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as {
    readonly memory: { readonly buffer: ArrayBuffer }
    peak(address: number, rounds: number): void
  }
  // With these factors no chain runs into denormals or infinities, which may be slow: from 0 on, x * h is 0, and h * 0.5 + 0.5 tends to 1.
  new Float32Array(exports.memory.buffer).fill(0.5, 0, 8)
  const rounds = 500_000
  const once = (): number => {
    const start = now()
    exports.peak(0, rounds)
    return (rounds * peakFlopsARound(isa)) / (now() - start) / 1e6
  }
  return [{ name: isa.name, sample: () => median(Array.from({ length: 5 }, once)) }]
}

/** The loops that this runtime takes. */
export const peaks = (): readonly Peak[] => [mulAdd, fma].flatMap(peakOf)
