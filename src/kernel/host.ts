/**
 * What the kernel uses of its host, declared here because the published build knows ECMAScript alone: neither the DOM's types nor
 * Node's. Node, browsers and workers all have these.
 */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

export interface WasmHost {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Memory: new (size: { readonly initial: number }) => WasmMemory
  Instance: new (module: object, imports?: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

interface Host {
  readonly WebAssembly?: WasmHost
  readonly console?: { warn(text: string): void }
}

// `globalThis` has these members at run time; either may be missing (a locked-down page, an old engine).
export const host = globalThis as Host
