/**
 * Which engine runs: chosen once, at first use, by what the host can do.
 *
 * The modules are compiled synchronously, so that nothing at import has an effect and `require` of this package works. Current
 * browsers compile modules up to 8 MB so on the main thread; Chromium before 115 stops at 4 KB there, and then this package runs in a worker,
 * or on the fold.
 */
import { fmaBytes, fmaProbe, mulAddBytes } from './bytes.js'
import type { Engine, Products, TrainingEngine } from './contract.js'
import { host } from './host.js'
import type { KernelExports } from './kernel-exports.js'
import { WasmEngine } from './wasm-engine.js'

/** The value of a hexadecimal digit by its character code: '0' is 48, 'a' is 97. */
const digit = (code: number): number => (code & 15) + 9 * (code >> 6)

const decode = (hex: string): Uint8Array => {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digit(hex.charCodeAt(2 * i)) + digit(hex.charCodeAt(2 * i + 1))
  return bytes
}

const takesFma = (): boolean => host.WebAssembly?.validate(decode(fmaProbe)) === true

const load = (name: Engine['name'], hex: string): WasmEngine | undefined => {
  const wasm = host.WebAssembly
  if (wasm === undefined) return undefined
  try {
    // The module is our own: it exports what KernelExports says.
    const exports = new wasm.Instance(new wasm.Module(decode(hex))).exports as unknown as KernelExports
    return new WasmEngine(name, exports)
  } catch {
    // No SIMD, or a page whose security policy forbids WebAssembly, or an old browser's main thread: the fold serves.
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

/** A new engine with a memory of its own, or undefined where the host cannot run the module asked for. */
export const loadEngine = (isa: 'fma' | 'mul-add'): WasmEngine | undefined => {
  if (isa === 'mul-add') return load('wasm-mul-add', mulAddBytes)
  return takesFma() ? load('wasm-fma', fmaBytes) : undefined
}

const engines = { fma: lazily(() => loadEngine('fma')), 'mul-add': lazily(() => loadEngine('mul-add')) } as const

/** The one engine on the module asked for, or undefined where the host cannot run it. */
export const wasmEngine = (isa: 'fma' | 'mul-add'): WasmEngine | undefined => engines[isa]()

/** The fastest engine here, or undefined where there is no SIMD: then the fold serves, and a warning says so, once. */
export const engine: () => (TrainingEngine & Products) | undefined = lazily(() => {
  const fastest = wasmEngine('fma') ?? wasmEngine('mul-add')
  if (fastest === undefined)
    host.console?.warn(`shapefold: no WebAssembly SIMD here, so networks run on the fold, some ten times slower`)
  return fastest
})

/**
 * What runs recurrent networks here: the kernel with fused multiply-add (`'wasm-fma'`: current browsers, Node 22 and later), the kernel
 * without it (`'wasm-mul-add'`: Node 20), or, where there is no WebAssembly SIMD, the definition itself (`'fold'`).
 *
 * @example
 * import * as assert from 'node:assert'
 * import { backend } from 'shapefold'
 *
 * assert.ok(['wasm-fma', 'wasm-mul-add', 'fold'].includes(backend()))
 */
export const backend = (): Engine['name'] | 'fold' => engine()?.name ?? 'fold'
