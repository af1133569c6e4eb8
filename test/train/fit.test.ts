/** The batches and the steps of `fit`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { valueAndGrad } from '../../src/grad/value-and-grad.js'
import {
  type AnyTensor,
  adam,
  add,
  batch,
  feature,
  fit,
  manualSeed,
  mse,
  mul,
  type Packed,
  packed,
  randperm,
  type Shape,
  seq,
  type Tensor,
  type TrainStep,
  tensor,
  unpack,
  zeros,
} from '../../src/index.js'
import { clipGradNorm } from '../../src/train/clip-grad-norm.js'
import { collect, one, rows, still, zero } from './fit-example.js'
import { data, loss, params } from './fixtures.js'

describe('batches', () => {
  test.each([
    ['the last one short', { batchSize: 3 }, [3, 3, 1]],
    ['the last one left out', { batchSize: 3, dropLast: true }, [3, 3]],
    ['one row each', { batchSize: 1 }, [1, 1, 1, 1, 1, 1, 1]],
    ['all rows', { batchSize: 7 }, [7]],
    ['more than all rows', { batchSize: 100 }, [7]],
  ])('%s, in the order of randperm', async (_, options, sizes) => {
    const seen: { readonly first: AnyTensor; readonly second: AnyTensor; readonly ids: AnyTensor }[] = []
    const keep = (p: typeof one, got: (typeof seen)[number]): Tensor<[]> => {
      seen.push(got)
      return zero(p)
    }
    const steps = await collect(
      fit({ params: one, data: rows, loss: keep, optimizer: still, epochs: 2, rng: manualSeed(5), ...options }),
    )
    expect(seen.map(({ ids }) => ids.shape[0])).toEqual([...sizes, ...sizes])
    expect(steps.map(({ epoch }) => epoch)).toEqual([...sizes.map(() => 1), ...sizes.map(() => 2)])
    expect(new Set(steps.map(({ steps }) => steps))).toEqual(new Set([2 * sizes.length]))
    let rng = manualSeed(5)
    for (const pass of [seen.slice(0, sizes.length), seen.slice(sizes.length)]) {
      const [order, next] = randperm(7)(rng)
      rng = next
      const ids = pass.flatMap((got) => [...got.ids.data])
      expect(ids).toEqual([...order.data].slice(0, ids.length))
    }
    for (const { first, second, ids } of seen) {
      const size = ids.data.length
      expect(first.axes).toMatchObject([
        { role: 'batch', label: 'B', size },
        { role: 'feature', label: 2 },
      ])
      expect(second.axes).toMatchObject([{ role: 'seq' }, { role: 'batch', label: 'B', size }, { role: 'feature' }])
      expect([...first.data]).toEqual([...ids.data].flatMap((id) => [2 * id, 2 * id + 1]))
      expect([...second.data]).toEqual(
        [0, 1].flatMap((t) => [...ids.data].flatMap((id) => [0, 1, 2].map((k) => 21 * t + 3 * id + k))),
      )
    }
  })

  test('of packed sequences have the lengths of their rows', async () => {
    const lengths = [1, 3, 2, 3, 1, 2, 3]
    const steps = tensor(
      [batch(7), seq(3)],
      Int32Array.from({ length: 21 }, (_, i) => i),
    )
    const turned = tensor(
      [seq(3), batch(7), feature(1)],
      Float32Array.from({ length: 21 }, (_, i) => (i % 7) * 3 + Math.floor(i / 7)),
    )
    const data = { steps: packed(steps, lengths), turned: packed(turned, lengths), ids: rows.ids }
    const seen: { readonly steps: Packed<Shape, 'i32'>; readonly turned: Packed<Shape>; readonly ids: AnyTensor }[] = []
    const keep = (p: typeof one, got: (typeof seen)[number]): Tensor<[]> => {
      seen.push(got)
      return zero(p)
    }
    await collect(fit({ params: one, data, loss: keep, optimizer: still, epochs: 1, batchSize: 3 }))
    expect(seen.map(({ ids }) => ids.shape[0])).toEqual([3, 3, 1])
    for (const { steps, turned, ids } of seen) {
      expect(steps.lengths).toEqual([...ids.data].map((id) => lengths[id]))
      expect(turned.lengths).toEqual(steps.lengths)
      expect(steps.axes).toMatchObject([{ role: 'batch', label: 'B', size: ids.shape[0] }, { role: 'seq' }])
      const own = [...ids.data].map((id) =>
        Array.from({ length: 3 }, (_, t) => (t < (lengths[id] ?? 0) ? 3 * id + t : 0)),
      )
      expect(unpack(steps).toArray()).toEqual(own)
      expect(unpack(turned).toArray()).toEqual([0, 1, 2].map((t) => own.map((row) => [row[t]])))
    }
  })

  test('without a size are the data itself, and draw nothing', async () => {
    const seen: unknown[] = []
    const keep = (p: typeof one, got: unknown): Tensor<[]> => {
      seen.push(got)
      return zero(p)
    }
    const rng = manualSeed(2)
    const { state } = await fit({ params: one, data: rows, loss: keep, optimizer: still, steps: 3, rng }).last()
    expect(seen).toEqual([rows, rows, rows])
    expect(seen[0]).toBe(rows)
    expect(state.rng).toBe(rng)
  })

  test('in order are in order', async () => {
    const seen: number[] = []
    const keep = (p: typeof one, got: Tensor<[ReturnType<typeof batch<'B', number>>], 'i32'>): Tensor<[]> => {
      seen.push(...got.data)
      return zero(p)
    }
    await fit({
      params: one,
      data: rows.ids,
      loss: keep,
      optimizer: still,
      epochs: 1,
      batchSize: 2,
      shuffle: false,
    }).last()
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  test('of a list come in random order, each once in a pass', async () => {
    const seen: string[] = []
    const keep = (p: typeof one, name: string): Tensor<[]> => {
      seen.push(name)
      return zero(p)
    }
    const names = [...'abcdefgh']
    await fit({ params: one, data: names, loss: keep, optimizer: still, epochs: 2, rng: manualSeed(0) }).last()
    const [order] = randperm(8)(manualSeed(0))
    expect(seen.slice(0, 8)).toEqual([...order.data].map((i) => names[i]))
    expect(seen.slice(8).sort()).toEqual(names)
  })

  test('of a function are those of the pass', async () => {
    const seen: string[] = []
    const keep = (p: typeof one, name: string): Tensor<[]> => {
      seen.push(name)
      return zero(p)
    }
    const passes = (epoch: number): readonly string[] => [`${epoch}a`, `${epoch}b`]
    const steps = await collect(fit({ params: one, data: passes, loss: keep, optimizer: still, epochs: 2 }))
    expect(seen).toEqual(['0a', '0b', '1a', '1b'])
    expect(steps[0]?.steps).toBeUndefined()
  })

  test('a stream that can be read once ends with a reason at the second pass', async () => {
    const stream = (async function* () {
      yield 1
    })()
    const run = collect(fit({ params: one, data: stream, loss: zero, optimizer: still, epochs: 2 }))
    await expect(run).rejects.toThrow('data gave no batch in epoch 2')
  })
})

describe('a step', () => {
  test('is the loss, its gradient, the clip and the update', async () => {
    const optimizer = adam({ lr: 0.1 })
    const steps = await collect(fit({ params, data, loss: loss as never, optimizer, epochs: 4, clipNorm: 0.01 }))
    let [now, state] = [params, optimizer.init(params)]
    for (const { loss: got, gradNorm, params: after } of steps) {
      const [value, grads] = valueAndGrad((p: typeof params) => loss(p, data as never))(now)
      const [clipped, norm] = clipGradNorm(grads, 0.01)
      ;[now, state] = optimizer.update(now, clipped, state)
      expect([got, gradNorm]).toEqual([value.toArray(), norm])
      expect(gradNorm).toBeGreaterThan(0.01)
      expect(after).toEqual(now)
    }
    expect(steps).toHaveLength(4)
  })

  test('learns a line', async () => {
    const x = tensor(
      [batch(8), feature(1)],
      Float32Array.from({ length: 8 }, (_, i) => i / 8),
    )
    const y = tensor(
      [batch(8), feature(1)],
      x.data.map((v) => 3 * v - 1),
    )
    const { params: learnt, loss: final } = await fit({
      params: { a: zeros([feature(1)]), b: zeros([feature(1)]) },
      data: { x, y },
      loss: ({ a, b }, rows) => mse(add(mul(rows.x, a), b), rows.y),
      optimizer: adam({ lr: 0.1 }),
      batchSize: 3,
      epochs: 200,
    }).last()
    expect(final).toBeLessThan(1e-4)
    expect(learnt.a.toArray()[0]).toBeCloseTo(3, 1)
    expect(learnt.b.toArray()[0]).toBeCloseTo(-1, 1)
  })

  test('tells how many rows a second it learns from', async () => {
    const slow = (p: typeof one): Tensor<[]> => {
      const until = performance.now() + 5
      while (performance.now() < until);
      return zero(p)
    }
    for await (const { rate } of fit({
      params: one,
      data: rows,
      loss: slow,
      optimizer: still,
      batchSize: 7,
      epochs: 5,
    })) {
      expect(rate).toBeGreaterThan(7 / 0.1)
      expect(rate).toBeLessThanOrEqual(7 / 0.005)
      // The time between steps does not count.
      await sleep(30)
    }
  })

  test('is told to onProgress before the loop sees it', async () => {
    const told: TrainStep<typeof one>[] = []
    const onProgress = (step: TrainStep<typeof one>): void => void told.push(step)
    for await (const step of fit({ params: one, data: rows, loss: zero, optimizer: still, steps: 3, onProgress }))
      expect(told.at(-1)).toBe(step)
    expect(told.map(({ step }) => step)).toEqual([1, 2, 3])
  })

  test('may be the last by epochs or by steps, whichever is first', async () => {
    const run = (end: object) =>
      collect(fit({ params: one, data: rows, loss: zero, optimizer: still, batchSize: 2, epochs: 9, ...end }))
    expect(await run({ steps: 3 })).toHaveLength(3)
    expect(await run({ epochs: 2, steps: 100 })).toHaveLength(8)
    expect(await run({ epochs: 2, steps: Number.POSITIVE_INFINITY })).toHaveLength(8)
  })
})
