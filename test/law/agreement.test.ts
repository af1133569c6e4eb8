import { describe, expect, test } from 'vitest'
import { axis, batch, feature, gru, layer, lstm, manualSeed, packed, rnn, seq, tensor, zeros } from '../../src/index.js'
import { chosen, disagreements, judge, kindsOf } from './agreement.js'
import { programs } from './agreement-programs.js'

/**
 * The compiler accepts a program exactly when the run time does; then its types are the run time's axes, and otherwise its sentence is the
 * run time's. Both judge one and the same text.
 */

const api = { axis, batch, feature, gru, layer, lstm, manualSeed, packed, rnn, seq, tensor, zeros }

const judged = judge(api, chosen(api, programs(20250117, 800), 2))

describe('of random programs', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(judged, true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(judged, false)).toEqual([])
  })

  test('half are sound, and the others throw most sentences', () => {
    expect(judged.filter(({ atRunTime }) => atRunTime.ok).length).toBe(judged.length / 2)
    expect(judged.length).toBeGreaterThan(300)
    expect(kindsOf(judged).size).toBeGreaterThan(120)
  })
})
