/** From a module's code to what it exports. */
import type { KernelName } from './contract.js'
import type { WasmHost } from './host.js'
import { bytesOf } from './squeezed-code.js'
import type { SqueezedCode } from './squeezed-places.js'

/**
 * Compiles the module whose code is the last one (see `bytesOf`); makes instances of it, which export what `Exports` says, since it is our own. All that they
 * import comes from one place.
 */
export const compile = <Exports>(
  wasm: WasmHost,
  name: KernelName,
  codes: readonly SqueezedCode[],
): ((imported: object) => Exports) => {
  const module = new wasm.Module(bytesOf(wasm, name, codes))
  return (imported) => new wasm.Instance(module, { 0: imported }).exports as Exports
}
