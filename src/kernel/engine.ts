/**
 * Which engine runs: chosen once, at first use, by what the host can do.
 *
 * The modules are compiled synchronously, so that nothing at import has an effect and `require` of this package works. Current
 * browsers compile modules up to 8 MB so on the main thread; Chromium before 115 stops at 4 KB there, and then this package runs in a worker,
 * or on the fold.
 */
import { fmaBytes, fmaProbe, mulAddBytes } from './bytes.js'
import type { Engine } from './contract.js'
import { host } from './host.js'
import { type KernelExports, WasmEngine } from './wasm-engine.js'

const decode = (base64: string): Uint8Array | undefined => {
  const characters = host.atob?.(base64)
  if (characters === undefined) return undefined
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i)
  return bytes
}

const takesFma = (): boolean => {
  const probe = decode(fmaProbe)
  return probe !== undefined && host.WebAssembly?.validate(probe) === true
}

const load = (name: Engine['name'], base64: string): WasmEngine | undefined => {
  const wasm = host.WebAssembly
  const bytes = decode(base64)
  if (wasm === undefined || bytes === undefined) return undefined
  try {
    // The module is our own: it exports what KernelExports says.
    const exports = new wasm.Instance(new wasm.Module(bytes)).exports as unknown as KernelExports
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
export const engine: () => Engine | undefined = lazily(() => {
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
