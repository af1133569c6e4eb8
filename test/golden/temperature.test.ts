/** The temperature example against its twin in PyTorch, from the same seed. */
import { readFileSync } from 'node:fs'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { prepare, rootMeanSquare } from '../../examples/temperature/data.js'
import { network, training } from '../../examples/temperature/model.js'
import { file, readDays } from '../../examples/weather.js'
import { readJson } from './read.js'

const twin = readJson<{
  readonly steps: readonly number[]
  readonly passes: readonly number[]
  readonly error: number
}>('temperature.json')

const days = readDays(readFileSync(file, 'utf8'))
if (E.isLeft(days)) throw days.left
const data = prepare(days.right, '2015-01-01')

describe("tomorrow's temperature", () => {
  test('the first 40 losses are those of PyTorch within what rounding explains, then all passes and the forecast', async () => {
    const losses: number[] = []
    const sums: number[] = []
    let error = Number.NaN
    for await (const step of training(data.training)) {
      losses.push(step.loss)
      sums[step.epoch - 1] = (sums[step.epoch - 1] ?? 0) + step.loss
      if (step.step === step.steps)
        error = rootMeanSquare(data.inDegrees(network.apply(step.params)(data.test).data), data.actual)
    }
    // A difference of one unit in the last place grows by some percent a step: 2e-6 after the first pass, 1e-3 after the last.
    for (const [i, loss] of twin.steps.entries())
      expect(Math.abs((losses[i] ?? Number.NaN) / loss - 1)).toBeLessThan(1e-5)
    const batches = losses.length / sums.length
    for (const [i, loss] of twin.passes.entries())
      expect(Math.abs((sums[i] ?? Number.NaN) / batches / loss - 1)).toBeLessThan(1e-3)
    expect(Math.abs(error / twin.error - 1)).toBeLessThan(1e-3)
    expect(error).toBeLessThan(rootMeanSquare(data.yesterday, data.actual))
    expect(error).toBeLessThan(rootMeanSquare(data.calendar, data.actual))
  })
})
