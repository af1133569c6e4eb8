/** Set-up of the test run in which the fold stands in for the kernel, as where there is no WebAssembly SIMD. */
import { vi } from 'vitest'

vi.mock('../../src/kernel/engine.js', async (original) => ({
  ...(await original<typeof import('../../src/kernel/engine.js')>()),
  engine: () => undefined,
  backend: () => 'fold',
}))
