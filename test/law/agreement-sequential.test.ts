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
import { disagreements, judge, sentencesOf } from './agreement.js'
import { sequentialPrograms } from './sequential-programs.js'

/** As `agreement.test.ts`, of sequentials: their joints, their inputs and the shapes that come out. */

const networks = { rnn, lstm, gru, rnnCell, lstmCell, gruCell }
const modules = { linear, embedding, layerNorm, dropout, last, pool, sequential, softmax, tanh }
const api = { ...networks, ...modules, batch, feature, seq, manualSeed, packed, zeros }
const judged = judge(api, sequentialPrograms(20250823, 300))

describe('of random sequentials', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(judged, true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(judged, false)).toEqual([])
  })

  test('half are sound, and the others break most rules', () => {
    const sound = judged.filter(({ atRunTime }) => atRunTime.ok).length
    expect(sound).toBeGreaterThan(120)
    expect(sound).toBeLessThan(200)
    const rules = new Set([...sentencesOf(judged)].map((sentence) => sentence.replace(/'[^']*'|[0-9]+|2\*H|H\b/g, '_')))
    expect(rules.size).toBeGreaterThan(25)
    const isPacked = ({ text }: (typeof judged)[number]) => text.includes('packed(')
    expect(judged.filter((one) => isPacked(one) && one.atRunTime.ok).length).toBeGreaterThan(25)
  })
})
