/**
 * Which engine runs: chosen once, at first use, by what the host can do.
 *
 * The modules are compiled synchronously, so that nothing at import has an effect and `require` of this package works. Current
 * browsers compile modules up to 8 MB so on the main thread; Chromium before 115 stops at 4 KB there, and then this package runs in a worker,
 * or on the fold.
 */
import { fmaBytes, mulAddBytes } from './bytes.js'
import type { Engine } from './contract.js'
import { host } from './host.js'
import { type KernelExports, WasmEngine } from './wasm-engine.js'

const load = (name: Engine['name'], base64: string): WasmEngine | undefined => {
  const wasm = host.WebAssembly
  if (wasm === undefined || host.atob === undefined) return undefined
  const bytes = Uint8Array.from(host.atob(base64), (character) => character.charCodeAt(0))
  if (!wasm.validate(bytes)) return undefined
  try {
    // The module is our own: it exports what KernelExports says.
    const exports = new wasm.Instance(new wasm.Module(bytes)).exports as unknown as KernelExports
    return new WasmEngine(name, exports)
  } catch {
    // A page whose security policy forbids WebAssembly, or an old browser's main thread: the fold serves.
    return undefined
  }
}

const lazily = <Result>(make: () => Result): (() => Result) => {
  let made: { readonly result: Result } | undefined
  return () => {
    made ??= { result: make() }
    return made.result
  }
}

const engines = {
  fma: lazily(() => load('wasm-fma', fmaBytes)),
  'mul-add': lazily(() => load('wasm-mul-add', mulAddBytes)),
} as const

/** The engine on the module asked for, or undefined where the host cannot run it. */
export const wasmEngine = (isa: 'fma' | 'mul-add'): WasmEngine | undefined => engines[isa]()

/** The fastest engine here, or undefined where there is no SIMD: then the fold serves. */
export const engine = (): Engine | undefined => wasmEngine('fma') ?? wasmEngine('mul-add')

/** What runs recurrent networks here: `'wasm-fma'`, `'wasm-mul-add'` or `'fold'`. */
export const backend = (): Engine['name'] | 'fold' => engine()?.name ?? 'fold'
