/**
 * Gradients through `fold`, `scan`, `reverse`, `stack` and `bidirectional` over Elman cells: the central differences of plain recurrences in float64.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  type Batch,
  batch,
  bidirectional,
  type Cell,
  concat,
  type ElmanParams,
  elman,
  type Feature,
  feature,
  fold,
  fromSteps,
  grad,
  manualSeed,
  matmul,
  mean,
  mul,
  randn,
  reverse,
  rnn,
  type Seq,
  scan,
  seq,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  toSteps,
  transpose,
  valueAndGrad,
  zeros,
} from '../../src/index.js'
import { distance, largest } from '../golden/distance.js'

type Params = { readonly [K in keyof ElmanParams<2, 2>]-?: NonNullable<ElmanParams<2, 2>[K]> }
type State = Tensor<[Feature<2>]>
type Sequence = Tensor<[Seq<4>, Feature<2>]>

/** What all runs are functions of: two cells, two states, and a sequence. */
interface Parts {
  readonly f: Params
  readonly b: Params
  readonly stateF: State
  readonly stateB: State
  readonly x: Sequence
}

/** The same as plain numbers: 12 of each cell, 2 of each state, 8 of the sequence. */
const COUNT = 12 + 12 + 2 + 2 + 8

const partsOf = (numbers: readonly number[]): Parts => {
  const take = (from: number, count: number): Float32Array => Float32Array.from(numbers.slice(from, from + count))
  const params = (from: number): Params => ({
    weight_ih: tensor([feature(2), feature(2)], take(from, 4)),
    weight_hh: tensor([feature(2), feature(2)], take(from + 4, 4)),
    bias_ih: tensor([feature(2)], take(from + 8, 2)),
    bias_hh: tensor([feature(2)], take(from + 10, 2)),
  })
  return {
    f: params(0),
    b: params(12),
    stateF: tensor([feature(2)], take(24, 2)),
    stateB: tensor([feature(2)], take(26, 2)),
    x: tensor([seq(4), feature(2)], take(28, 8)),
  }
}

const numbersOf = ({ f, b, stateF, stateB, x }: Parts): readonly number[] =>
  [f, b]
    .flatMap(({ weight_ih, weight_hh, bias_ih, bias_hh }) => [weight_ih, weight_hh, bias_ih, bias_hh])
    .flatMap(({ data }) => [...data])
    .concat(...stateF.data, ...stateB.data, ...x.data)

/** One step of the cell whose numbers begin at `from`, by the equation of the cell. */
const step = (n: readonly number[], from: number, h: readonly number[], x: readonly number[]): readonly number[] =>
  [0, 1].map((i) => {
    const at = (k: number): number => n[from + k] ?? Number.NaN
    const [x0 = 0, x1 = 0] = x
    const [h0 = 0, h1 = 0] = h
    const input = at(2 * i) * x0 + at(2 * i + 1) * x1
    const state = at(4 + 2 * i) * h0 + at(5 + 2 * i) * h1
    return Math.tanh(input + state + at(8 + i) + at(10 + i))
  })

const run = (
  n: readonly number[],
  from: number,
  state: readonly number[],
  xs: readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const outputs: (readonly number[])[] = []
  for (const x of xs) outputs.push(step(n, from, outputs.at(-1) ?? state, x))
  return outputs
}

const framesOf = (n: readonly number[]): readonly (readonly number[])[] =>
  [0, 1, 2, 3].map((t) => n.slice(28 + 2 * t, 30 + 2 * t))

/** The sum of numbers, each times a weight of its own, so that no two can be mistaken for each other. */
const weighted = (numbers: readonly (readonly number[])[]): number =>
  numbers.flat().reduce((total, x, i) => total + x * (WEIGHTS[i % 4] ?? Number.NaN), 0)
const WEIGHTS = [1, -0.5, 0.75, 2] as const
const weights = tensor([seq(4), feature(2)], [1, -0.5, 0.75, 2, 1, -0.5, 0.75, 2])
const lossOf = (steps: readonly State[]): Tensor<[]> => sum(mul(fromSteps(seq(4))(steps), weights))

const both = tensor([seq(4), feature(4)], [1, -0.5, 0.75, 2, 1, -0.5, 0.75, 2, 1, -0.5, 0.75, 2, 1, -0.5, 0.75, 2])

const runs: readonly (readonly [
  name: string,
  loss: (parts: Parts) => Tensor<[]>,
  reference: (numbers: readonly number[]) => number,
])[] = [
  [
    'fold',
    ({ f, stateF, x }) => sum(mul(fold(elman(f)<[]>)(stateF)(toSteps(x)), tensor([feature(2)], [1, -0.5]))),
    (n) => weighted(run(n, 0, n.slice(24, 26), framesOf(n)).slice(-1)),
  ],
  [
    'scan',
    ({ f, stateF, x }) => lossOf(scan(elman(f)<[]>)(stateF)(toSteps(x))[0]),
    (n) => weighted(run(n, 0, n.slice(24, 26), framesOf(n))),
  ],
  [
    'reverse',
    ({ f, stateF, x }) => lossOf(reverse(scan(elman(f)<[]>))(stateF)(toSteps(x))[0]),
    (n) => weighted([...run(n, 0, n.slice(24, 26), [...framesOf(n)].reverse())].reverse()),
  ],
  [
    'stack',
    ({ f, b, stateF, stateB, x }) => lossOf(scan(stack(elman(f)<[]>, elman(b)<[]>))([stateF, stateB])(toSteps(x))[0]),
    (n) => weighted(run(n, 12, n.slice(26, 28), run(n, 0, n.slice(24, 26), framesOf(n)))),
  ],
  [
    'one cell twice',
    ({ f, stateF, stateB, x }) => lossOf(scan(stack(elman(f)<[]>, elman(f)<[]>))([stateF, stateB])(toSteps(x))[0]),
    (n) => weighted(run(n, 0, n.slice(26, 28), run(n, 0, n.slice(24, 26), framesOf(n)))),
  ],
  [
    'bidirectional',
    ({ f, b, stateF, stateB, x }) => {
      const [pairs] = bidirectional(elman(f)<[]>, elman(b)<[]>)([stateF, stateB])(toSteps(x))
      return sum(mul(fromSteps(seq(4))(pairs.map(([one, other]) => concat(one, other))), both))
    },
    (n) => {
      const forward = run(n, 0, n.slice(24, 26), framesOf(n))
      const backward = [...run(n, 12, n.slice(26, 28), [...framesOf(n)].reverse())].reverse()
      return weighted(forward.map((one, t) => [...one, ...(backward[t] ?? [])]))
    },
  ],
]

const anyNumbers = fc.array(
  fc.integer({ min: -1000, max: 1000 }).map((thousandths) => Math.fround(thousandths / 1000)),
  { minLength: COUNT, maxLength: COUNT },
)

const differences = (f: (numbers: readonly number[]) => number, numbers: readonly number[]): readonly number[] =>
  numbers.map((_, i) => {
    const shifted = (by: number): number => f(numbers.map((x, k) => (k === i ? x + by : x)))
    return (shifted(1e-5) - shifted(-1e-5)) / 2e-5
  })

describe('cells over time', () => {
  test.each(runs)('%s', (_, loss, reference) => {
    fc.assert(
      fc.property(anyNumbers, (numbers) => {
        const [value, gradients] = valueAndGrad(loss)(partsOf(numbers))
        // Every step rounds to float32, which is 6e-8 of numbers below 10; a step of 1e-5 measures to 1e-9.
        expect(Math.abs(value.toArray() - reference(numbers))).toBeLessThan(5e-6)
        for (const [i, slope] of differences(reference, numbers).entries())
          expect(Math.abs((numbersOf(gradients)[i] ?? Number.NaN) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)))
      }),
      { numRuns: 40 },
    )
  })

  test('a history that is cut gives the gradient of what comes after it, from a constant state', () => {
    fc.assert(
      fc.property(anyNumbers, (numbers) => {
        const parts = partsOf(numbers)
        const steps = toSteps(parts.x)
        const cut = grad(({ f }: Parts) => {
          const between = stopGradient(fold(elman(f)<[]>)(parts.stateF)(steps.slice(0, 2)))
          return sum(fold(elman(f)<[]>)(between)(steps.slice(2)))
        })(parts)
        const between = fold(elman(parts.f)<[]>)(parts.stateF)(steps.slice(0, 2))
        const after = grad(({ f }: Parts) => sum(fold(elman(f)<[]>)(between)(steps.slice(2))))(parts)
        expect(numbersOf(cut)).toEqual(numbersOf(after))
      }),
      { numRuns: 20 },
    )
  })

  test('a cell of one’s own through scan has the gradients of the built-in network', () => {
    const net = rnn({ inputSize: 5, hiddenSize: 7 })
    const [params, rng] = net.init(manualSeed(3))
    const [x, after] = randn([seq(9), batch(3), feature(5)])(rng)
    const [target] = randn([seq(9), batch(3), feature(7)])(after)
    const error = (output: typeof target): Tensor<[]> => mean(square(sub(output, target)))
    const [one, builtIn] = valueAndGrad((p: typeof params) => error(net.apply(p)(x).output))(params)
    const [other, own] = valueAndGrad(({ weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0 }: typeof params) => {
      const cell: Cell<
        Tensor<[Batch<3>, Feature<7>]>,
        Tensor<[Batch<3>, Feature<5>]>,
        Tensor<[Batch<3>, Feature<7>]>
      > = (h, frame) => {
        const next = tanh(
          add(
            add(matmul(frame, transpose(weight_ih_l0)), bias_ih_l0),
            add(matmul(h, transpose(weight_hh_l0)), bias_hh_l0),
          ),
        )
        return [next, next]
      }
      return error(fromSteps(seq(9))(scan(cell)(zeros([batch(3), feature(7)]))(toSteps(x))[0]))
    })(params)
    // Two ways to the same numbers, in float32 over nine steps.
    expect(Math.abs(one.toArray() - other.toArray())).toBeLessThan(1e-6)
    for (const key of ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'] as const) {
      const most = largest(builtIn[key].data)
      expect(most).toBeGreaterThan(1e-3)
      expect(distance(own[key].data, builtIn[key].data)).toBeLessThanOrEqual(1e-6 * most)
    }
  })
})
