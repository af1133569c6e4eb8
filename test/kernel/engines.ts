/** The engines that this runtime can run; each kernel test runs on each, and the first line of a run says which they are. */
import { firstPages } from '../../src/kernel/arena.js'
import { forward } from '../../src/kernel/bytes.js'
import type { KernelName } from '../../src/kernel/contract.js'
import { wasmEngine } from '../../src/kernel/engine.js'
import { host } from '../../src/kernel/host.js'
import { compile } from '../../src/kernel/instance.js'
import type { KernelExports } from '../../src/kernel/kernel-exports.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'

const isas = ['mul-add', 'fma'] as const

export const engines: readonly WasmEngine[] = isas.flatMap((isa) => wasmEngine(isa) ?? [])
export const absent: readonly string[] = isas.filter((isa) => wasmEngine(isa) === undefined)

/**
 * An engine of its own whose memory shows to the page what it needed: the first one is small, and no later one twice as large as the last, which the arena asks for to have some
 * to spare, unless it insists. It gets no more than `most` pages; its exports as `changed` makes them.
 */
export const smallEngine = (
  name: KernelName,
  most: () => number = () => 65_536,
  changed: (exports: KernelExports) => KernelExports = (exports) => exports,
): WasmEngine => {
  const wasm = host.WebAssembly
  if (wasm === undefined) throw new Error('an engine ran a moment ago')
  const instance = compile<KernelExports>(wasm, name, [forward])
  let last = 0
  let refused = 0
  return new WasmEngine(name, (pages) => {
    const isGenerous = pages === 2 * last && pages !== refused
    if (last > 0 && (isGenerous || pages > most())) {
      refused = pages
      throw new RangeError('out of pages')
    }
    last = pages === firstPages ? 4 : pages
    return changed(instance({ memory: new wasm.Memory({ initial: last }) }))
  })
}

/** Bytes of an engine's memory. */
export const bytesOf = ({ arena }: WasmEngine): number => arena.floats.byteLength

/** Fills all of the arena but the packed weights with NaN: what a later call reads without having written it shows. */
export const poison = (engine: WasmEngine): void => {
  engine.arena.floats.fill(Number.NaN, engine.arena.top)
}
