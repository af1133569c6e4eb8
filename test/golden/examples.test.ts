/**
 * Two programs as a user writes them, against PyTorch's numbers: the nn.RNN tutorial, and Seattle's weather through two layers.
 *
 * make_examples.py made the numbers; README.md beside this file gives the tolerances.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { batch, feature, layer, manualSeed, rnn, seq, tensor } from '../../src/index.js'
import { drawNormal } from '../../src/tensor/draw.js'
import { distance } from './distance.js'
import { float32, readJson, ulpsApart } from './read.js'

describe('the tutorial: batch 2, sequence 4, input 5, hidden 3, batch first, a state given', () => {
  const { tensors } = readJson<{
    readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: string }[]
  }>('tutorial.json')

  const golden = (name: string): Float32Array => {
    const found = tensors.find((one) => one.name === name)
    if (found === undefined) throw new Error(`no tensor ${name} in tutorial.json`)
    return float32(found.data)
  }

  const net = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
  const [params, rng] = net.init(manualSeed(0))

  test('init gives the weights of torch.manual_seed(0), bit for bit, under the same names', () => {
    expect(Object.keys(params)).toEqual(tensors.map((one) => one.name).filter((name) => /^(weight|bias)_/.test(name)))
    for (const [name, weight] of Object.entries(params)) expect(weight.data, name).toEqual(golden(name))
  })

  test('the generator after init draws the input and the state that PyTorch draws next', () => {
    const [input, between] = drawNormal(rng, 40)
    const [state] = drawNormal(between, 6)
    expect(Math.max(...ulpsApart(input, golden('input')))).toBeLessThanOrEqual(3)
    expect(state).toEqual(golden('h0'))
  })

  test('output and hidden state are those of PyTorch', () => {
    const x = tensor([batch(2), seq(4), feature(5)], golden('input'))
    const h0 = tensor([layer(1), batch(2), feature(3)], golden('h0'))
    const { output, hidden } = net.apply(params)(x, h0)
    expect(output.shape).toEqual([2, 4, 3])
    expect(hidden.shape).toEqual([1, 2, 3])
    expect(distance(output.data, golden('output'))).toBeLessThanOrEqual(1e-6)
    expect(distance(hidden.data, golden('hidden'))).toBeLessThanOrEqual(1e-6)
  })
})

describe("Seattle's weather: 1,461 days of four features through two layers of 16", () => {
  const {
    features,
    hidden: finalHidden,
    steps,
  } = readJson<{
    readonly features: readonly string[]
    readonly hidden: string
    readonly steps: readonly { readonly at: number; readonly input: string; readonly output: string }[]
  }>('weather.json')

  /** One column, less its mean, over the deviation of the whole population. */
  const standardised = (column: readonly number[]): readonly number[] => {
    const mean = column.reduce((a, b) => a + b, 0) / column.length
    const deviation = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / column.length)
    return column.map((x) => (x - mean) / deviation)
  }

  const [head = [], ...days] = readFileSync(
    new URL('../../node_modules/vega-datasets/data/seattle-weather.csv', import.meta.url),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const columns = features.map((name) => standardised(days.map((day) => Number(day[head.indexOf(name)]))))
  const series = Float32Array.from(days.flatMap((_, t) => columns.map((column) => column[t] ?? Number.NaN)))

  const net = rnn({ inputSize: 4, hiddenSize: 16, numLayers: 2 })
  const [params] = net.init(manualSeed(0))
  const { output, hidden } = net.apply(params)(tensor([seq(1461), batch(1), feature(4)], series))

  test('the series is the one that PyTorch was given', () => {
    for (const { at, input } of steps) {
      // Python sums the columns exactly and this sums them in order, which can turn the last bit.
      expect(Math.max(...ulpsApart(series.slice(at * 4, at * 4 + 4), float32(input))), `day ${at}`).toBeLessThanOrEqual(
        1,
      )
    }
  })

  test('outputs, from the first day to the last, are those of PyTorch', () => {
    expect(output.shape).toEqual([1461, 1, 16])
    for (const step of steps) {
      const got = output.data.slice(step.at * 16, step.at * 16 + 16)
      expect(distance(got, float32(step.output)), `day ${step.at}`).toBeLessThanOrEqual(1e-6)
    }
  })

  test('the whole final hidden state is that of PyTorch', () => {
    expect(hidden.shape).toEqual([2, 1, 16])
    expect(distance(hidden.data, float32(finalHidden))).toBeLessThanOrEqual(1e-6)
  })
})
