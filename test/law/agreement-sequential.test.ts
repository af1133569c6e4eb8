import { describe, expect, test } from 'vitest'
import {
  batch,
  dropout,
  embedding,
  feature,
  gru,
  gruCell,
  last,
  layerNorm,
  linear,
  lstm,
  lstmCell,
  manualSeed,
  packed,
  pool,
  rnn,
  rnnCell,
  seq,
  sequential,
  softmax,
  tanh,
  zeros,
} from '../../src/index.js'
import { chosen, disagreements, judge, kindsOf } from './agreement.js'
import { sequentialPrograms } from './sequential-programs.js'

/** As `agreement.test.ts`, of sequentials: their joints, their inputs and the shapes that come out. */

const networks = { rnn, lstm, gru, rnnCell, lstmCell, gruCell }
const modules = { linear, embedding, layerNorm, dropout, last, pool, sequential, softmax, tanh }
const api = { ...networks, ...modules, batch, feature, seq, manualSeed, packed, zeros }
const judged = judge(api, chosen(api, sequentialPrograms(20250823, 300), 3))

describe('of random sequentials', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(judged, true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(judged, false)).toEqual([])
  })

  test('half are sound, and the others throw most sentences', () => {
    const sound = judged.filter(({ atRunTime }) => atRunTime.ok)
    expect(sound.length).toBe(judged.length / 2)
    expect(kindsOf(judged).size).toBeGreaterThan(25)
    expect(sound.filter(({ text }) => text.includes('packed(')).length).toBeGreaterThan(10)
  })
})
