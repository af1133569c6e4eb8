/** A run that goes on from a saved state gives the numbers of one that was never interrupted, wherever it was cut. */

import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import {
  adam,
  adamW,
  cosineDecay,
  type Fit,
  feature,
  fit,
  fromCheckpoint,
  manualSeed,
  mul,
  type Optimizer,
  oneCycle,
  type Rng,
  randn,
  rmsprop,
  sgd,
  sum,
  type TrainState,
  type TrainStep,
  toCheckpoint,
  zeros,
} from '../../src/index.js'
import { parse, serialize } from '../../src/interop/safetensors.js'
import { bitsOf, data, loss, noisy, params, sameGenerators } from './fixtures.js'

const STEPS = 11

type Params = typeof params

const optimizers = {
  'sgd with momentum': sgd({ lr: 0.1, momentum: 0.9 }),
  'adam with a schedule': adam({ lr: cosineDecay({ lr: 0.1, steps: STEPS }), amsgrad: true }),
  adamW: adamW({ lr: oneCycle({ maxLr: 0.1, totalSteps: STEPS }) }),
  rmsprop: rmsprop({ momentum: 0.5, centered: true }),
}

const batches = [0, 1, 2, 3].map((i) => ({ x: data.x, y: data.y, i }))

/** The kinds of data, each with the options that go with it. A pass is of 4 batches (of 3, of the short one left out), so that cuts fall on its ends, too. */
const sources = {
  'rows, the last batch short': { data, batchSize: 3 },
  'whole batches only': { data, batchSize: 3, dropLast: true },
  'rows in order': { data, batchSize: 3, shuffle: false },
  'all rows': { data },
  'a list of batches': { data: batches },
  'a function of the pass': { data: (epoch: number) => batches.slice(0, 2 + (epoch % 2)) },
  'a function that gives a stream': {
    data: async function* () {
      for (const batch of batches) {
        await Promise.resolve()
        yield batch
      }
    },
  },
}

// The cast: the sources give the loss the same rows under different types of batch axis.
const fitAny = fit as unknown as (options: object) => Fit<Params>

const run = (source: object, optimizer: Optimizer, from?: TrainState<Params>) =>
  fitAny({ params, rng: manualSeed(3), clipNorm: 0.5, steps: STEPS, loss: noisy, ...source, optimizer, from })

const stepsOf = async (steps: AsyncIterable<TrainStep<Params>>): Promise<readonly TrainStep<Params>[]> => {
  const all: TrainStep<Params>[] = []
  for await (const step of steps) all.push(step)
  return all
}

const told = ({ step, epoch, loss, gradNorm, state }: TrainStep<Params>) => ({
  step,
  epoch,
  loss,
  gradNorm,
  bits: bitsOf(state),
})

const saved = (state: TrainState<Params>): TrainState<Params> => {
  const file = parse(serialize(toCheckpoint(state)))
  if (E.isLeft(file)) throw file.left
  const read = fromCheckpoint(params)(file.right)
  if (E.isLeft(read)) throw read.left
  return read.right
}

describe('going on from a state', () => {
  const first = Object.entries(sources).slice(0, 1)
  test.each([
    ...Object.entries(sources).map(([name, source]) => [name, 'adamW', source, optimizers.adamW] as const),
    ...Object.entries(optimizers).flatMap(([rule, optimizer]) =>
      first.map(([name, source]) => [name, rule, source, optimizer] as const),
    ),
  ])('%s, %s: every cut', async (_, __, source, optimizer) => {
    const whole = await stepsOf(run(source, optimizer))
    expect(whole.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1))
    expect(new Set(whole.map(({ loss }) => loss)).size).toBe(STEPS)
    for (const [i, { state }] of whole.entries()) {
      for (const from of [state, saved(state)]) {
        const rest = await stepsOf(run(source, optimizer, from))
        expect(rest.map(told), `cut after ${i + 1}`).toEqual(whole.slice(i + 1).map(told))
        const [a, b] = [rest.at(-1)?.state, whole.at(-1)?.state]
        expect(a === undefined || b === undefined || sameGenerators(a, b)).toBe(true)
      }
    }
  })

  test('the same run again gives the same numbers, and another seed others', async () => {
    const source = sources['rows, the last batch short']
    const one = run(source, optimizers.adamW)
    const [once, again] = [await stepsOf(one), await stepsOf(one)]
    expect(again.map(told)).toEqual(once.map(told))
    const other = await stepsOf(run({ ...source, rng: manualSeed(4) }, optimizers.adamW))
    expect(other.map(({ loss }) => loss)).not.toEqual(once.map(({ loss }) => loss))
  })

  test('goes before params and rng, whose numbers then say nothing', async () => {
    const source = sources['rows, the last batch short']
    const whole = await stepsOf(run(source, optimizers.adamW))
    const from = whole[3]?.state
    const others = { params: { ...params, slope: mul(params.slope, 7) }, rng: manualSeed(99) }
    const rest = await stepsOf(run({ ...source, ...others }, optimizers.adamW, from))
    expect(rest.map(told)).toEqual(whole.slice(4).map(told))
    const alone = await stepsOf(run({ ...source, params: undefined, rng: undefined }, optimizers.adamW, from))
    expect(alone.map(told)).toEqual(whole.slice(4).map(told))
  })

  test('must be of the keys and axes of params, and of this optimizer', async () => {
    const source = sources['rows, the last batch short']
    const from = (await run({ ...source, steps: 1 }, optimizers.adamW).last()).state
    const going = (given: object) => () => run({ ...source, ...given }, optimizers.adamW, from)
    expect(going({ params: { ...params, other: params.slope } })).toThrow('from.params lacks other, which params has')
    expect(going({ params: { ...params, slope: zeros([feature(7)]) } })).toThrow(/^from\.params\.slope is /)
    expect(going({ params: 5 })).toThrow('params is 5, but')
    expect(() => run(source, optimizers.rmsprop, from)).not.toThrow()
    await expect(run(source, optimizers.rmsprop, from).last()).rejects.toThrow('which this RMSprop keeps')
  })

  test('the second number of a normal pair, which waits in the generator, is saved with it', async () => {
    const odd = (given: Params, batch: never) => (rng: Rng) => {
      const [noise, next] = randn([feature(1)])(rng)
      return [mul(loss(given, batch), sum(noise)), next] as const
    }
    const options = { data, loss: odd, batchSize: 3, steps: 6 }
    const whole = await stepsOf(run(options, optimizers.adamW))
    for (const [i, { state }] of whole.entries()) {
      const rest = await stepsOf(run(options, optimizers.adamW, saved(state)))
      expect(rest.map(told)).toEqual(whole.slice(i + 1).map(told))
    }
    expect(whole.some(({ state }) => 'rng.spareNormal' in toCheckpoint(state).metadata)).toBe(true)
  })
})
