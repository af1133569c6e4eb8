/** Sequentials whose joints do not fit, and what does not fit a sequential. */
import {
  type Batch,
  batch,
  dropout,
  embedding,
  type Feature,
  feature,
  last,
  layerNorm,
  linear,
  manualSeed,
  pool,
  rnn,
  type Seq,
  type Size,
  seq,
  sequential,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from 'shapefold'

declare const n: number
declare const word: string
declare const certain: (x: Tensor<[Batch<2>, Feature<16>]>) => Tensor<[Batch<2>, Feature<3>]>

const rnn64 = rnn({ inputSize: 8, hiddenSize: 64 })
const head128 = linear({ inFeatures: 128, outFeatures: 3 })

// Joints: sizes.

// ! layer 1 (Linear) takes feature 128, but layer 0 (RNN) gives feature 64: set inFeatures: 64
sequential(rnn64, head128)
//                ^^^^^^^

// ! layer 3 (Linear) takes feature 128, but layer 0 (RNN) gives feature 64: set inFeatures: 64
sequential(rnn64, tanh, dropout(), head128, last)
//                                 ^^^^^^^

// ! layer 1 (Linear) takes feature 63, but layer 0 (Linear) gives feature 64: set inFeatures: 64
sequential(linear({ inFeatures: 5, outFeatures: 64 }), linear({ inFeatures: 63, outFeatures: 4 }))
//                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! layer 'head' (Linear) takes feature 128, but layer 'rnn' (RNN) gives feature 64: set inFeatures: 64
sequential(['rnn', rnn64], last, ['head', head128])
//                               ^^^^^^^^^^^^^^^^^

// ! layer 1 (RNN) takes feature 8, but layer 0 (Embedding) gives feature 9: set inputSize: 9
sequential(embedding({ numEmbeddings: 65, embeddingDim: 9 }), rnn64, head128)
//                                                            ^^^^^

// ! layer 1 (Linear) takes feature 16, but layer 0 (RNN) gives feature 32: set inFeatures: 32
sequential(rnn({ inputSize: 8, hiddenSize: 16, bidirectional: true }), linear({ inFeatures: 16, outFeatures: 3 }))
//                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! layer 1 (LayerNorm) takes feature 128, but layer 0 (RNN) gives feature 64: set normalizedShape: 64
sequential(rnn64, layerNorm({ normalizedShape: 128 }))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! layer 2 (Linear) takes feature 128, but layer 0 (LayerNorm) gives feature 64: set inFeatures: 64
sequential(layerNorm({ normalizedShape: 64 }), dropout(), head128)
//                                                        ^^^^^^^

// ! layer 1 (Linear) takes feature H, but layer 0 (RNN) gives feature 2*H: set inFeatures: feature('2*H', n)
sequential(
  rnn({ inputSize: 8, hiddenSize: feature('H', n), bidirectional: true }),
  linear({ inFeatures: feature('H', n), outFeatures: 3 }),
)

// ! layer 2 (function) takes feature 16, but layer 0 (RNN) gives feature 64
sequential(rnn64, last, certain)
//                      ^^^^^^^

// ! layer 1 (Sequential) takes feature 128, but layer 0 (RNN) gives feature 64: set inFeatures: 64
sequential(rnn64, sequential(dropout(), head128))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! layer 1 (Linear) takes feature 128, but layer 0 (Sequential) gives feature 64: set inFeatures: 64
sequential(sequential(rnn64, tanh), head128)
//                                  ^^^^^^^

// Joints: sequences, steps and tokens.

// ! layer 1 (RNN) takes a sequence, but layer 0 (last) gives one time step
sequential(last, rnn64)
//               ^^^^^

// ! layer 3 (pool) takes a sequence, but layer 1 (last) gives one time step
sequential(rnn64, last, tanh, pool('mean'))
//                            ^^^^^^^^^^^^

// ! layer 1 (Embedding) takes i32 tokens, which no layer gives: put it first
sequential(rnn64, embedding({ numEmbeddings: 65, embeddingDim: 9 }))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Layers that are none, and names.

// ! layer 1 is 5, but a layer is a module, a function from tensor to tensor, or a pair such as ['head', linear(...)]
sequential(rnn64, 5)
//                ^

// ! layer 0 is an object, but a layer is a module, a function from tensor to tensor, or a pair such as ['head', linear(...)]
sequential({ rnn: rnn64 })
//         ^^^^^^^^^^^^^^

// ! layer 0 is a function, but a layer is a module, a function from tensor to tensor, or a pair such as ['head', linear(...)]
sequential(linear)
//         ^^^^^^

// ! layer 1 is a function of many shapes, and its type does not tell what it makes of them: give one that keeps all axes, or one of certain axes
sequential(rnn64, transpose)
//                ^^^^^^^^^

// ! layer 0 has the name 'my.rnn', but a name has no dot and is not empty: it is a part of the keys of the parameters
sequential(['my.rnn', rnn64])
//         ^^^^^^^^^^^^^^^^^

// ! layer 0 has the name '', but a name has no dot and is not empty: it is a part of the keys of the parameters
sequential(['', rnn64])
//         ^^^^^^^^^^^

// ! layer 1 has the name 'a', which a layer before it has: give it another
sequential(['a', rnn64], ['a', tanh])
//                       ^^^^^^^^^^^

// ! layer 1 has the name '1', which a layer before it has: give it another
sequential(['1', rnn64], tanh)
//                       ^^^^

// ! layer 0 has a name of type string, which the types can't check: write a literal (or 'as const')
sequential([word, rnn64])
//         ^^^^^^^^^^^^^

const many = [rnn64, rnn64]
// ! the layers have the type of an array, so the types can't count them: write them in place (or 'as const')
sequential(...many)
//         ^^^^^^^

// Inputs.

const net = sequential(['embed', embedding({ numEmbeddings: 65, embeddingDim: 8 })], ['rnn', rnn64], last)
const [params, rng] = net.init(manualSeed(0))

// ! input holds f32 numbers, but this Embedding takes i32
net.apply(params)(zeros([seq(4), batch(2)]))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! in layer 'rnn', input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
net.apply(params)(zeros([batch(2), seq(4)], 'i32'))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! in layer 'rnn', input is (batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
net.train(params)(zeros([batch(2)], 'i32'))
//                ^^^^^^^^^^^^^^^^^^^^^^^^

const plain = sequential(rnn64, tanh, certain64())
declare function certain64(): (x: Tensor<[Seq<4>, Batch<2>, Feature<64>]>) => Tensor<[Seq<4>, Batch<2>, Feature<3>]>
const [weights] = plain.init(rng)

// ! input has feature 9, but this RNN takes feature 8: set inputSize: 9
plain.apply(weights)(zeros([seq(4), batch(2), feature(9)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! in layer 2, input is (seq, batch, feature) of sizes (5, 2, 64), but this function takes (seq, batch, feature) of sizes (4, 2, 64)
plain.apply(weights)(zeros([seq(5), batch(2), feature(8)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

const generic = <B extends Size>(x: Tensor<[Batch<B>, Seq<4>], 'i32'>) =>
  // ! in layer 'rnn', input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
  net.apply(params)(x)

const mixed = sequential(rnn({ inputSize: 8, hiddenSize: 8, batchFirst: true }), rnn64)
// ! in layer 1, input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
mixed.apply(mixed.init(rng)[0])(zeros([batch(2), seq(4), feature(8)]))
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

declare const certain9: (x: Tensor<[Batch<9>, Feature<16>]>) => Tensor<[Batch<9>, Feature<3>]>
const nested = sequential(net, sequential(dropout(), linear({ inFeatures: 64, outFeatures: 16 }), certain9))
// ! in layer 1, in layer 2, input is (batch, feature) of sizes (2, 16), but this function takes (batch, feature) of sizes (9, 16)
nested.apply(nested.init(rng)[0])(zeros([seq(4), batch(2)], 'i32'))
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Parameters.

// ! params lacks 0.weight_ih_l0, which this Sequential has
plain.apply(params)
//          ^^^^^^

// ! params has 2.weight, which this Sequential has not
plain.apply({ ...weights, '2.weight': zeros([feature(2)]) })
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.rnn.weight_hh_l0 is (64, 8), but this Sequential takes (64, 64)
net.apply({ ...params, 'rnn.weight_hh_l0': params['rnn.weight_ih_l0'] })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! TS2551: Property 'rnn.weight_ih_l1' does not exist on type 'SequentialParams<[["embed", Embedding<65, 8>], ["rnn", RNN<8, 64, 1, 1, false, true>], OverTime<"last">]>'. Did you mean 'rnn.weight_ih_l0'?
params['rnn.weight_ih_l1']
