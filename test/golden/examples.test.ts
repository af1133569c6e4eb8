/**
 * The programs of `examples/`, as `npm run quickstart` prints them, against PyTorch's numbers: the nn.RNN tutorial, and Seattle's weather.
 *
 * make_examples.py made the numbers; README.md beside this file gives the tolerances.
 */

import { readFileSync } from 'node:fs'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import * as pytorch from '../../examples/pytorch.js'
import * as tutorial from '../../examples/tutorial.js'
import * as weather from '../../examples/weather.js'
import { distance } from './distance.js'
import { ulpsApart } from './read.js'

describe('the tutorial: batch 2, sequence 4, input 5, hidden 3, batch first, a state given', () => {
  const { params, input, state0, output, hidden } = tutorial

  test('init gives the weights of torch.manual_seed(0), bit for bit, under the same names', () => {
    expect(Object.keys(params)).toEqual(pytorch.names.filter((name) => /^(weight|bias)_/.test(name)))
    for (const [name, weight] of Object.entries(params))
      expect(weight.data, name).toEqual(pytorch.tutorialNumbers(name))
  })

  test('the generator after init draws the input and the state that PyTorch draws next', () => {
    expect(Math.max(...ulpsApart(input.data, pytorch.tutorialNumbers('input')))).toBeLessThanOrEqual(3)
    expect(state0.data).toEqual(pytorch.tutorialNumbers('h0'))
  })

  test('output and hidden state are those of PyTorch', () => {
    expect(output.shape).toEqual([2, 4, 3])
    expect(hidden.shape).toEqual([1, 2, 3])
    expect(distance(output.data, pytorch.tutorialNumbers('output'))).toBeLessThanOrEqual(1e-6)
    expect(distance(hidden.data, pytorch.tutorialNumbers('hidden'))).toBeLessThanOrEqual(1e-6)
  })
})

const csv = readFileSync(weather.file, 'utf8')

/** What is read, where it can be. */
const readable = (text: string): weather.Weather => {
  const read = weather.readWeather(text)
  if (E.isLeft(read)) throw read.left
  return read.right
}

describe("Seattle's weather: 1,461 days of four features through two layers of 16", () => {
  const { dates, series } = readable(csv)
  const { output, hidden } = weather.run(series)

  test('the series is the one that PyTorch was given', () => {
    expect(dates).toHaveLength(1461)
    for (const { at, input } of pytorch.weatherDays) {
      // Python sums the columns exactly and this sums them in order, which can turn the last bit.
      expect(Math.max(...ulpsApart(series.data.slice(at * 4, at * 4 + 4), input)), `day ${at}`).toBeLessThanOrEqual(1)
    }
  })

  test('outputs, from the first day to the last, and the whole final hidden state are those of PyTorch', () => {
    expect(output.shape).toEqual([1461, 1, 16])
    expect(hidden.shape).toEqual([2, 1, 16])
    expect(pytorch.weatherDays).toHaveLength(12)
    expect(pytorch.weatherDistance({ output, hidden })).toBeLessThanOrEqual(1e-6)
  })

  test('the distance that is printed is far above that where a number is wrong', () => {
    const wrong = { data: output.data.map((x) => -x) }
    expect(pytorch.weatherDistance({ output: wrong, hidden })).toBeGreaterThan(0.1)
    expect(pytorch.weatherDistance({ output, hidden: { data: hidden.data.map((x) => -x) } })).toBeGreaterThan(0.1)
  })
})

describe('reading the weather', () => {
  const message = (text: string): string => {
    const read = weather.readWeather(text)
    return E.isLeft(read) ? read.left.message : `read ${read.right.series.shape}`
  }

  test('lines may end as on Windows, and the columns may stand in any order', () => {
    const { series } = readable(csv)
    expect(readable(csv.replaceAll('\n', '\r\n')).series.data).toEqual(series.data)
    const turned = csv.replace(/^(.*?),(.*?),(.*?),(.*?),(.*?),/gm, '$5,$3,$4,$2,$1,')
    expect(turned.startsWith('wind,temp_max,temp_min,precipitation,date,')).toBe(true)
    expect(readable(turned).series.data).toEqual(series.data)
  })

  test.each([
    ['', 'the file has no column precipitation'],
    ['date,precipitation,temp_max,wind\n2012-01-01,0,1,2', 'the file has no column temp_min'],
    ['precipitation,temp_max,temp_min,wind\n0,1,2,3', 'the file has no column date'],
    ['date,precipitation,temp_max,temp_min,wind\nx,0,1,2,3\ny,0,,2,3', "temp_max of day 2 is no number: ''"],
    ['date,precipitation,temp_max,temp_min,wind\nx,0,1,2', "wind of day 1 is no number: ''"],
    ['date,precipitation,temp_max,temp_min,wind\nx,0,1,T,3', "temp_min of day 1 is no number: 'T'"],
    ['date,precipitation,temp_max,temp_min,wind\nx,Infinity,1,2,3', "precipitation of day 1 is no number: 'Infinity'"],
  ])('%j is refused', (text, want) => {
    expect(message(text)).toBe(want)
  })

  test('a file of no days is refused', () => {
    expect(message('date,precipitation,temp_max,temp_min,wind')).not.toMatch(/^read/)
  })

  test('a column that never changes becomes zeros', () => {
    const { series } = readable('date,precipitation,temp_max,temp_min,wind\nx,5,1,2,3\ny,5,3,2,4')
    expect(series.toArray()).toEqual([[[0, -1, 0, -1]], [[0, 1, 0, 1]]])
  })
})
