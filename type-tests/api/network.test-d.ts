import {
  type Batch,
  type BoundRNN,
  batch,
  type Feature,
  feature,
  type Layer,
  layer,
  manualSeed,
  ones,
  type RecurrentResult,
  type RNN,
  type Rng,
  type RnnConfig,
  type RnnParams,
  rnn,
  type Seq,
  type Size,
  seq,
  type Tensor,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

const seed = manualSeed(0)
const x = zeros([seq(4), batch(2), feature(5)])
const xFirst = zeros([batch(2), seq(4), feature(5)])
const xs = zeros([seq(4), feature(5)])

// Every option alone.
expectType<RNN<5, 3, 1, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3 }))
expectType<RNN<5, 3, 2, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2 }))
expectType<RNN<5, 3, 1, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: 'relu' }))
expectType<RNN<5, 3, 1, 1, false, false>>(rnn({ inputSize: 5, hiddenSize: 3, bias: false }))
expectType<RNN<5, 3, 1, 1, true, true>>(rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true }))
expectType<RNN<5, 3, 1, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, dropout: 0 }))
expectType<RNN<5, 3, 1, 2, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true }))
expectType<RNN<2147483648, 1, 1, 1, false, true>>(rnn({ inputSize: 2147483648, hiddenSize: 1 }))

// Pairs.
expectType<RNN<5, 3, 2, 1, true, true>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, batchFirst: true }))
expectType<RNN<5, 3, 2, 1, false, false>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bias: false }))
expectType<RNN<5, 3, 2, 2, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true }))
expectType<RNN<5, 3, 2, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: 0.5 }))
expectType<RNN<5, 3, 2, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: 1 }))
expectType<RNN<5, 3, 1, 2, true, true>>(rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true, batchFirst: true }))
expectType<RNN<5, 3, 1, 2, false, false>>(rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true, bias: false }))
expectType<RNN<5, 3, 1, 1, true, false>>(rnn({ bias: false, batchFirst: true, hiddenSize: 3, inputSize: 5 }))
expectType<RNN<5, 3, 3, 2, true, false>>(
  rnn({
    inputSize: 5,
    hiddenSize: 3,
    numLayers: 3,
    nonlinearity: 'relu',
    bias: false,
    batchFirst: true,
    dropout: 0.1,
    bidirectional: true,
  }),
)

// Options from elsewhere: constants, `as const`, satisfies, spread, a dropout or a nonlinearity that the run time knows.
const HIDDEN = 3
expectType<RNN<5, 3, 1, 1, false, true>>(rnn({ inputSize: 5, hiddenSize: HIDDEN }))
const base = { inputSize: 5, hiddenSize: 3 } as const
expectType<RNN<5, 3, 1, 1, false, true>>(rnn(base))
expectType<RNN<5, 3, 2, 1, false, true>>(rnn({ ...base, numLayers: 2 }))
expectType<RNN<5, 4, 1, 1, false, true>>(rnn({ ...base, hiddenSize: 4 }))
const satisfied = { inputSize: 5, hiddenSize: 3, bidirectional: true } as const satisfies Partial<RnnConfig>
expectType<RNN<5, 3, 1, 2, false, true>>(rnn(satisfied))
const frozen = Object.freeze({ inputSize: 5, hiddenSize: 3 })
expectType<RNN<5, 3, 1, 1, false, true>>(rnn(frozen))
declare const probability: number
declare const nonlinearity: 'tanh' | 'relu'
rnn({ ...base, numLayers: 2, dropout: probability })
rnn({ ...base, nonlinearity })
rnn({ ...base, nonlinearity: probability > 0 ? 'relu' : undefined })
interface Config {
  readonly inputSize: 5
  readonly hiddenSize: 3
}
declare const config: Config
expectType<RNN<5, 3, 1, 1, false, true>>(rnn(config))

// Sequences with a batch, batch first, without a batch; with a state and without.
const net = rnn(base)
const [params, rng] = net.init(seed)
expectType<RnnParams<5, 3>>(params)
expectType<Rng>(rng)
type Result<Output, Hidden> = RecurrentResult<Output, Hidden>
type Batched = Result<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>
type Unbatched = Result<Tensor<[Seq<4>, Feature<3>]>, Tensor<[Layer<1>, Feature<3>]>>
const run = net.apply(params)
expectType<BoundRNN<5, 3, 1, 1, false>>(run)
expectType<Batched>(run(x))
expectType<Batched>(run(x, undefined))
expectType<Batched>(run(x, zeros([layer(1), batch(2), feature(3)])))
expectType<Batched>(run(x, run(x).hidden))
expectType<Unbatched>(run(xs))
expectType<Unbatched>(run(xs, run(xs).hidden))
const maybeState = probability > 0 ? run(x).hidden : undefined
expectType<Batched>(run(x, maybeState))

const first = rnn({ ...base, batchFirst: true })
const runFirst = first.apply(first.init(seed)[0])
expectType<Result<Tensor<[Batch<2>, Seq<4>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>>(runFirst(xFirst))
expectType<Unbatched>(runFirst(xs))
runFirst(xFirst, runFirst(xFirst).hidden)

const both = rnn({ ...base, numLayers: 2, bidirectional: true })
const runBoth = both.apply(both.init(seed)[0])
expectType<Result<Tensor<[Seq<4>, Batch<2>, Feature<6>]>, Tensor<[Layer<4>, Batch<2>, Feature<3>]>>>(runBoth(x))
runBoth(x, zeros([layer(4), batch(2), feature(3)]))

// One network into the next.
const top = rnn({ inputSize: 6, hiddenSize: 7 })
expectType<Tensor<[Seq<4>, Batch<2>, Feature<7>]>>(top.apply(top.init(seed)[0])(runBoth(x).output).output)

// Names.
declare const n: number
const named = rnn({ inputSize: feature('I', n), hiddenSize: feature('H', n), numLayers: 2, bidirectional: true })
expectType<RNN<'I', 'H', 2, 2, false, true>>(named)
const xNamed = zeros([seq('T', n), batch('B', n), feature('I', n)])
expectType<Result<Tensor<[Seq<'T'>, Batch<'B'>, Feature<'2*H'>]>, Tensor<[Layer<4>, Batch<'B'>, Feature<'H'>]>>>(
  named.apply(named.init(seed)[0])(xNamed, zeros([layer(4), batch('B', n), feature('H', n)])),
)
expectType<Tensor<[Seq<'T'>, Batch<'B'>, Feature<3>]>>(run(zeros([seq('T', n), batch('B', n), feature(5)])).output)

// Steps.
type StepResult = Result<Tensor<[Batch<2>, Feature<3>]>, Tensor<[Layer<2>, Batch<2>, Feature<3>]>>
const deep = rnn({ ...base, numLayers: 2 })
const step = deep.step(deep.init(seed)[0])
const first2 = step(zeros([batch(2), feature(5)]))
expectType<StepResult>(first2)
expectType<StepResult>(step(zeros([batch(2), feature(5)]), first2.hidden))
expectType<Result<Tensor<[Feature<3>]>, Tensor<[Layer<2>, Feature<3>]>>>(step(zeros([feature(5)])))
let state: Tensor<[Layer<2>, Batch<2>, Feature<3>]> | undefined
for (const input of [ones([batch(2), feature(5)])]) state = step(input, state).hidden

// Training is a State.
const [trained, after] = net.train(params)(x, run(x).hidden)(seed)
expectType<Batched>(trained)
expectType<Rng>(after)

// An input of several shapes without a state gives a result of several shapes; the same for one step.
const some = n > 0 ? x : zeros([seq(4), batch(3), feature(5)])
const { output, hidden } = run(some)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]> | Tensor<[Seq<4>, Batch<3>, Feature<3>]>>(output)
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]> | Tensor<[Layer<1>, Batch<3>, Feature<3>]>>(hidden)
const batchedOrNot = run(n > 0 ? x : xs)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]> | Tensor<[Seq<4>, Feature<3>]>>(batchedOrNot.output)

// A function that takes any network of a kind, and one that holds on to one.
class Model<I extends Size, H extends Size> {
  readonly net: RNN<I, H>
  readonly params: RnnParams<I, H>
  constructor(net: RNN<I, H>, params: RnnParams<I, H>) {
    this.net = net
    this.params = params
  }
}
expectType<Model<5, 3>>(new Model(net, params))
expectType<number>(net.config.inputSize)
expectType<'tanh' | 'relu'>(net.config.nonlinearity)
