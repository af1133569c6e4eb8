/** From a module's text to what it exports. */
import { plus, times } from './bytes.js'
import type { KernelName } from './contract.js'
import type { WasmHost } from './host.js'
import { decode, type Pieces } from './module-text.js'

/** The bytes of the module for an engine's instruction set. */
export const bytesOf = (pieces: Pieces, name: KernelName): Uint8Array => {
  const set = name === 'wasm-fma' ? 0 : 1
  const text = pieces.map((piece) => (typeof piece === 'string' ? piece : piece[set])).join('')
  return decode(text.replaceAll(' ', times[set]).replaceAll('!', plus[set]))
}

/** An instance of the module. It exports what `Exports` says, since it is our own. */
export const instantiate = <Exports>(wasm: WasmHost, name: KernelName, pieces: Pieces, imports: object): Exports =>
  new wasm.Instance(new wasm.Module(bytesOf(pieces, name)), imports).exports as Exports
