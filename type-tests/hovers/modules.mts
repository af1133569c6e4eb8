/** What an editor shows of modules and sequentials. */
import {
  batch,
  dropout,
  embedding,
  feature,
  last,
  layerNorm,
  linear,
  lstmCell,
  manualSeed,
  packed,
  rnn,
  seq,
  sequential,
  tanh,
  unpack,
  zeros,
} from 'shapefold'

declare const n: number

const affine = linear({ inFeatures: 5, outFeatures: 3 })
//    ^? Linear<5, 3, true>
const [params, rng] = affine.init(manualSeed(0))
//     ^? LinearParams<5, 3, true>
const run = affine.apply(params)
//    ^? Bound<LinearRule<5, 3, true>>
const y = run(zeros([seq(4), batch('B', n), feature(5)]))
//    ^? Tensor<[Seq<4>, Batch<"B">, Feature<3>]>
const table = embedding({ numEmbeddings: 65, embeddingDim: 8 })
//    ^? Embedding<65, 8>
const norm = layerNorm({ normalizedShape: 8 })
//    ^? LayerNorm<[Feature<8>], true>
const dropped = dropout().train({})(y)
//    ^? State<Rng, Tensor<[Seq<4>, Batch<"B">, Feature<3>]>>
const end = last(y)
//    ^? Tensor<[Batch<"B">, Feature<3>]>

const net = sequential(['embed', table], ['rnn', rnn({ inputSize: 8, hiddenSize: 16 })], last, tanh)
//    ^? Sequential<[["embed", Embedding<65, 8>], ["rnn", RNN<8, 16, 1, 1, false, true>], OverTime<"last">, MapNumbers<"tanh">]>
const [weights] = net.init(rng)
//     ^? SequentialParams<[["embed", Embedding<65, 8>], ["rnn", RNN<8, 16, 1, 1, false, true>], OverTime<"last">, MapNumbers<"tanh">]>
const weight = weights['rnn.weight_hh_l0']
//    ^? Tensor<[Feature<16>, Feature<16>]>
const vector = net.apply(weights)(zeros([seq(4), batch(2)], 'i32'))
//    ^? Tensor<[Batch<2>, Feature<16>]>

const cell = lstmCell({ inputSize: 5, hiddenSize: 3 })
//    ^? LSTMCell<5, 3, true>
const step = cell.apply(cell.init(rng)[0])
//    ^? BoundCell<CellNet<"LSTMCell", true, 5, 3>>
const state = step(zeros([batch(2), feature(5)]))
//    ^? LstmState<Tensor<[Batch<2>, Feature<3>]>, Tensor<[Batch<2>, Feature<3>]>>

// Packed sequences keep their shape.
const words = packed(zeros([seq(4), batch(2)], 'i32'), [4, 1])
//    ^? Packed<[Seq<4>, Batch<2>], "i32">
const rows = table.apply(table.init(rng)[0])(words)
//    ^? Packed<[Seq<4>, Batch<2>, Feature<8>]>
const normed = norm.apply(norm.init(rng)[0])(rows)
//    ^? Packed<[Seq<4>, Batch<2>, Feature<8>]>
const kept = dropout().train({})(tanh(normed))
//    ^? State<Rng, Packed<[Seq<4>, Batch<2>, Feature<8>]>>
const ends = last(rows)
//    ^? Tensor<[Batch<2>, Feature<8>]>
const vectors = net.apply(weights)(words)
//    ^? Tensor<[Batch<2>, Feature<16>]>
const padded = unpack(words)
//    ^? Tensor<[Seq<4>, Batch<2>], "i32">
