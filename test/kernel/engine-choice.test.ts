/** Which engine runs, and what is said where none can. */
import { describe, expect, it } from 'vitest'
import { backend, engine as fastest, wasmEngine } from '../../src/kernel/engine.js'

describe('the choice of an engine', () => {
  it('takes the fastest that runs here, once', () => {
    expect(fastest()).toBe(wasmEngine('fma') ?? wasmEngine('mul-add'))
    expect(fastest()).toBe(fastest())
    expect(backend()).toBe(fastest()?.name)
  })
})
