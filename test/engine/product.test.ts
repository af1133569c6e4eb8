/** Products of matrices run on the engine of this test run: on the kernel from 512 multiplications on, and nowhere else where there is none. */
import { afterEach, describe, expect, inject, test, vi } from 'vitest'
import {
  axis,
  backend,
  batch,
  feature,
  linear,
  manualSeed,
  matmul,
  mul,
  randn,
  seq,
  sum,
  valueAndGrad,
} from '../../src/index.js'
import { KernelProducts } from '../../src/kernel/kernel-products.js'
import { PackedMatrix } from '../../src/kernel/product.js'
import { definition } from '../../src/op/matrix.js'

const names = ['productOfRows', 'productByColumns', 'productOverRows', 'sumOfRows'] as const
type Name = (typeof names)[number]

afterEach(() => {
  vi.restoreAllMocks()
})

/** What a run gives, and the products that the kernel computed for it. */
const watched = <Result>(run: () => Result): readonly [Result, readonly string[]] => {
  const spies = names.map((name) => vi.spyOn(KernelProducts.prototype, name))
  const result = run()
  const calls = spies.flatMap(({ mock }, i) =>
    mock.invocationCallOrder.map((order, call) => ({ order, name: names[i], engine: mock.contexts[call] })),
  )
  for (const { engine } of calls) expect((engine as KernelProducts).engine.name).toBe(backend())
  return [result, calls.sort((a, b) => a.order - b.order).map(({ name }) => name ?? '')]
}

const onKernel = (...wanted: readonly Name[]): readonly Name[] => (inject('engine') === 'fold' ? [] : wanted)

const expectClose = (got: ArrayLike<number>, want: Float32Array): void => {
  const largest = want.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  expect(got.length).toBe(want.length)
  want.forEach((x, i) => {
    expect(Math.abs((got[i] ?? Number.NaN) - x)).toBeLessThanOrEqual(1e-6 * largest)
  })
}

const floats = (numbers: ArrayLike<number>): Float32Array => Float32Array.from(numbers)

describe('linear', () => {
  const [x] = randn([seq(4), batch(16), feature(16)])(manualSeed(1))
  const [g] = randn([seq(4), batch(16), feature(8)])(manualSeed(2))
  const head = linear({ inFeatures: 16, outFeatures: 8 })
  const [params] = head.init(manualSeed(3))
  const [from, by, weight, bias] = [x, g, params.weight, params.bias].map(({ data }) => floats(data))

  test('of 512 multiplications', () => {
    const [few] = randn([batch(4), feature(16)])(manualSeed(4))
    const [y, calls] = watched(() => head.apply(params)(few))
    expect(calls).toEqual(onKernel('productByColumns'))
    expectClose(y.data, definition.productByColumns(floats(few.data), weight, 4, 16, 8, bias))
  })

  test('of 510', () => {
    const small = linear({ inFeatures: 17, outFeatures: 10, bias: false })
    const [own] = small.init(manualSeed(5))
    const [few] = randn([batch(3), feature(17)])(manualSeed(6))
    const [y, calls] = watched(() => small.apply(own)(few))
    expect(calls).toEqual([])
    expect([...y.data]).toEqual([...definition.productByColumns(floats(few.data), floats(own.weight.data), 3, 17, 10)])
  })

  test('of frame after frame: the weight is packed for the first, and for all others, however often it is bound', () => {
    const pack = vi.spyOn(PackedMatrix.prototype, 'packTo')
    const [own] = head.init(manualSeed(7))
    const [few] = randn([batch(4), feature(16)])(manualSeed(4))
    const wanted = head.apply(own)(few).toArray()
    for (let frame = 1; frame < 50; frame++) expect(head.apply(own)(few).toArray()).toEqual(wanted)
    expect(pack.mock.calls.length).toBe(inject('engine') === 'fold' ? 0 : 2)
  })

  test('of a sequence, and its gradients', () => {
    const loss = (p: { readonly x: typeof x; readonly head: typeof params }) => sum(mul(head.apply(p.head)(p.x), g))
    const [[, gradients], calls] = watched(() => valueAndGrad(loss)({ x, head: params }))
    expect(calls).toEqual(onKernel('productByColumns', 'productOfRows', 'productOverRows', 'sumOfRows'))
    expectClose(gradients.x.data, definition.productOfRows(by, weight, 64, 8, 16))
    expectClose(gradients.head.weight.data, definition.productOverRows(by, from, 64, 8, 16))
    expectClose(gradients.head.bias.data, definition.sumOfRows(by, 64, 8))
  })
})

describe('matmul', () => {
  const [a] = randn([batch(3), seq(8), feature(16)])(manualSeed(1))
  const [b] = randn([batch(3), feature(16), axis('class', 4)])(manualSeed(2))
  const [g] = randn([batch(3), seq(8), axis('class', 4)])(manualSeed(3))

  test('by one matrix, and its gradients', () => {
    const [table] = randn([feature(16), axis('class', 4)])(manualSeed(4))
    const loss = (p: { readonly a: typeof a; readonly table: typeof table }) => sum(mul(matmul(p.a, p.table), g))
    const [[, gradients], calls] = watched(() => valueAndGrad(loss)({ a, table }))
    expect(calls).toEqual(onKernel('productOfRows', 'productByColumns', 'productOverRows'))
    expectClose(gradients.a.data, definition.productByColumns(floats(g.data), floats(table.data), 24, 4, 16))
    expectClose(gradients.table.data, definition.productOverRows(floats(a.data), floats(g.data), 24, 16, 4))
    expectClose(matmul(a, table).data, definition.productOfRows(floats(a.data), floats(table.data), 24, 16, 4))
  })

  test('by as many matrices, each of 512 multiplications, and its gradients', () => {
    const three = <const T>(name: T): readonly T[] => [name, name, name]
    const loss = (p: { readonly a: typeof a; readonly b: typeof b }) => sum(mul(matmul(p.a, p.b), g))
    const [[, gradients], calls] = watched(() => valueAndGrad(loss)({ a, b }))
    expect(calls).toEqual(
      onKernel(...three('productOfRows'), ...three('productByColumns'), ...three('productOverRows')),
    )
    const part = (t: { readonly data: ArrayLike<number> }, i: number): Float32Array => {
      const length = t.data.length / 3
      return floats(t.data).slice(i * length, (i + 1) * length)
    }
    for (const i of [0, 1, 2]) {
      expectClose(part(gradients.a, i), definition.productByColumns(part(g, i), part(b, i), 8, 4, 16))
      expectClose(part(gradients.b, i), definition.productOverRows(part(a, i), part(g, i), 8, 16, 4))
    }
  })

  test('of few numbers', () => {
    const [x] = randn([batch(7), feature(8)])(manualSeed(1))
    const [table] = randn([feature(8), axis('class', 9)])(manualSeed(2))
    const [y, calls] = watched(() => matmul(x, table))
    expect(calls).toEqual([])
    expect([...y.data]).toEqual([...definition.productOfRows(floats(x.data), floats(table.data), 7, 8, 9)])
  })
})
