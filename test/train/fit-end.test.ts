/** How a run of `fit` ends, and what it leaves to those around it. */
import { describe, expect, test } from 'vitest'
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
  mul,
  sgd,
  sum,
  type Tensor,
  TrainingError,
  tensor,
} from '../../src/index.js'
import { one, rows, still, zero } from './fit-example.js'
import { bitsOf, data, loss, params } from './fixtures.js'

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
