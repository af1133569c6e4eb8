/** The laws of cells as modules: each is one step of its network, to the bit. */
import { describe, expect, test, vi } from 'vitest'
import {
  batch,
  eqTensor,
  feature,
  gru,
  gruCell,
  layer,
  lstm,
  lstmCell,
  manualSeed,
  rand,
  reshape,
  rnn,
  rnnCell,
} from '../../src/index.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { sameRng } from '../../src/tensor/rng.js'

const rng = manualSeed(7)

describe('a cell', () => {
  const sizes = { inputSize: 9, hiddenSize: 8 } as const
  const x = rand([batch(3), feature(9)])(rng)[0]
  const hidden = rand([batch(3), feature(8)])(manualSeed(8))[0]
  const cell = rand([batch(3), feature(8)])(manualSeed(9))[0]
  const stacked = (t: typeof hidden) => reshape(t, [layer(1), batch(3), feature(8)])
  /** The parameters of a network of one layer by the names of a cell. */
  const ofCell = <W, H, BI, BH>(p: { weight_ih_l0: W; weight_hh_l0: H; bias_ih_l0: BI; bias_hh_l0: BH }) => ({
    weight_ih: p.weight_ih_l0,
    weight_hh: p.weight_hh_l0,
    bias_ih: p.bias_ih_l0,
    bias_hh: p.bias_hh_l0,
  })

  test.each(['tanh', 'relu'] as const)(
    'of rnn is one step of rnn (%s), to the bit, and starts from the same parameters',
    (nonlinearity) => {
      const net = rnn({ ...sizes, nonlinearity: 'tanh' })
      const relu = rnn({ ...sizes, nonlinearity: 'relu' })
      const [params, after] = net.init(rng)
      const own = nonlinearity === 'tanh' ? rnnCell(sizes) : rnnCell({ ...sizes, nonlinearity: 'relu' })
      const [cellParams, afterCell] = own.init(rng)
      expect(sameRng(after, afterCell)).toBe(true)
      expect(eqTensor.equals(cellParams.weight_hh, params.weight_hh_l0)).toBe(true)
      const step = (nonlinearity === 'tanh' ? net : relu).step(params)(x, stacked(hidden))
      expect(own.apply(ofCell(params))(x, hidden).hidden.data).toEqual(step.output.data)
    },
  )

  test('of lstm is one step of lstm, to the bit', () => {
    const net = lstm(sizes)
    const [params] = net.init(rng)
    const want = net.step(params)(x, { hidden: stacked(hidden), cell: stacked(cell) })
    const got = lstmCell(sizes).apply(ofCell(params))(x, { hidden, cell })
    expect(got.hidden.data).toEqual(want.output.data)
    expect(got.cell.data).toEqual(want.cell.data)
    expect(Object.keys(got)).toEqual(['hidden', 'cell'])
  })

  test('of gru is one step of gru, to the bit', () => {
    const net = gru(sizes)
    const [params] = net.init(rng)
    const want = net.step(params)(x, stacked(hidden))
    expect(gruCell(sizes).apply(ofCell(params))(x, hidden).hidden.data).toEqual(want.output.data)
  })

  test('runs on the kernel, whichever it is', () => {
    const forward = vi.spyOn(WasmEngine.prototype, 'forward')
    const steps = [rnnCell(sizes), gruCell(sizes)].map((one) => one.init(rng)[0])
    expect(steps.length).toBe(2)
    rnnCell(sizes).apply(rnnCell(sizes).init(rng)[0])(x)
    gruCell(sizes).apply(gruCell(sizes).init(rng)[0])(x)
    lstmCell(sizes).apply(lstmCell(sizes).init(rng)[0])(x)
    expect(forward.mock.calls.map(([packed, { time }]) => [packed.spec.kind, time])).toEqual([
      ['tanh', 1],
      ['gru', 1],
      ['lstm', 1],
    ])
    forward.mockRestore()
  })

  test('in training draws nothing', () => {
    const own = gruCell(sizes)
    const [params] = own.init(rng)
    const [result, after] = own.train(params)(x, hidden)(rng)
    expect(result.hidden.data).toEqual(own.apply(params)(x, hidden).hidden.data)
    expect(after).toBe(rng)
  })
})
