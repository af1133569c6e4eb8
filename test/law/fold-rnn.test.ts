/**
 * `rnn` is its definition: the combinators over the Elman cell. And what follows from that, for every size and option.
 * Longer than most files: both halves see the library through the same window without types.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import {
  type Axis,
  type Batch,
  batch,
  bidirectional,
  type Cell,
  elman,
  type Feature,
  feature,
  fromSteps,
  manualSeed,
  type Rng,
  rand,
  randn,
  reverse,
  rnn,
  type Size,
  scan,
  seq,
  stack,
  type Tensor,
  tensor,
  toSteps,
  zeros,
} from '../../src/index.js'
import { expectClose as expectNumbersClose } from './recurrent-runs.js'

type Numbers = Tensor<readonly Axis<string, Size>[]>
type Params = Readonly<Record<string, Numbers>>
interface Result {
  readonly output: Numbers
  readonly hidden: Numbers
}
type Run = (input: Numbers, state0?: Numbers) => Result

/** The library as a program without types sees it. The cast: sizes and options are random here. */
const untyped = shapefold as unknown as {
  readonly rnn: (options: object) => {
    readonly init: (rng: Rng) => readonly [Params, Rng]
    readonly apply: (params: Params) => Run
    readonly train: (params: Params) => (input: Numbers, state0?: Numbers) => (rng: Rng) => readonly [Result, Rng]
    readonly step: (params: Params) => Run
  }
  readonly randn: (axes: readonly unknown[]) => (rng: Rng) => readonly [Numbers, Rng]
  readonly tensor: (axes: readonly unknown[], data: ArrayLike<number>) => Numbers
  readonly seq: (size: number) => Axis<'seq', Size>
  readonly batch: (size: number) => Axis<'batch', Size>
  readonly feature: (size: number) => Axis<'feature', Size>
  readonly layer: (size: number) => Axis<'layer', Size>
}

const expectClose = (got: { readonly data: Float32Array }, want: { readonly data: Float32Array }): void =>
  expectNumbersClose(got.data, want.data)

/** The numbers of `t` with its axes in another order. */
const permuted = (t: Numbers, order: readonly number[]): Numbers => {
  const axes = order.map((i) => t.axes[i])
  const strides = t.shape.map((_, i) => t.shape.slice(i + 1).reduce((a, b) => a * b, 1))
  const data: number[] = []
  const visit = (depth: number, at: number): void => {
    const from = order[depth]
    if (from === undefined) data.push(t.data[at] ?? Number.NaN)
    else for (let i = 0; i < (t.shape[from] ?? 0); i++) visit(depth + 1, at + i * (strides[from] ?? 0))
  }
  visit(0, 0)
  return untyped.tensor(axes, data)
}

/** The part of `t` at an index of one of its axes. */
const sliced = (t: Numbers, axis: number, index: number): Numbers => {
  const first = permuted(t, [axis, ...t.shape.map((_, i) => i).filter((i) => i !== axis)])
  const count = first.data.length / (first.shape[0] ?? 1)
  return untyped.tensor(first.axes.slice(1), first.data.slice(index * count, (index + 1) * count))
}

/** `t` with its first axis turned round. */
const turned = (t: Numbers): Numbers => {
  const length = t.shape[0] ?? 0
  const count = t.data.length / length
  return untyped.tensor(
    t.axes,
    t.data.map((_, i) => t.data[(length - 1 - Math.floor(i / count)) * count + (i % count)] ?? Number.NaN),
  )
}

const size = fc.integer({ min: 1, max: 9 })
const anyCase = fc
  .record({
    time: size,
    batches: fc.integer({ min: 1, max: 5 }),
    inputSize: size,
    hiddenSize: size,
    numLayers: fc.integer({ min: 1, max: 3 }),
    nonlinearity: fc.constantFrom('tanh', 'relu'),
    bias: fc.boolean(),
    bidirectional: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ time, batches, seed, ...options }) => {
    const net = untyped.rnn(options)
    const [params, rng] = net.init(manualSeed(seed))
    const [input, next] = untyped.randn([
      untyped.seq(time),
      untyped.batch(batches),
      untyped.feature(options.inputSize),
    ])(rng)
    const states = options.numLayers * (options.bidirectional ? 2 : 1)
    const [state0] = untyped.randn([
      untyped.layer(states),
      untyped.batch(batches),
      untyped.feature(options.hiddenSize),
    ])(next)
    return { options, net, params, input, state0, time, batches }
  })

describe('the definition, typed as a user types it', () => {
  const [x, rng] = randn([seq(6), batch(2), feature(4)])(manualSeed(1))
  const h0 = zeros([batch(2), feature(3)])
  const steps = toSteps(x)

  /** A cell's parameters out of the network's, by a layer's suffix. */
  const one = rnn({ inputSize: 4, hiddenSize: 3 })
  const [p, after] = one.init(rng)
  const cell = elman({
    weight_ih: p.weight_ih_l0,
    weight_hh: p.weight_hh_l0,
    bias_ih: p.bias_ih_l0,
    bias_hh: p.bias_hh_l0,
  })

  test('one layer is the scan of the Elman cell', () => {
    const [outputs, last] = scan(cell<[Batch<2>]>)(h0)(steps)
    const { output, hidden } = one.apply(p)(x)
    expectClose(output, fromSteps(seq(6))(outputs))
    expectClose(hidden, last)
  })

  test('the Elman cell step by step is step', () => {
    const step = one.step(p)
    let [mine, hidden] = [h0, zeros([shapefold.layer(1), batch(2), feature(3)])]
    for (const frame of steps) {
      const [output, next] = cell(mine, frame)
      const given = step(frame, hidden)
      expectClose(given.output, output)
      mine = next
      hidden = given.hidden
    }
    expectClose(hidden, mine)
  })

  test('two layers are the scan of two cells, stacked', () => {
    const net = rnn({ inputSize: 4, hiddenSize: 3, numLayers: 2, nonlinearity: 'relu', bias: false })
    const [q] = net.init(after)
    const low = elman({ weight_ih: q.weight_ih_l0, weight_hh: q.weight_hh_l0 }, 'relu')
    const high = elman({ weight_ih: q.weight_ih_l1, weight_hh: q.weight_hh_l1 }, 'relu')
    const [outputs, [lastLow, lastHigh]] = scan(stack(low<[Batch<2>]>, high<[Batch<2>]>))([h0, h0])(steps)
    const { output, hidden } = net.apply(q)(x)
    expectClose(output, fromSteps(seq(6))(outputs))
    expectClose(hidden, tensor([batch(4), feature(3)], [...lastLow.data, ...lastHigh.data]))
  })

  test('two directions are bidirectional cells, side by side', () => {
    const net = rnn({ inputSize: 4, hiddenSize: 3, bidirectional: true })
    const [q] = net.init(after)
    const forward = elman({
      weight_ih: q.weight_ih_l0,
      weight_hh: q.weight_hh_l0,
      bias_ih: q.bias_ih_l0,
      bias_hh: q.bias_hh_l0,
    })
    const backward = elman({
      weight_ih: q.weight_ih_l0_reverse,
      weight_hh: q.weight_hh_l0_reverse,
      bias_ih: q.bias_ih_l0_reverse,
      bias_hh: q.bias_hh_l0_reverse,
    })
    const [pairs, [lastF, lastB]] = bidirectional(forward<[Batch<2>]>, backward<[Batch<2>]>)([h0, h0])(steps)
    const { output, hidden } = net.apply(q)(x)
    const joined = pairs.flatMap(([f, b]) =>
      [0, 1].flatMap((row) => [...f.data.slice(row * 3, row * 3 + 3), ...b.data.slice(row * 3, row * 3 + 3)]),
    )
    expectClose(output, tensor([seq(6), batch(2), feature(6)], joined))
    expectClose(hidden, tensor([batch(4), feature(3)], [...lastF.data, ...lastB.data]))
    expectClose(
      fromSteps(seq(6))(pairs.map(([, b]) => b)),
      fromSteps(seq(6))(reverse(scan(backward<[Batch<2>]>))(h0)(steps)[0]),
    )
  })

  test('a cell of the user goes through the same combinators, over the same tensors', () => {
    type State = Tensor<[Batch<2>, Feature<3>]>
    /** Leaves the state where the output is below one half: a gate without parameters. */
    const gated: Cell<State, State, State> = (state, input) => {
      const keep = tensor(
        [batch(2), feature(3)],
        state.data.map((s, i) => ((input.data[i] ?? 0) > 0.5 ? (input.data[i] ?? 0) : s)),
      )
      return [keep, keep]
    }
    const [outputs, [, last]] = scan(stack(cell<[Batch<2>]>, gated))([h0, h0])(steps)
    const y: Tensor<[shapefold.Seq<6>, Batch<2>, Feature<3>]> = fromSteps(seq(6))(outputs)
    expect(y.shape).toEqual([6, 2, 3])
    const [inner] = scan(cell<[Batch<2>]>)(h0)(steps)
    const [want, end] = scan(gated)(h0)(inner)
    expect(y.toArray()).toEqual(fromSteps(seq(6))(want).toArray())
    expect(last.toArray()).toEqual(end.toArray())
    expect(end.data.some((v) => v > 0.5)).toBe(true)
  })

  test('toSteps and fromSteps are inverses', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), (t, b, f, seed) => {
        const [y] = rand([seq('T', t), batch('B', b), feature('F', f)])(manualSeed(seed))
        expect(fromSteps(seq('T', t))(toSteps(y)).toArray()).toEqual(y.toArray())
        expect(toSteps(y)).toHaveLength(t)
      }),
      { numRuns: 30 },
    )
  })
})

describe('what follows, for any sizes and options', () => {
  test('a sequence in two parts, the second from the state of the first, is the sequence', () => {
    fc.assert(
      fc.property(
        anyCase.filter(({ options, time }) => !options.bidirectional && time > 1),
        fc.nat(),
        ({ net, params, input, state0, time, batches, options }, where) => {
          const cut = 1 + (where % (time - 1))
          const run = net.apply(params)
          const count = batches * options.inputSize
          const part = (from: number, to: number) =>
            untyped.tensor([untyped.seq(to - from), ...input.axes.slice(1)], input.data.slice(from * count, to * count))
          const first = run(part(0, cut), state0)
          const second = run(part(cut, time), first.hidden)
          const whole = run(input, state0)
          expectClose({ data: Float32Array.of(...first.output.data, ...second.output.data) }, whole.output)
          expectClose(second.hidden, whole.hidden)
        },
      ),
    )
  })

  test('step, again and again, is apply', () => {
    fc.assert(
      fc.property(
        anyCase.filter(({ options }) => !options.bidirectional),
        ({ net, params, input, state0, time }) => {
          const step = net.step(params)
          const outputs: number[] = []
          let hidden = state0
          for (let t = 0; t < time; t++) {
            const result = step(sliced(input, 0, t), hidden)
            outputs.push(...result.output.data)
            hidden = result.hidden
          }
          const whole = net.apply(params)(input, state0)
          expectClose({ data: Float32Array.from(outputs) }, whole.output)
          expectClose(hidden, whole.hidden)
        },
      ),
    )
  })

  test('the rows of a batch know nothing of each other, and a row alone needs no batch', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), ({ net, params, input, state0, batches }, which) => {
        const row = which % batches
        const together = net.apply(params)(input, state0)
        const alone = net.apply(params)(sliced(input, 1, row), sliced(state0, 1, row))
        expect(alone.output.axes.map(({ role }) => role)).toEqual(['seq', 'feature'])
        expectClose(alone.output, sliced(together.output, 1, row))
        expectClose(alone.hidden, sliced(together.hidden, 1, row))
      }),
    )
  })

  test('batchFirst turns input and output, and nothing else', () => {
    fc.assert(
      fc.property(anyCase, ({ options, net, params, input, state0 }) => {
        const first = untyped.rnn({ ...options, batchFirst: true }).apply(params)(permuted(input, [1, 0, 2]), state0)
        const { output, hidden } = net.apply(params)(input, state0)
        expect(first.output.axes.map(({ role }) => role)).toEqual(['batch', 'seq', 'feature'])
        expectClose(permuted(first.output, [1, 0, 2]), output)
        expectClose(first.hidden, hidden)
      }),
    )
  })

  test('a reversed input through directions that are changed over gives the outputs reversed and changed over', () => {
    fc.assert(
      fc.property(
        anyCase.filter(({ options }) => options.bidirectional && options.numLayers === 1),
        ({ net, params, input, state0, options: { hiddenSize } }) => {
          const swapped = Object.fromEntries(
            Object.keys(params).map((key) => {
              const other = key.endsWith('_reverse') ? key.replace('_reverse', '') : `${key}_reverse`
              return [key, params[other] ?? input] as const
            }),
          )
          const { output, hidden } = net.apply(params)(input, state0)
          const back = net.apply(swapped)(turned(input), turned(state0))
          const halves = turned(back.output)
          const width = 2 * hiddenSize
          expectClose(
            {
              data: halves.data.map((_, i) => halves.data[i - (i % width) + ((i + hiddenSize) % width)] ?? Number.NaN),
            },
            output,
          )
          expectClose(turned(back.hidden), hidden)
        },
      ),
    )
  })

  test('without dropout, train is apply and draws nothing', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), ({ net, params, input, state0 }, seed) => {
        const rng = manualSeed(seed)
        const [{ output, hidden }, next] = net.train(params)(input, state0)(rng)
        const plain = net.apply(params)(input, state0)
        expect(output.data).toEqual(plain.output.data)
        expect(hidden.data).toEqual(plain.hidden.data)
        expect(rand([feature(2)])(next)[0].data).toEqual(rand([feature(2)])(rng)[0].data)
      }),
    )
  })
})
