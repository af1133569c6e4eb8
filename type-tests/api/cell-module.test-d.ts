import type { state } from 'fp-ts'
import {
  type Batch,
  batch,
  type CellResult,
  type Feature,
  feature,
  type GRUCell,
  gru,
  gruCell,
  type LSTMCell,
  last,
  linear,
  lstmCell,
  manualSeed,
  type RNNCell,
  type Rng,
  rnn,
  rnnCell,
  type Seq,
  type Size,
  seq,
  sequential,
  type Tensor,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number
const seed = manualSeed(0)
const x = zeros([batch(2), feature(5)])
type Hidden = Tensor<[Batch<2>, Feature<3>]>

const elman = rnnCell({ inputSize: 5, hiddenSize: 3 })
expectType<RNNCell<5, 3>>(elman)
expectType<RNNCell<5, 3, false>>(rnnCell({ inputSize: 5, hiddenSize: 3, bias: false, nonlinearity: 'relu' }))
const long = lstmCell({ inputSize: 5, hiddenSize: 3 })
expectType<LSTMCell<5, 3>>(long)
const gated = gruCell({ inputSize: feature('I', n), hiddenSize: feature('H', n) })
expectType<GRUCell<'I', 'H'>>(gated)

// Parameters: PyTorch's names, gates one below the other.
const [params, rng] = elman.init(seed)
expectType<Rng>(rng)
expectType<Tensor<[Feature<3>, Feature<5>]>>(params.weight_ih)
const [gates] = long.init(seed)
expectType<Tensor<[Feature<12>, Feature<3>]>>(gates.weight_hh)
expectType<Tensor<[Feature<12>]>>(gates.bias_ih)
expectType<Tensor<[Feature<'3*H'>, Feature<'I'>]>>(gated.init(seed)[0].weight_ih)

// Steps, with a state and without.
expectType<CellResult<Hidden>>(elman.apply(params)(x))
const { hidden } = elman.apply(params)(x)
expectType<Hidden>(elman.apply(params)(x, hidden).hidden)
expectType<Tensor<[Feature<3>]>>(elman.apply(params)(zeros([feature(5)]), zeros([feature(3)])).hidden)
const pair = long.apply(gates)(x)
expectType<Hidden>(pair.hidden)
expectType<Hidden>(pair.cell)
expectType<Hidden>(long.apply(gates)(x, pair).cell)
expectType<Hidden>(long.apply(gates)(x, { hidden, cell: hidden }).hidden)
expectType<Tensor<[Batch<'B'>, Feature<'H'>]>>(
  gated.apply(gated.init(seed)[0])(zeros([batch('B', n), feature('I', n)])).hidden,
)
expectType<state.State<Rng, CellResult<Hidden>>>(elman.train(params)(x))

// In generic functions.
const step = <B extends Size>(input: Tensor<[Batch<B>, Feature<5>]>, before: Tensor<[Batch<B>, Feature<3>]>) =>
  elman.apply(params)(input, before).hidden
expectType<Tensor<[Batch<7>, Feature<3>]>>(step(zeros([batch(7), feature(5)]), zeros([batch(7), feature(3)])))

// In a sequential the hidden state goes on.
const net = sequential(rnn({ inputSize: 4, hiddenSize: 5 }), last, long, linear({ inFeatures: 3, outFeatures: 1 }))
const [weights] = net.init(seed)
expectType<Tensor<[Feature<12>, Feature<5>]>>(weights['2.weight_ih'])
expectType<Tensor<[Batch<2>, Feature<1>]>>(net.apply(weights)(zeros([seq(4), batch(2), feature(4)])))
const deep = sequential(
  gru({ inputSize: 4, hiddenSize: 5, bidirectional: true }),
  linear({ inFeatures: 10, outFeatures: 1 }),
)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<1>]>>(
  deep.apply(deep.init(seed)[0])(zeros([seq(4), batch(2), feature(4)])),
)
