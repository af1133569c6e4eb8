import { describe, expect, test } from 'vitest'
import { axis, batch, feature, gru, layer, lstm, manualSeed, packed, rnn, seq, tensor, zeros } from '../../src/index.js'
import { disagreements, judge, sentencesOf } from './agreement.js'
import { programs } from './agreement-programs.js'

/**
 * The compiler accepts a program exactly when the run time does; then its types are the run time's axes, and otherwise its sentence is the
 * run time's. Both judge one and the same text.
 */

const api = { axis, batch, feature, gru, layer, lstm, manualSeed, packed, rnn, seq, tensor, zeros }

const judged = judge(api, programs(20250117, 800))

describe('of random programs', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(judged, true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(judged, false)).toEqual([])
  })

  test('half are sound, and the others break most rules', () => {
    const sound = judged.filter(({ atRunTime }) => atRunTime.ok).length
    expect(sound).toBeGreaterThan(320)
    expect(sound).toBeLessThan(520)
    expect(sentencesOf(judged).size).toBeGreaterThan(60)
  })
})
