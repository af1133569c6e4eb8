/** The mean squared error runs on the engine of this test run where a gradient is taken: on the kernel from 512 numbers on, and nowhere else where there is none. */
import { afterEach, expect, inject, test, vi } from 'vitest'
import { backend, batch, feature, manualSeed, mse, randn, tensor, valueAndGrad } from '../../src/index.js'
import { KernelProducts } from '../../src/kernel/kernel-products.js'
import { definition } from '../../src/op/matrix.js'

const names = ['squaredDistance', 'scaledDifference'] as const

afterEach(() => {
  vi.restoreAllMocks()
})

/** How often the kernel computed each of the two, and that it was the kernel of this run. */
const watched = (run: () => void): readonly number[] => {
  const spies = names.map((name) => vi.spyOn(KernelProducts.prototype, name))
  run()
  for (const { mock } of spies)
    for (const context of mock.contexts) expect((context as KernelProducts).engine.name).toBe(backend())
  return spies.map(({ mock }) => mock.calls.length)
}
const isKernel = inject('engine') !== 'fold'

const pair = (size: number) => {
  const axes = [batch(1), feature('N', size)] as const
  return [randn(axes)(manualSeed(1))[0], randn(axes)(manualSeed(2))[0]] as const
}

test.each([511, 512, 5000])('of %d numbers', (size) => {
  const [p, t] = pair(size)
  const [x, y] = [Float32Array.from(p.data), Float32Array.from(t.data)]
  for (const reduction of ['mean', 'sum'] as const) {
    const scale = reduction === 'mean' ? 2 / size : 2
    const wanted = new Float32Array(size)
    definition.scaledDifference(x, y, scale, wanted)
    const counts = watched(() => {
      const [value, gradients] = valueAndGrad((params: { readonly p: typeof p; readonly t: typeof t }) =>
        mse(params.p, params.t, { reduction }),
      )({ p, t })
      expect(value.toArray()).toBe(Math.fround((definition.squaredDistance(x, y) * scale) / 2))
      expect(gradients.p.data).toEqual(wanted)
      expect(gradients.t.data).toEqual(wanted.map((d) => -d))
    })
    expect(counts).toEqual(isKernel && size >= 512 ? [1, 2] : [0, 0])
    vi.restoreAllMocks()
  }
})

test('without a gradient, and of each number, there is nothing to win', () => {
  const [p, t] = pair(5000)
  const counts = watched(() => {
    mse(p, t)
    valueAndGrad((q: typeof p) => mse(mse(q, t, { reduction: 'none' }), t))(p)
  })
  // The outer one is a mean.
  expect(counts).toEqual(isKernel ? [1, 1] : [0, 0])
})

test('the loss is the same with a gradient and without one', () => {
  const [p, t] = pair(5000)
  const [value] = valueAndGrad((q: typeof p) => mse(q, t))(p)
  expect(value.toArray()).toBe(mse(p, t).toArray())
  expect(value.data).toEqual(tensor([], mse(p, t).toArray()).data)
})
