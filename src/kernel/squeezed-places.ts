import type { WasmMemory } from './host.js'

/** Code of both instruction sets. */
export interface SqueezedCode {
  readonly text: string
  /** Its bytes before those of one set are picked. */
  readonly size: number
}

/**
 * Where things lie in the memory of the module that unpacks (assembly/unsqueeze.ts). A text has 24 KB, its code with all before it 48, and the
 * result 48.
 */
export const places = { state: 0, next: 4, slots: 8, letters: 2 ** 13, code: 2 ** 15, result: 5 * 2 ** 14 } as const
export const pages = 2

/** What that module exports. */
export interface Unsqueezer {
  readonly memory: WasmMemory
  readonly unsqueeze: (to: number, end: number) => void
  readonly resolve: (from: number, end: number, to: number, skipped: number) => number
}
