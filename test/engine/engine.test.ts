/** Each test run is on the engine that it says it is on. */
import { expect, inject, test, vi } from 'vitest'
import { backend, batch, feature, manualSeed, rnn, seq, zeros } from '../../src/index.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'

declare module 'vitest' {
  interface ProvidedContext {
    readonly engine: 'fastest' | 'fold' | 'wasm-mul-add'
  }
}

test('networks run on the engine of this test run', () => {
  const forward = vi.spyOn(WasmEngine.prototype, 'forward')
  const net = rnn({ inputSize: 2, hiddenSize: 3 })
  const [params] = net.init(manualSeed(0))
  net.apply(params)(zeros([seq(2), batch(1), feature(2)]))
  const wanted = inject('engine')
  expect(backend()).toSatisfy((name) => (wanted === 'fastest' ? name !== 'fold' : name === wanted))
  expect(forward.mock.contexts.map((engine) => (engine as WasmEngine).name)).toEqual(
    wanted === 'fold' ? [] : [backend()],
  )
})
