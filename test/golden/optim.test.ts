/** Ten updates of every optimiser, the schedules and clipped gradients against PyTorch's; make_optim.py made the numbers. */

import { describe, expect, test } from 'vitest'
import { axis, feature } from '../../src/tensor/axis.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { tensor } from '../../src/tensor/tensor.js'
import { clipGradNorm, globalNorm } from '../../src/train/clip-grad-norm.js'
import { adam, adamW } from '../../src/train/optimizer/adam.js'
import { rmsprop } from '../../src/train/optimizer/rmsprop.js'
import { sgd } from '../../src/train/optimizer/sgd.js'
import { cosineDecay, cosineRestarts } from '../../src/train/schedule/cosine.js'
import {
  exponentialDecay,
  linearRamp,
  multiStepDecay,
  polynomialDecay,
  stepDecay,
} from '../../src/train/schedule/decay.js'
import { inTurn, warmup } from '../../src/train/schedule/in-turn.js'
import { oneCycle } from '../../src/train/schedule/one-cycle.js'
import type { Optimizer, Schedule } from '../../types/optimizer.js'
import { float32, readJson, ulpsApart } from './read.js'

type Texts = { readonly weight: string; readonly bias: string }

interface Golden {
  readonly scales: readonly number[]
  readonly runs: readonly {
    readonly optimizer: 'SGD' | 'Adam' | 'AdamW' | 'RMSprop'
    readonly options: Readonly<Record<string, unknown>>
    readonly schedule: 'half' | 'warm' | null
    readonly steps: readonly Texts[]
  }[]
  readonly schedules: readonly {
    readonly schedule: string
    readonly options: Readonly<Record<string, never>>
    readonly rates: readonly number[]
  }[]
  readonly clips: readonly {
    readonly normType: number | 'Infinity'
    readonly maxNorm: number
    readonly scale: number
    readonly norm: string
    readonly clipped: Texts
  }[]
}

const { scales, runs, schedules, clips } = readJson<Golden>('optim.json')

const uniform = (count: number, seed: number): Float32Array =>
  drawUniform(manualSeed(seed), count)[0].map((u) => u * 2 - 1)

const treeOf = (numbers: (count: number, index: number) => Float32Array) => ({
  weight: tensor([axis('out', 4), feature(9)], numbers(36, 0)),
  bias: tensor([feature(5)], numbers(5, 1)),
})

/** What make_optim.py's `gradient` gives. */
const gradients = (step: number) =>
  treeOf((count, index) =>
    uniform(count, 100 * (step + 1) + index).map((x, i) => (i % 7 === step % 7 ? 0 : x * (scales[step] ?? 0))),
  )

const factors = {
  half: (step: number) => 0.5 ** Math.floor(step / 3),
  warm: (step: number) => Math.min(1, (step + 1) / 4),
}

/** PyTorch's schedulers multiply the last rate, in double precision, up to 25 times; ours are computed afresh at each step. */
const RATE = 1e-14

/** PyTorch takes the power of a third rounded to float32, which moves the root of a sum of 2^60 by 7 units; ours is in double precision. */
const CUBIC_ULPS = 16

const make = { SGD: sgd, Adam: adam, AdamW: adamW, RMSprop: rmsprop }

const camelCase = (key: string): string => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const optimizerOf = ({ optimizer, options, schedule }: Golden['runs'][number]): Optimizer => {
  const camel = Object.fromEntries(Object.entries(options).map(([key, value]) => [camelCase(key), value]))
  const lr = camel.lr
  const rate: unknown =
    schedule === null || typeof lr !== 'number' ? lr : (step: number) => lr * factors[schedule](step)
  // The cast: the options are those of this optimiser, as the script wrote them.
  return make[optimizer]({ ...camel, ...(rate === undefined ? {} : { lr: rate }) } as { lr: number })
}

describe('an optimiser takes the steps of PyTorch’s', () => {
  test.each(runs.map((run) => [`${run.optimizer} ${JSON.stringify(run.options)} ${run.schedule ?? ''}`, run] as const))(
    '%s',
    (_, run) => {
      const optimizer = optimizerOf(run)
      let params = treeOf(uniform)
      let state = optimizer.init(params)
      const [start, startState] = [params, state]
      const frozen = JSON.stringify([start, startState])
      for (const [step, want] of run.steps.entries()) {
        ;[params, state] = optimizer.update(params, gradients(step), state)
        expect(state.step).toBe(step + 1)
        for (const key of ['weight', 'bias'] as const) {
          expect(Math.max(...ulpsApart(params[key].data, float32(want[key]))), `${key} after ${step}`).toBe(0)
        }
      }
      expect(run.steps).toHaveLength(10)
      expect(JSON.stringify([start, startState])).toBe(frozen)
    },
  )
})

describe('a schedule gives the rates of PyTorch’s', () => {
  const byName: Readonly<Record<string, (options: never) => Schedule>> = {
    stepDecay,
    multiStepDecay,
    exponentialDecay,
    polynomialDecay,
    linearRamp,
    cosineDecay,
    cosineRestarts,
    oneCycle,
    warmup,
    'warmup then cosine': () => warmup({ steps: 4, startFactor: 0.25, lr: cosineDecay({ lr: 0.3, steps: 21 }) }),
    'in turn': () =>
      inTurn({
        schedules: [0.15, exponentialDecay({ lr: 0.3, gamma: 0.8 }), stepDecay({ lr: 0.3, stepSize: 2 })],
        milestones: [3, 12],
      }),
    chained: () => linearRamp({ lr: exponentialDecay({ lr: 0.3, gamma: 0.9 }), startFactor: 0.5, steps: 6 }),
  }

  test.each(schedules.map((one) => [one.schedule, JSON.stringify(one.options), one] as const))(
    '%s %s',
    (name, _, one) => {
      // The cast: the options are those of this schedule, as the script wrote them.
      const rate = byName[name]?.(one.options as never)
      for (const [step, want] of one.rates.entries())
        expect(Math.abs((rate?.(step) ?? Number.NaN) - want), `step ${step}`).toBeLessThanOrEqual(RATE)
      expect(one.rates.length).toBeGreaterThanOrEqual(20)
    },
  )
})

test('a phase of oneCycle that lasts no step is at its end at once, where PyTorch divides by zero', () => {
  const climbs = { maxLr: 1, totalSteps: 10, pctStart: 0.1, divFactor: 4 }
  expect(oneCycle(climbs)(0)).toBe(1)
  expect(oneCycle({ ...climbs, annealStrategy: 'linear' })(0)).toBe(1)
  expect(oneCycle({ ...climbs, totalSteps: 1, pctStart: 1 })(0)).toBe(1)
  for (const threePhase of [true, false])
    for (const totalSteps of [1, 2, 4, 5, 10, 20, 100])
      for (const pctStart of [0, 0.1, 0.2, 0.25, 0.5, 1]) {
        const rate = oneCycle({ maxLr: 1, totalSteps, pctStart, threePhase })
        for (let step = 0; step < totalSteps; step++) expect(rate(step)).toBeGreaterThan(0)
      }
})

describe('clipped gradients are PyTorch’s', () => {
  test.each(clips.map((one) => [one.normType, one.maxNorm, one.scale, one] as const))(
    'norm %s, at most %s, gradients of %s',
    (_, __, scale, one) => {
      const grads = treeOf((count, index) => uniform(count, 7 + index).map((x) => x * scale))
      const normType = one.normType === 'Infinity' ? Number.POSITIVE_INFINITY : one.normType
      const [clipped, norm] = clipGradNorm(grads, one.maxNorm, normType)
      const ulps = normType === 3 ? CUBIC_ULPS : 1
      expect(ulpsApart(Float32Array.of(norm), float32(one.norm))[0]).toBeLessThanOrEqual(ulps)
      expect(globalNorm(grads, normType)).toBe(norm)
      for (const key of ['weight', 'bias'] as const)
        expect(Math.max(...ulpsApart(clipped[key].data, float32(one.clipped[key])))).toBeLessThanOrEqual(ulps)
    },
  )
})

test('a schedule takes an object of its own options and nothing else', () => {
  const untyped = stepDecay as (options: unknown) => unknown
  for (const [options, got] of [
    [undefined, 'undefined'],
    [0.1, '0.1'],
    [{ lr: 1, stepSize: 2, step_size: 3 }, 'step_size'],
  ])
    expect(() => untyped(options)).toThrow(`stepDecay takes the options lr, stepSize, gamma, but it was given ${got}`)
})
