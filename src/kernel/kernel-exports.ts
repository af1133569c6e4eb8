import type { WasmMemory } from './host.js'

type WasmFunction = (...args: number[]) => void

/** What the module of the forward pass exports; src/kernel/assembly/module.ts is the other side. */
export interface KernelExports {
  readonly memory: WasmMemory
  readonly f32_pack_panels: WasmFunction
  readonly f32_pack_rows: WasmFunction
  readonly f32_gemm_blocked: WasmFunction
  readonly f32_steps: WasmFunction
}

/** What that of the backward pass exports. */
export interface BackwardExports {
  readonly f32_gradient_gemm: WasmFunction
  readonly f32_add_column_sums: WasmFunction
  readonly f32_steps_back: WasmFunction
  readonly f64_squared_distance: (...args: number[]) => number
  readonly f32_scaled_difference: WasmFunction
}
