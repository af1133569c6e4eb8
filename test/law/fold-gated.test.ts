/** LSTM and GRU are their definitions: the combinators over the pure cells, as a user writes them, are what the engine of this test run gives. */
import { describe, expect, test } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import {
  type Batch,
  batch,
  bidirectional,
  feature,
  fromSteps,
  gatedRecurrent,
  longShortTerm,
  manualSeed,
  mul,
  type Rng,
  randn,
  reverse,
  scan,
  seq,
  stack,
  sum,
  toSteps,
  valueAndGrad,
} from '../../src/index.js'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { recurrentEngine } from '../../src/layer/recurrent-engine.js'
import { foldEngine } from '../../src/layer/recurrent-fold.js'
import { expectClose } from './recurrent-runs.js'

interface Numbers {
  readonly data: Float32Array
}

/** Draws one after the other from one generator. */
let rng: Rng = manualSeed(1)
const drawn = <T>(draw: (rng: Rng) => readonly [T, Rng]): T => {
  const [value, next] = draw(rng)
  rng = next
  return value
}

const x = drawn(randn([seq(6), batch(2), feature(4)]))
const steps = toSteps(x)

const flat = (parts: readonly Numbers[]): Float32Array => Float32Array.from(parts.flatMap(({ data }) => [...data]))

const sizes = { inputSize: 4, hiddenSize: 3, projSize: 0, numLayers: 1, directions: 1, bias: true } as const

const callOf = (hidden: readonly Numbers[], cell?: readonly Numbers[]): RecurrentCall => ({
  input: x.data,
  time: 6,
  batch: 2,
  batchFirst: false,
  lengths: undefined,
  hidden: flat(hidden),
  cell: cell && flat(cell),
  masks: undefined,
})

/** What the engine gives to cells with these parameters, each in the order of the contract. */
const forward = (
  spec: Partial<RecurrentSpec> & Pick<RecurrentSpec, 'kind'>,
  cells: readonly object[],
  call: RecurrentCall,
) => {
  const engine = recurrentEngine()
  const weights = cells.flatMap((params) => Object.values<Numbers>({ ...params }).map(({ data }) => data))
  return engine.forward(engine.pack({ ...sizes, ...spec }, weights), call)
}

/** The outputs of both directions side by side, as numbers. */
const sideBySide = (pairs: readonly (readonly [Numbers, Numbers])[], width: number): Numbers => ({
  data: flat(
    pairs.flatMap(([f, b]) =>
      [0, 1].flatMap((row) => [f, b].map(({ data }) => ({ data: data.slice(row * width, (row + 1) * width) }))),
    ),
  ),
})

describe('LSTM', () => {
  const params = () => ({
    weight_ih: drawn(randn([feature(12), feature(4)])),
    weight_hh: drawn(randn([feature(12), feature(3)])),
    bias_ih: drawn(randn([feature(12)])),
    bias_hh: drawn(randn([feature(12)])),
  })
  const state = () => ({
    hidden: drawn(randn([batch(2), feature(3)])),
    cell: drawn(randn([batch(2), feature(3)])),
  })
  const hiddenOf = (states: readonly ReturnType<typeof state>[]) => states.map(({ hidden }) => hidden)
  const cellOf = (states: readonly ReturnType<typeof state>[]) => states.map(({ cell }) => cell)
  const [low, other, s, t] = [params(), params(), state(), state()]

  test('one layer is the scan of the cell', () => {
    const [outputs, last] = scan(longShortTerm(low)<[Batch<2>]>)(s)(steps)
    const { output, hidden, cell } = forward({ kind: 'lstm' }, [low], callOf([s.hidden], [s.cell]))
    expectClose(output, fromSteps(seq(6))(outputs).data)
    expectClose(hidden, last.hidden.data)
    expectClose(cell, last.cell.data)
  })

  test('two layers are the scan of two cells, stacked, and biases can be left out', () => {
    const { weight_ih, weight_hh } = low
    const above = { weight_ih: drawn(randn([feature(12), feature(3)])), weight_hh: other.weight_hh }
    const below = { weight_ih, weight_hh }
    const cells = stack(longShortTerm(below)<[Batch<2>]>, longShortTerm(above)<[Batch<2>]>)
    const [outputs, ends] = scan(cells)([s, t])(steps)
    const spec = { kind: 'lstm', numLayers: 2, bias: false } as const
    const { output, hidden, cell } = forward(spec, [below, above], callOf(hiddenOf([s, t]), cellOf([s, t])))
    expectClose(output, fromSteps(seq(6))(outputs).data)
    expectClose(hidden, flat(hiddenOf(ends)))
    expectClose(cell, flat(cellOf(ends)))
  })

  test('two directions are bidirectional cells, side by side', () => {
    const [f, b] = [longShortTerm(low)<[Batch<2>]>, longShortTerm(other)<[Batch<2>]>]
    const [pairs, ends] = bidirectional(f, b)([s, t])(steps)
    const call = callOf(hiddenOf([s, t]), cellOf([s, t]))
    const { output, hidden, cell } = forward({ kind: 'lstm', directions: 2 }, [low, other], call)
    expectClose(output, sideBySide(pairs, 3).data)
    expectClose(hidden, flat(hiddenOf(ends)))
    expectClose(cell, flat(cellOf(ends)))
    expectClose(flat(pairs.map(([, y]) => y)), flat(reverse(scan(b))(t)(steps)[0]))
  })

  test('a projection makes the hidden state narrower, and the memory stays as it is', () => {
    const narrow = {
      ...low,
      weight_hh: drawn(randn([feature(12), feature(2)])),
      weight_hr: drawn(randn([feature(2), feature(3)])),
    }
    const start = { hidden: drawn(randn([batch(2), feature(2)])), cell: s.cell }
    const [outputs, last] = scan(longShortTerm(narrow)<[Batch<2>]>)(start)(steps)
    const spec = { kind: 'lstm', projSize: 2 } as const
    const { output, hidden, cell } = forward(spec, [narrow], callOf([start.hidden], [start.cell]))
    expect(last.hidden.shape).toEqual([2, 2])
    expectClose(output, fromSteps(seq(6))(outputs).data)
    expectClose(hidden, last.hidden.data)
    expectClose(cell, last.cell.data)
  })

  test('the gradient through the scan is that of the network', () => {
    const weights = drawn(randn([seq(6), batch(2), feature(3)]))
    const [, gradients] = valueAndGrad((by: { low: typeof low; s: typeof s; x: typeof x }) => {
      const [outputs] = scan(longShortTerm(by.low)<[Batch<2>]>)(by.s)(toSteps(by.x))
      return sum(mul(fromSteps(seq(6))(outputs), weights))
    })({ low, s, x })
    const packed = foldEngine.pack(
      { ...sizes, kind: 'lstm' },
      Object.values(low).map(({ data }) => data),
    )
    const call = callOf([s.hidden], [s.cell])
    const loss = { output: weights.data, hidden: undefined, cell: undefined }
    const wanted = { input: true, state: true, weights: true }
    const got = foldEngine.backward(wayBack, packed, call, foldEngine.record(wayBack, packed, call).kept, loss, wanted)
    expectClose(got.input, gradients.x.data)
    expectClose(got.hidden, gradients.s.hidden.data)
    expectClose(got.cell, gradients.s.cell.data)
    expect(got.weights).toHaveLength(4)
    for (const [i, { data }] of Object.values<Numbers>(gradients.low).entries()) expectClose(got.weights?.[i], data)
  })
})

describe('GRU', () => {
  const params = () => ({
    weight_ih: drawn(randn([feature(9), feature(4)])),
    weight_hh: drawn(randn([feature(9), feature(3)])),
    bias_ih: drawn(randn([feature(9)])),
    bias_hh: drawn(randn([feature(9)])),
  })
  const [low, other] = [params(), params()]
  const [s, t] = [drawn(randn([batch(2), feature(3)])), drawn(randn([batch(2), feature(3)]))]

  test('one layer is the scan of the cell', () => {
    const [outputs, last] = scan(gatedRecurrent(low)<[Batch<2>]>)(s)(steps)
    const { output, hidden, cell } = forward({ kind: 'gru' }, [low], callOf([s]))
    expectClose(output, fromSteps(seq(6))(outputs).data)
    expectClose(hidden, last.data)
    expect(cell).toBeUndefined()
  })

  test('two layers are the scan of two cells, stacked, and biases can be left out', () => {
    const above = { weight_ih: drawn(randn([feature(9), feature(3)])), weight_hh: other.weight_hh }
    const below = { weight_ih: low.weight_ih, weight_hh: low.weight_hh }
    const cells = stack(gatedRecurrent(below)<[Batch<2>]>, gatedRecurrent(above)<[Batch<2>]>)
    const [outputs, ends] = scan(cells)([s, t])(steps)
    const { output, hidden } = forward({ kind: 'gru', numLayers: 2, bias: false }, [below, above], callOf([s, t]))
    expectClose(output, fromSteps(seq(6))(outputs).data)
    expectClose(hidden, flat(ends))
  })

  test('two directions are bidirectional cells, side by side', () => {
    const [f, b] = [gatedRecurrent(low)<[Batch<2>]>, gatedRecurrent(other)<[Batch<2>]>]
    const [pairs, ends] = bidirectional(f, b)([s, t])(steps)
    const { output, hidden } = forward({ kind: 'gru', directions: 2 }, [low, other], callOf([s, t]))
    expectClose(output, sideBySide(pairs, 3).data)
    expectClose(hidden, flat(ends))
  })

  test('an update gate that is shut keeps the state, one that is open takes the new', () => {
    const gated = (z: number) => {
      const bias_ih = low.bias_ih.data.map((b, i) => (i >= 3 && i < 6 ? z : b))
      return forward({ kind: 'gru' }, [{ ...low, bias_ih: { data: bias_ih } }], callOf([s])).hidden
    }
    expectClose(gated(1000), s.data)
    expect(Math.max(...gated(-1000).map((h, i) => Math.abs(h - (s.data[i] ?? 0))))).toBeGreaterThan(0.1)
  })
})
