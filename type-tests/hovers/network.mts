/** What an editor shows of networks, their parameters and what they give. */
import { batch, feature, manualSeed, rnn, seq, zeros } from 'shapefold'

declare const n: number

const net = rnn({ inputSize: 5, hiddenSize: 3, bias: true })
//    ^? RNN<5, 3, 1, 1, false, true>
const deep = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true, batchFirst: true, bias: false })
//    ^? RNN<5, 3, 2, 2, true, false>
const named = rnn({ inputSize: feature('I', n), hiddenSize: feature('H', n), bidirectional: true })
//    ^? RNN<"I", "H", 1, 2, false, true>
const plain = rnn({ inputSize: 5, hiddenSize: 3 })
//    ^? RNN<5, 3, 1, 1, false, true>

const [params, rng] = net.init(manualSeed(0))
//     ^? RnnParams<5, 3, 1, 1, true>
//             ^? Rng
const weight = params.weight_ih_l0
//    ^? Tensor<[Feature<3>, Feature<5>]>
const bias = params.bias_hh_l0
//    ^? Tensor<[Feature<3>]>

const run = net.apply(params)
//    ^? BoundRNN<5, 3, 1, 1, false>
const { output, hidden } = run(zeros([seq(4), batch(2), feature(5)]))
//      ^? Tensor<[Seq<4>, Batch<2>, Feature<3>]>
//              ^? Tensor<[Layer<1>, Batch<2>, Feature<3>]>
const { output: wide, hidden: states } = named.apply(named.init(rng)[0])(zeros([seq(4), feature('I', n)]))
//              ^? Tensor<[Seq<4>, Feature<"2*H">]>
//                            ^? Tensor<[Layer<2>, Feature<"H">]>
const result = deep.apply(deep.init(rng)[0])(zeros([batch(2), seq(4), feature(5)]))
//    ^? RecurrentResult<Tensor<[Batch<2>, Seq<4>, Feature<6>]>, Tensor<[Layer<4>, Batch<2>, Feature<3>]>>
const step = net.step(params)
//    ^? StepRNN<5, 3, 1, false>
const { hidden: next } = step(zeros([batch(2), feature(5)]))
//              ^? Tensor<[Layer<1>, Batch<2>, Feature<3>]>
const training = net.train(params)
//    ^? TrainingRNN<5, 3, 1, 1, false>
const sample = training(zeros([seq(4), feature(5)]))
//    ^? State<Rng, RecurrentResult<Tensor<[Seq<4>, Feature<3>]>, Tensor<[Layer<1>, Feature<3>]>>>
