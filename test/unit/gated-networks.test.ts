/** What the compiler can't see of LSTMs and GRUs: sizes behind names, and when the engine is asked for. */
import { describe, expect, test, vi } from 'vitest'
import { batch, feature, layer, lstm, manualSeed, seq, zeros } from '../../src/index.js'
import { gruOn } from '../../src/layer/gru.js'
import { lstmOn } from '../../src/layer/lstm.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { rnnOn } from '../../src/layer/rnn.js'

describe('a projection behind a name is compared when the network is made', () => {
  test('with a literal', () => {
    expect(() => lstm({ inputSize: 5, hiddenSize: 3, projSize: feature('P', 3) })).toThrow(
      'projSize is P (3), but it must be less than hiddenSize, which is 3',
    )
    expect(lstm({ inputSize: 5, hiddenSize: 3, projSize: feature('P', 2) }).config.projSize).toBe(2)
  })

  test('with another name, and never with its own', () => {
    const wide = { inputSize: 5, hiddenSize: feature('H', 2), projSize: feature('P', 3) } as const
    expect(() => lstm(wide)).toThrow('projSize is P (3), but it must be less than hiddenSize, which is H (2)')
    const untyped: (options: object) => unknown = lstm as never
    expect(() => untyped({ inputSize: 5, hiddenSize: feature('H', 3), projSize: feature('H', 2) })).toThrow(
      'projSize is H, but it must be less than hiddenSize, which is H',
    )
  })

  test('and its states have that name', () => {
    const net = lstm({ inputSize: 5, hiddenSize: feature('H', 3), projSize: feature('P', 2) })
    const run = net.apply(net.init(manualSeed(0))[0])
    const x = zeros([seq(4), batch(2), feature(5)])
    const cell = zeros([layer(1), batch(2), feature('H', 3)])
    expect(run(x, { hidden: zeros([layer(1), batch(2), feature('P', 2)]), cell }).hidden.axes[2].label).toBe('P')
    expect(() => run(x, { hidden: zeros([layer(1), batch(2), feature('P', 3)]), cell })).toThrow(
      'P is 2 in this LSTM, but 3 in state0.hidden: one name stands for one size',
    )
  })
})

test.each([
  ['rnn', rnnOn],
  ['lstm', lstmOn],
  ['gru', gruOn],
] as const)('%s asks for its engine when parameters are bound, not when it is described', (_, on) => {
  const engineOf = vi.fn(() => foldEngine)
  const net = on(engineOf)({ inputSize: 5, hiddenSize: 3 })
  const [params] = net.init(manualSeed(0))
  expect(engineOf).not.toHaveBeenCalled()
  const bind: (weights: unknown) => unknown = net.apply as never
  bind(params)
  expect(engineOf).toHaveBeenCalledOnce()
})
