import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { valueAndGrad } from '../../src/grad/value-and-grad.js'
import {
  type AnyTensor,
  adam,
  add,
  axis,
  batch,
  div,
  type Feature,
  feature,
  fit,
  log,
  manualSeed,
  mse,
  mul,
  type Packed,
  packed,
  randperm,
  type Shape,
  seq,
  sgd,
  sum,
  type Tensor,
  TrainingError,
  type TrainStep,
  tensor,
  unpack,
  zeros,
} from '../../src/index.js'
import { clipGradNorm } from '../../src/train/clip-grad-norm.js'
import { bitsOf, data, loss, params } from './fixtures.js'

const collect = async <P>(steps: AsyncIterable<TrainStep<P>>): Promise<readonly TrainStep<P>[]> => {
  const all: TrainStep<P>[] = []
  for await (const step of steps) all.push(step)
  return all
}

/** Seven rows that say who they are: by row in `first`, in the middle of three axes in `second`. */
const rows = {
  first: tensor(
    [batch(7), feature(2)],
    Float32Array.from({ length: 14 }, (_, i) => i),
  ),
  second: tensor(
    [seq(2), batch(7), feature(3)],
    Float32Array.from({ length: 42 }, (_, i) => i),
  ),
  ids: tensor(
    [batch(7)],
    Int32Array.from({ length: 7 }, (_, i) => i),
  ),
}

const one = { x: zeros([feature(1)]) }
const still = sgd({ lr: 0 })
const zero = (p: typeof one): Tensor<[]> => sum(p.x)

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

describe('what is not finite ends training', () => {
  const ones = { x: tensor([batch(4)], [1, 1, 0, 1]) }

  test('a loss, with the step and sound parameters', async () => {
    const nan = (p: typeof one, { x }: { readonly x: AnyTensor }): Tensor<[]> =>
      add(sum(p.x), sum(log(mul(x as Tensor<[ReturnType<typeof batch<'B', number>>]>, -1))))
    const run = fit({ params: one, data: ones, loss: nan, optimizer: adam(), batchSize: 1, shuffle: false, epochs: 2 })
    const error = await run.last().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TrainingError)
    expect(error).toMatchObject({ name: 'TrainingError', step: 1, loss: Number.NaN, state: { step: 0, params: one } })
    expect(String(error)).toBe(
      'TrainingError: the loss is NaN at step 1 (epoch 1): try a lower learning rate or clipNorm, and look for numbers in the data that are not finite',
    )
  })

  test('an infinite loss, at its step', async () => {
    const big = (p: typeof one, { x }: { readonly x: Tensor<[ReturnType<typeof batch<'B', number>>]> }): Tensor<[]> =>
      add(sum(p.x), sum(div(1, x)))
    const run = fit({ params: one, data: ones, loss: big, optimizer: adam(), batchSize: 1, shuffle: false, epochs: 2 })
    const seen: number[] = []
    const all = (async () => {
      for await (const { step } of run) seen.push(step)
    })()
    await expect(all).rejects.toThrow('the loss is Infinity at step 3 (epoch 1)')
    expect(seen).toEqual([1, 2])
  })

  test('a gradient, with the parameter that has it', async () => {
    const given = { deep: { fine: tensor([feature(1)], [1]), bad: tensor([feature(1)], [0]) } }
    // The loss is 0 where the gradient of sqrt is infinite.
    const root = (p: { readonly deep: { readonly fine: Tensor<[Feature<1>]>; readonly bad: Tensor<[Feature<1>]> } }) =>
      sum(add(p.deep.fine, mul(log(add(mul(p.deep.bad, 1e38), 1)), 1e38)))
    const run = fit({ params: given, data: ones, loss: root, optimizer: sgd({ lr: 1 }), steps: 2 })
    await expect(run.last()).rejects.toThrow(/^the gradient of params.deep.bad is not finite at step 1 \(epoch 1\)/)
  })
})

describe('a run can be left', () => {
  const endless = {
    params: one,
    data: rows,
    loss: zero,
    optimizer: still,
    batchSize: 2,
    steps: Number.POSITIVE_INFINITY,
  }

  test('by its signal, with its reason', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const run = (async () => {
      for await (const { step } of fit({ ...endless, signal: controller.signal })) {
        seen.push(step)
        if (step === 5) controller.abort()
      }
    })()
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
    expect(seen).toEqual([1, 2, 3, 4, 5])
    await expect(fit({ ...endless, signal: AbortSignal.abort('enough') }).last()).rejects.toBe('enough')
  })

  test('by a timer, since the loop lets the host work', async () => {
    await expect(fit({ ...endless, signal: AbortSignal.timeout(60) }).last()).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  test('while it waits for a stream that never goes on', async () => {
    const controller = new AbortController()
    const hanging = async function* () {
      yield 1
      await new Promise(() => {})
    }
    const run = fit({
      params: one,
      data: hanging,
      loss: zero,
      optimizer: still,
      epochs: 1,
      signal: controller.signal,
    }).last()
    setTimeout(() => controller.abort(), 20)
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('by break, which ends the stream that it reads', async () => {
    let ended = 0
    const stream = async function* () {
      try {
        for (;;) yield 1
      } finally {
        ended++
      }
    }
    const options = { params: one, data: stream, loss: zero, optimizer: still, epochs: 1 }
    for await (const { step } of fit(options)) if (step === 3) break
    expect(ended).toBe(1)
    for await (const { step } of fit({ ...options, signal: new AbortController().signal })) if (step === 3) break
    expect(ended).toBe(2)
  })

  test('and leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const counted = {
      get aborted() {
        return signal.aborted
      },
      get reason() {
        return signal.reason
      },
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    }
    const stream = async function* () {
      yield* [1, 2, 3]
    }
    await fit({ params: one, data: stream, loss: zero, optimizer: still, epochs: 2, signal: counted }).last()
    expect(listeners).toBe(0)
  })
})

test('timers run between steps, about every 12 milliseconds', async () => {
  const busy = (p: typeof one): Tensor<[]> => {
    const until = performance.now() + 2
    while (performance.now() < until);
    return zero(p)
  }
  const gaps: number[] = []
  let last = performance.now()
  const timer = setInterval(() => {
    gaps.push(performance.now() - last)
    last = performance.now()
  }, 1)
  await fit({ params: one, data: rows, loss: busy, optimizer: still, steps: 150 }).last()
  clearInterval(timer)
  // 150 steps of 2 ms are 25 slices of 12 ms. On a busy machine some come late, so only their number is held to.
  expect(gaps.length).toBeGreaterThan(12)
})

test('a failing loss ends the run with its own error', async () => {
  const failing = (): Tensor<[]> => {
    throw new Error('mine')
  }
  await expect(fit({ params: one, data: rows, loss: failing, optimizer: still, steps: 2 }).last()).rejects.toThrow(
    'mine',
  )
})

test('nothing that is given changes, and steps are frozen', async () => {
  const before = JSON.stringify([params, data])
  const step = await fit({ params, data, loss: loss as never, optimizer: adam(), batchSize: 3, epochs: 1 }).last()
  expect(JSON.stringify([params, data])).toBe(before)
  expect(Object.isFrozen(step) && Object.isFrozen(step.state)).toBe(true)
  expect(bitsOf(step.state)).not.toEqual(bitsOf({ ...step.state, params }))
})

test('axes of other roles are kept', async () => {
  const table = tensor(
    [axis('vocab', 2), batch(3)],
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  )
  const seen: unknown[] = []
  const keep = (
    p: typeof one,
    rows: Tensor<[ReturnType<typeof axis<'vocab', 2>>, ReturnType<typeof batch<'B', number>>]>,
  ) => {
    seen.push(rows.toArray())
    return zero(p)
  }
  await fit({ params: one, data: table, loss: keep, optimizer: still, batchSize: 2, shuffle: false, epochs: 1 }).last()
  expect(seen).toEqual([
    [
      [1, 2],
      [4, 5],
    ],
    [[3], [6]],
  ])
})
