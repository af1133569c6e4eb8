/** The engines that this runtime can run; each kernel test runs on each, and the first line of a run says which they are. */
import { wasmEngine } from '../../src/kernel/engine.js'
import type { WasmEngine } from '../../src/kernel/wasm-engine.js'

const isas = ['mul-add', 'fma'] as const

export const engines: readonly WasmEngine[] = isas.flatMap((isa) => wasmEngine(isa) ?? [])
export const absent: readonly string[] = isas.filter((isa) => wasmEngine(isa) === undefined)

/** Fills all of the arena but the packed weights with NaN: what a later call reads without having written it shows. */
export const poison = (engine: WasmEngine): void => {
  engine.arena.floats.fill(Number.NaN, engine.arena.top)
}
