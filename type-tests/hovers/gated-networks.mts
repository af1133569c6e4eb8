/** What an editor shows of LSTMs, GRUs and packed sequences. */
import { batch, feature, gru, lstm, manualSeed, packed, rnn, seq, unpack, zeros } from 'shapefold'

declare const n: number

const net = lstm({ inputSize: 5, hiddenSize: 3 })
//    ^? LSTM<5, 3, 1, 1, false, true, 0>
const deep = lstm({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true, batchFirst: true, projSize: 2 })
//    ^? LSTM<5, 3, 2, 2, true, true, 2>
const named = lstm({ inputSize: 5, hiddenSize: feature('H', n), projSize: feature('P', n) })
//    ^? LSTM<5, "H", 1, 1, false, true, "P">
const gated = gru({ inputSize: 5, hiddenSize: 3, bias: false })
//    ^? GRU<5, 3, 1, 1, false, false>

const [params] = net.init(manualSeed(0))
//     ^? LstmParams<5, 3, 1, 1, true, 0>
const [gruParams] = gated.init(manualSeed(0))
//     ^? GruParams<5, 3, 1, 1, false>
const weight = params.weight_ih_l0
//    ^? Tensor<[Feature<12>, Feature<5>]>
const reset = gruParams.weight_hh_l0
//    ^? Tensor<[Feature<9>, Feature<3>]>
const gates = named.init(manualSeed(0))[0].weight_hh_l0
//    ^? Tensor<[Feature<"4*H">, Feature<"P">]>

const run = net.apply(params)
//    ^? BoundLSTM<5, 3, 1, 1, false, 0>
const x = zeros([seq(4), batch(2), feature(5)])
const result = run(x)
//    ^? LstmResult<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>
const { output, hidden, cell } = deep.apply(deep.init(manualSeed(0))[0])(zeros([batch(2), seq(4), feature(5)]))
//      ^? Tensor<[Batch<2>, Seq<4>, Feature<4>]>
//              ^? Tensor<[Layer<4>, Batch<2>, Feature<2>]>
//                      ^? Tensor<[Layer<4>, Batch<2>, Feature<3>]>
const step = net.step(params)
//    ^? StepLSTM<5, 3, 1, false, 0>
const { cell: carried } = step(zeros([batch(2), feature(5)]))
//            ^? Tensor<[Layer<1>, Batch<2>, Feature<3>]>
const training = net.train(params)
//    ^? TrainingLSTM<5, 3, 1, 1, false, 0>
const runGru = gated.apply(gruParams)
//    ^? BoundGRU<5, 3, 1, 1, false>
const stepGru = gated.step(gruParams)
//    ^? StepGRU<5, 3, 1, false>
const states = runGru(x)
//    ^? RecurrentResult<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>

const sequences = packed(x, [4, 1])
//    ^? Packed<[Seq<4>, Batch<2>, Feature<5>]>
const ends = run(sequences)
//    ^? LstmResult<Packed<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>
const plain = rnn({ inputSize: 5, hiddenSize: 3 })
const { output: still } = plain.apply(plain.init(manualSeed(0))[0])(sequences)
//              ^? Packed<[Seq<4>, Batch<2>, Feature<3>]>
const padded = unpack(still)
//    ^? Tensor<[Seq<4>, Batch<2>, Feature<3>]>
