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
  pool,
  rnn,
  rnnCell,
  seq,
  sequential,
  tanh,
  zeros,
} from '../../src/index.js'
import { chosen, disagreements, judge, rulesOf } from './agreement.js'
import { sequentialPrograms } from './sequential-programs.js'

/** As `agreement.test.ts`, of sequentials: their joints, their inputs and the shapes that come out. */

const networks = { rnn, lstm, gru, rnnCell, lstmCell, gruCell }
const modules = { linear, embedding, layerNorm, dropout, last, pool, sequential, tanh }
const api = { ...networks, ...modules, batch, feature, seq, manualSeed, zeros }
const judged = judge(api, chosen(api, sequentialPrograms(20250823, 300), 8))

describe('of random sequentials', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(judged, true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(judged, false)).toEqual([])
  })

  test('half are sound, and the others break most rules', () => {
    expect(judged.filter(({ atRunTime }) => atRunTime.ok).length).toBe(judged.length / 2)
    expect(judged.length).toBeGreaterThan(100)
    expect(rulesOf(judged).size).toBeGreaterThan(12)
  })
})
