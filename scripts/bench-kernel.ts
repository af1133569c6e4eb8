/**
 * How fast the kernel's engines are here: arrays in, arrays out, each case beside the machine's peak, measured in the same run.
 *
 *     tsx scripts/bench-kernel.ts [case,case...] [seconds a case] [kind,kind...] [pass,pass...]
 *
 * A pass is `forward`, which is measured unless said otherwise; `record`, which keeps; `backward`, to the gradients of all weights; or `step`: weights
 * that are packed, record and backward, as each step of training does.
 *
 * Each sample of a case is followed by one of the peak loop. On a machine that others use as well the least time says what
 * the kernel does, the median what it had to share.
 */

import { wayBack } from '../src/grad/value-and-grad.js'
import { fma, type Isa, mulAdd } from '../src/kernel/assembly/isa.js'
import { peakFlopsARound, peakModule } from '../src/kernel/assembly/peak.js'
import { cells } from '../src/kernel/cells.js'
import type { CellKind, RecurrentSpec } from '../src/kernel/contract.js'
import { wasmEngine } from '../src/kernel/engine.js'
import { host, type WasmMemory } from '../src/kernel/host.js'

interface Case {
  readonly time: number
  readonly batch: number
  readonly input: number
  readonly hidden: number
  readonly layers?: number
  readonly directions?: 1 | 2
}
const cases: Record<string, Case> = {
  tiny: { time: 4, batch: 2, input: 5, hidden: 3 },
  small: { time: 32, batch: 1, input: 16, hidden: 32 },
  stream: { time: 1, batch: 1, input: 64, hidden: 128 },
  medium: { time: 64, batch: 16, input: 64, hidden: 128 },
  deep: { time: 64, batch: 8, input: 64, hidden: 128, layers: 2, directions: 2 },
  tall: { time: 128, batch: 1, input: 256, hidden: 512 },
  matvec: { time: 64, batch: 1, input: 512, hidden: 1024 },
  large: { time: 64, batch: 32, input: 256, hidden: 512 },
}

const random = (length: number, scale: number): Float32Array =>
  Float32Array.from({ length }, () => (2 * Math.random() - 1) * scale)

const peakOf = (isa: Isa): (() => number) => {
  if (host.WebAssembly === undefined) throw new Error('this runtime has no WebAssembly')
  // The module is our own and exports these two.
  const exports = new host.WebAssembly.Instance(new host.WebAssembly.Module(peakModule(isa)), {})
    .exports as unknown as {
    readonly memory: WasmMemory
    peak(address: number, rounds: number): void
  }
  new Float32Array(exports.memory.buffer).fill(0.5, 0, 64)
  // A tenth of a millisecond: shorter ones measure what the case has left in the caches.
  const rounds = 50_000
  return () => {
    const start = performance.now()
    exports.peak(0, rounds)
    return (rounds * peakFlopsARound(isa)) / (performance.now() - start) / 1e6
  }
}

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((x, y) => x - y)[Math.round(part * (values.length - 1))] ?? Number.NaN

const names = process.argv[2]?.split(',') ?? Object.keys(cases)
const seconds = Number(process.argv[3] ?? 2)
// A name that is no kind has no facts, and the first look at them fails.
const kinds = (process.argv[4]?.split(',') ?? ['tanh', 'lstm', 'gru']) as CellKind[]
const passNames = process.argv[5]?.split(',') ?? ['forward']

for (const isa of [mulAdd, fma]) {
  const engine = wasmEngine(isa.name)
  if (engine === undefined) {
    console.log(`${isa.name}: this runtime cannot run it`)
    continue
  }
  const peak = peakOf(isa)
  const rows = names.flatMap((name) =>
    kinds.flatMap((kind) => passNames.map((passName) => [name, kind, passName] as const)),
  )
  for (const [name, kind, passName] of rows) {
    const sizes = cases[name]
    if (sizes === undefined) throw new Error(`no case ${name}`)
    const { time, batch, input, hidden, layers = 1, directions = 1 } = sizes
    const { gates } = cells[kind]
    const scale = 1 / Math.sqrt(hidden)
    const weights = Array.from({ length: layers * directions }, (_, i) =>
      [hidden * (i < directions ? input : directions * hidden), hidden * hidden, hidden, hidden].map((n) =>
        random(gates * n, scale),
      ),
    ).flat()
    const spec: RecurrentSpec = {
      kind,
      inputSize: input,
      hiddenSize: hidden,
      projSize: 0,
      numLayers: layers,
      directions,
      bias: true,
    }
    const packed = engine.pack(spec, weights)
    const state = time === 1 ? random(layers * directions * batch * hidden, 1) : undefined
    const call = {
      input: random(time * batch * input, 1),
      time,
      batch,
      batchFirst: false,
      lengths: undefined,
      hidden: state,
      cell: kind === 'lstm' ? state : undefined,
      masks: undefined,
    }
    // What each gate of a row meets: x and h; on the way back h again, both for the weights, and x below the first layer.
    const there = input + hidden + (layers - 1) * (directions + 1) * hidden
    const back = there + layers * hidden + (layers - 1) * directions * hidden
    const gradients = {
      output: random(time * batch * directions * hidden, 1),
      hidden: undefined,
      cell: undefined,
    }
    const wanted = { input: false, state: false, weights: true }
    const recorded = engine.record(wayBack, packed, call).kept
    const passes: Readonly<Record<string, { readonly terms: number; readonly run: () => void }>> = {
      forward: { terms: there, run: () => engine.forward(packed, call) },
      record: { terms: there, run: () => engine.record(wayBack, packed, call) },
      backward: { terms: back, run: () => engine.backward(wayBack, packed, call, recorded, gradients, wanted) },
      step: {
        terms: there + back,
        run: () => {
          const own = engine.pack(spec, weights)
          engine.backward(wayBack, own, call, engine.record(wayBack, own, call).kept, gradients, wanted)
        },
      },
    }
    const pass = passes[passName]
    if (pass === undefined) throw new Error(`no pass ${passName}`)
    const flops = 2 * gates * time * batch * hidden * directions * pass.terms
    const repeats = Math.max(1, Math.round(1e6 / (flops / 20 + 300)))
    const times: number[] = []
    const peaks: number[] = [peak()]
    const shares: number[] = []
    for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
      const start = performance.now()
      for (let i = 0; i < repeats; i++) pass.run()
      const time = (1000 * (performance.now() - start)) / repeats
      const before = peaks.at(-1) ?? 0
      const after = peak()
      times.push(time)
      peaks.push(after)
      shares.push(flops / time / 10 / ((before + after) / 2))
    }
    const [least, median] = [quantile(times, 0), quantile(times, 0.5)]
    console.log(
      `${engine.name.padEnd(12)} ${name.padEnd(6)} ${kind.padEnd(4)} ${passName.padEnd(8)} least ${least.toFixed(3).padStart(10)} us, median ${median.toFixed(3).padStart(10)} us, ` +
        `${(flops / least / 1000).toFixed(1).padStart(5)} GF; of the peak beside it ${quantile(shares, 0.5).toFixed(0).padStart(3)}% ` +
        `(highest peak ${quantile(peaks, 1).toFixed(1)})`,
    )
  }
}
