/** Set-up of the test run on the module for hosts without relaxed SIMD, also where the host has it. */
import { vi } from 'vitest'

vi.mock('../../src/kernel/engine.js', async (original) => {
  const actual = await original<typeof import('../../src/kernel/engine.js')>()
  return { ...actual, engine: () => actual.wasmEngine('mul-add'), backend: () => 'wasm-mul-add' }
})
