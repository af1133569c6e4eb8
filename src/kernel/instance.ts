/** From a module's code to what it exports. */
import type { KernelName } from './contract.js'
import type { WasmHost } from './host.js'
import { bytesOf } from './squeezed-code.js'
import type { SqueezedCode } from './squeezed-places.js'

/** An instance of the module whose code is the last one (see `bytesOf`). It exports what `Exports` says, since it is our own. */
export const instantiate = <Exports>(
  wasm: WasmHost,
  name: KernelName,
  codes: readonly SqueezedCode[],
  imports: object,
): Exports => new wasm.Instance(new wasm.Module(bytesOf(wasm, name, codes)), imports).exports as Exports
