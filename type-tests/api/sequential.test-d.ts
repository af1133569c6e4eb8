import type { state } from 'fp-ts'
import {
  type Batch,
  batch,
  type Dropout,
  dropout,
  type Embedding,
  embedding,
  type Feature,
  feature,
  type Linear,
  last,
  layerNorm,
  linear,
  manualSeed,
  type OverTime,
  pool,
  type RNN,
  type Rng,
  relu,
  rnn,
  type Seq,
  type Sequential,
  type SequentialParams,
  type Shape,
  type Size,
  seq,
  sequential,
  softmax,
  type Tensor,
  tanh,
  zeros,
} from 'shapefold'
import { expectAssignable, expectType } from 'tsd'

declare const n: number
const seed = manualSeed(0)

// Numbered layers, and shapes of any length and batch.
const net = sequential(
  rnn({ inputSize: 5, hiddenSize: 6, bidirectional: true }),
  dropout(),
  linear({ inFeatures: 12, outFeatures: 3 }),
)
expectType<Sequential<[RNN<5, 6, 1, 2>, Dropout, Linear<12, 3>]>>(net)
const [params, rng] = net.init(seed)
expectType<SequentialParams<[RNN<5, 6, 1, 2>, Dropout, Linear<12, 3>]>>(params)
expectType<Rng>(rng)
expectType<{
  '0.weight_ih_l0': Tensor<[Feature<6>, Feature<5>]>
  '0.weight_hh_l0': Tensor<[Feature<6>, Feature<6>]>
  '0.bias_ih_l0': Tensor<[Feature<6>]>
  '0.bias_hh_l0': Tensor<[Feature<6>]>
  '0.weight_ih_l0_reverse': Tensor<[Feature<6>, Feature<5>]>
  '0.weight_hh_l0_reverse': Tensor<[Feature<6>, Feature<6>]>
  '0.bias_ih_l0_reverse': Tensor<[Feature<6>]>
  '0.bias_hh_l0_reverse': Tensor<[Feature<6>]>
  '2.weight': Tensor<[Feature<3>, Feature<12>]>
  '2.bias': Tensor<[Feature<3>]>
}>({ ...params })
const run = net.apply(params)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(run(zeros([seq(4), batch(2), feature(5)])))
expectType<Tensor<[Seq<9>, Batch<1>, Feature<3>]>>(run(zeros([seq(9), batch(1), feature(5)])))
expectType<Tensor<[Seq<'T'>, Batch<'B'>, Feature<3>]>>(run(zeros([seq('T', n), batch('B', n), feature(5)])))
expectType<Tensor<[Seq<9>, Feature<3>]>>(run(zeros([seq(9), feature(5)])))
expectType<state.State<Rng, Tensor<[Seq<9>, Batch<1>, Feature<3>]>>>(
  net.train(params)(zeros([seq(9), batch(1), feature(5)])),
)

// Named layers, some of them or all.
const named = sequential(
  ['embed', embedding({ numEmbeddings: 65, embeddingDim: 8 })],
  ['rnn', rnn({ inputSize: 8, hiddenSize: 16, numLayers: 2, batchFirst: true })],
  pool('mean'),
  ['head', linear({ inFeatures: 16, outFeatures: 65, bias: false })],
)
expectType<
  Sequential<
    [['embed', Embedding<65, 8>], ['rnn', RNN<8, 16, 2, 1, true>], OverTime<'pool'>, ['head', Linear<16, 65, false>]]
  >
>(named)
const [weights] = named.init(seed)
expectType<Tensor<[Feature<16>, Feature<16>]>>(weights['rnn.weight_ih_l1'])
expectType<Tensor<[Feature<65>, Feature<16>]>>(weights['head.weight'])
expectType<Tensor<[Batch<2>, Feature<65>]>>(named.apply(weights)(zeros([batch(2), seq(4)], 'i32')))
expectType<Tensor<[Feature<65>]>>(named.apply(weights)(zeros([seq(4)], 'i32')))

// Functions as layers: operations, one's own that keeps the axes, one of certain axes.
const own = <S extends Shape>(x: Tensor<S>): Tensor<S> => relu(tanh(x))
const certain = (x: Tensor<[Batch<2>, Feature<6>]>): Tensor<[Batch<2>, Feature<4>]> =>
  linear({ inFeatures: 6, outFeatures: 4 }).apply({
    weight: zeros([feature(4), feature(6)]),
    bias: zeros([feature(4)]),
  })(x)
const functions = sequential(tanh, linear({ inFeatures: 5, outFeatures: 6 }), own, softmax, last, certain, [
  'out',
  relu,
])
const someParams = functions.init(seed)[0]
expectType<{ '1.weight': Tensor<[Feature<6>, Feature<5>]>; '1.bias': Tensor<[Feature<6>]> }>({
  ...someParams,
})
expectType<Tensor<[Batch<2>, Feature<4>]>>(functions.apply(someParams)(zeros([seq(4), batch(2), feature(5)])))

// Sequentials within sequentials.
const nested = sequential(net, last, [
  'tail',
  sequential(layerNorm({ normalizedShape: 3 }), ['x', linear({ inFeatures: 3, outFeatures: 7 })]),
])
const deep = nested.init(seed)[0]
expectType<Tensor<[Feature<6>, Feature<5>]>>(deep['0.0.weight_ih_l0_reverse'])
expectType<Tensor<[Feature<7>]>>(deep['tail.x.bias'])
expectType<Tensor<[Feature<3>]>>(deep['tail.0.weight'])
expectType<Tensor<[Batch<2>, Feature<7>]>>(nested.apply(deep)(zeros([seq(4), batch(2), feature(5)])))

// Named sizes.
const sized = sequential(
  rnn({ inputSize: feature('I', n), hiddenSize: feature('H', n), bidirectional: true }),
  linear({ inFeatures: feature('2*H', n), outFeatures: 3 }),
)
expectType<Tensor<[Feature<3>, Feature<'2*H'>]>>(sized.init(seed)[0]['1.weight'])
expectType<Tensor<[Seq<4>, Feature<3>]>>(sized.apply(sized.init(seed)[0])(zeros([seq(4), feature('I', n)])))

// Generic helpers.
const classify = <T extends Size, B extends Size>(tokens: Tensor<[Batch<B>, Seq<T>], 'i32'>) =>
  named.apply(weights)(tokens)
expectType<Tensor<[Batch<7>, Feature<65>]>>(classify(zeros([batch(7), seq(3)], 'i32')))
const through = <T extends Size, B extends Size>(x: Tensor<[Seq<T>, Batch<B>, Feature<5>]>) => nested.apply(deep)(x)
expectType<Tensor<[Batch<7>, Feature<7>]>>(through(zeros([seq(4), batch(7), feature(5)])))

// None at all, one, and layers from elsewhere.
expectType<Tensor<[Batch<2>]>>(sequential().apply({})(zeros([batch(2)])))
expectType<Sequential<[Dropout]>>(sequential(dropout()))
const layers = [linear({ inFeatures: 5, outFeatures: 6 }), dropout()] as const
expectType<Sequential<[Linear<5, 6>, Dropout]>>(sequential(...layers))
expectAssignable<Readonly<Record<string, unknown>>>(net.init(seed)[0])
