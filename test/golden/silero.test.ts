/** A network that no one here trained: Silero's, from its ONNX file, against onnxruntime-node. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { detector, start } from '../../examples/silero/network.js'
import { spoken, timeline } from '../../examples/silero/timeline.js'
import { readWav } from '../../examples/silero/wav.js'
import { scan } from '../../src/index.js'
import { readJson } from './read.js'
import { signals } from './silero-signals.js'

const golden = readJson<Readonly<Record<keyof typeof signals, readonly number[]>>>('silero.json')
const file = readFileSync(createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx'))

const probabilitiesOf = (frames: readonly Float32Array[]): readonly number[] => {
  const vad = detector(file)
  if (E.isLeft(vad)) throw vad.left
  return scan(vad.right)(start)(frames)[0]
}

describe("Silero's network", () => {
  test.each(['spoken', 'silent'] as const)('%s: every frame is within 1e-5 of onnxruntime-node', (name) => {
    const got = probabilitiesOf(signals[name])
    expect(got.length).toBe(golden[name].length)
    for (const [i, p] of golden[name].entries()) expect(Math.abs((got[i] ?? Number.NaN) - p)).toBeLessThanOrEqual(1e-5)
  })

  test('hears two phrases in the one, and nobody in the other', () => {
    expect(Math.max(...golden.spoken)).toBeGreaterThan(0.9)
    expect(Math.max(...golden.silent)).toBeLessThan(0.35)
    expect(spoken(golden.silent)).toEqual([])
    const [first] = spoken(golden.spoken)
    const last = spoken(golden.spoken).at(-1)
    expect(first?.[0]).toBeCloseTo(0.6, 0)
    expect(last?.[1]).toBeCloseTo(4.6, 0)
  })

  test('its timeline has a bar for each frame', () => {
    const bars = timeline(golden.spoken).map((line) => line.split('│')[1] ?? '')
    expect(bars.join('').length).toBe(golden.spoken.length)
  })

  test('a file that is none, or has other weights, is a Left', () => {
    expect(E.isLeft(detector(file.subarray(0, 1000)))).toBe(true)
    expect(E.isLeft(detector(new Uint8Array()))).toBe(true)
    expect(E.isLeft(readWav(file))).toBe(true)
    expect(E.isLeft(readWav(new Uint8Array(44)))).toBe(true)
  })
})
