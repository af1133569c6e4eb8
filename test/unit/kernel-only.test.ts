/** The entry `shapefold/kernel-only`: the same networks, and no fold behind them. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as shapefold from '../../src/index.js'
import { batch, feature, manualSeed, ones, seq } from '../../src/index.js'
import { kernel } from '../../src/kernel/engine.js'
import { host } from '../../src/kernel/host.js'
import * as kernelOnly from '../../src/kernel-only.js'
import { kernelEngine } from '../../src/layer/recurrent-engine.js'

test('has the networks and cells of shapefold, and nothing else', () => {
  const names = ['rnn', 'lstm', 'gru'].flatMap((name) => [name, `${name}Cell`])
  expect(Object.keys(kernelOnly).sort()).toEqual(names.sort())
})

const options = { inputSize: 3, hiddenSize: 4, numLayers: 2, bidirectional: true } as const

describe.each([
  { name: 'rnn', net: shapefold.rnn(options), own: kernelOnly.rnn(options) },
  { name: 'lstm', net: shapefold.lstm(options), own: kernelOnly.lstm(options) },
  { name: 'gru', net: shapefold.gru(options), own: kernelOnly.gru(options) },
])('$name', ({ net, own }) => {
  test('gives the same numbers', () => {
    const [params] = own.init(manualSeed(1))
    expect(params).toEqual(net.init(manualSeed(1))[0])
    const x = ones([seq(5), batch(2), feature(3)])
    // The cast: of three kinds of networks TypeScript finds no common call.
    const run = (one: object) => (one as { apply(params: unknown): (x: unknown) => unknown }).apply(params)(x)
    expect(run(own)).toEqual(run(net))
  })
})

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  test('a network throws where it is bound, and one of shapefold does not', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const fresh = await import('../../src/kernel-only.js')
    const all = await import('../../src/index.js')
    const net = fresh.rnn({ inputSize: 3, hiddenSize: 4 })
    const [params] = net.init(all.manualSeed(1))
    expect(() => net.apply(params)).toThrow(
      /^there is no WebAssembly SIMD here, and 'shapefold\/kernel-only' runs on nothing else/,
    )
    expect(warn).not.toHaveBeenCalled()
    all.rnn({ inputSize: 3, hiddenSize: 4 }).apply(params)
    expect(warn).toHaveBeenCalledOnce()
  })

  test('else the kernel runs', () => {
    expect(host.WebAssembly).toBeDefined()
    expect(kernelEngine()).toBe(kernel())
  })
})
