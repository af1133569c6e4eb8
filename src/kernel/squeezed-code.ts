/** The kernel's code, from the form that the package holds it in (assembly/squeezed.ts) to the bytes of a module. */
import { unsqueezer } from './bytes.js'
import type { KernelName } from './contract.js'
import type { WasmHost } from './host.js'
import { decode } from './module-text.js'
import { places, type SqueezedCode, type Unsqueezer } from './squeezed-places.js'

/** The bytes of the module whose code is the last one, which may copy from those before it. */
export const bytesOf = (wasm: WasmHost, name: KernelName, codes: readonly SqueezedCode[]): Uint8Array => {
  // The cast: our own module exports what it was made to export.
  const { memory, unsqueeze, resolve } = new wasm.Instance(new wasm.Module(decode(unsqueezer)))
    .exports as unknown as Unsqueezer
  const bytes = new Uint8Array(memory.buffer)
  let [start, end] = [places.code, places.code]
  for (const { text, size } of codes) {
    for (let i = 0; i < text.length; i++) bytes[places.letters + i] = text.charCodeAt(i)
    start = end
    end += size
    unsqueeze(start, end)
  }
  return bytes.subarray(places.result, resolve(start, end, places.result, name === 'wasm-fma' ? 2 : 1))
}
