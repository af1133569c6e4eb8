/**
 * Which engine runs: chosen once, at first use, by what the host can do.
 *
 * The modules are compiled synchronously, so that nothing at import has an effect and `require` of this package works. Browsers
 * compile modules of our size so on the main thread, too. Chromium up to 114 stopped at 4 KB there (later ones at 8 MB:
 * https://github.com/kajacx/wasm-bridge/issues/4 and https://github.com/napi-rs/napi-rs/issues/2513), and then this package runs in a worker, or
 * on the fold.
 */
import { fmaProbe, forward } from './bytes.js'
import type { Engine, KernelName, TrainingEngine } from './contract.js'
import { host } from './host.js'
import { compile } from './instance.js'
import type { KernelExports } from './kernel-exports.js'
import { decode } from './module-text.js'
import { WasmEngine } from './wasm-engine.js'
import type { Workshop } from './workshop.js'

const lazily = <Result>(make: () => Result): (() => Result) => {
  let made: readonly [Result] | undefined
  return () => {
    made ??= [make()]
    return made[0]
  }
}

/** A new engine with a memory of its own, or undefined where the host cannot run the module asked for. */
export const loadEngine = (isa: 'fma' | 'mul-add'): WasmEngine | undefined => {
  const wasm = host.WebAssembly
  if (wasm === undefined || (isa === 'fma' && !wasm.validate(decode(fmaProbe)))) return undefined
  const name: KernelName = `wasm-${isa}`
  try {
    const instance = compile<KernelExports>(wasm, name, [forward])
    return new WasmEngine(name, (initial) => instance({ memory: new wasm.Memory({ initial }) }))
  } catch {
    // No SIMD, or a page whose security policy forbids WebAssembly, or an old browser's main thread: the fold serves.
    return undefined
  }
}

const engines = { fma: lazily(() => loadEngine('fma')), 'mul-add': lazily(() => loadEngine('mul-add')) } as const

/** The one engine on the module asked for, or undefined where the host cannot run it. */
export const wasmEngine = (isa: 'fma' | 'mul-add'): WasmEngine | undefined => engines[isa]()

/** The fastest engine here, or undefined where there is no SIMD. */
export const kernel = (): WasmEngine | undefined => wasmEngine('fma') ?? wasmEngine('mul-add')

/** As `kernel`. Where there is none the fold serves, and a warning says so, once. */
export const engine: () => (TrainingEngine & Workshop) | undefined = lazily(() => {
  const fastest = kernel()
  if (fastest === undefined)
    host.console?.warn(`shapefold: no WebAssembly SIMD here, so all runs in plain JavaScript, some ten times slower`)
  return fastest
})

/**
 * What runs recurrent networks and multiplies matrices here: the kernel with fused multiply-add (`'wasm-fma'`: current browsers, Node 22 and later, Node 20 with `--experimental-wasm-relaxed-simd`), the kernel
 * without it (`'wasm-mul-add'`: Node 20), or, where there is no WebAssembly SIMD, the definition itself (`'fold'`).
 *
 * @example
 * import * as assert from 'node:assert'
 * import { backend } from 'shapefold'
 *
 * assert.ok(['wasm-fma', 'wasm-mul-add', 'fold'].includes(backend()))
 */
export const backend = (): Engine['name'] | 'fold' => engine()?.name ?? 'fold'
