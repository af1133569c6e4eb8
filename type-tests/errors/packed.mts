/** Sequences that can't be packed, and packed ones that do not fit. */
import {
  add,
  axis,
  type Batch,
  batch,
  dropout,
  embedding,
  type Feature,
  feature,
  last,
  layer,
  layerNorm,
  linear,
  lstm,
  manualSeed,
  mean,
  mse,
  mul,
  packed,
  rnn,
  rnnCell,
  type Seq,
  seq,
  sequential,
  softmax,
  type Tensor,
  tanh,
  tensor,
  unpack,
  unpad,
  zeros,
} from 'shapefold'

declare const n: number

const x = zeros([seq(4), batch(2), feature(5)])
const net = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(manualSeed(0))
const run = net.apply(params)
const first = lstm({ inputSize: 5, hiddenSize: 3, batchFirst: true })
const runFirst = first.apply(first.init(manualSeed(0))[0])
const p = packed(x, [4, 1])

// What may be packed.

// ! input is (seq, feature), but packed takes (seq, batch, ...) or (batch, seq, ...)
packed(zeros([seq(4), feature(5)]), [4])
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, feature), but packed takes (seq, batch, ...) or (batch, seq, ...)
packed(zeros([batch(2), feature(5)]), [4, 1])
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, feature, batch), but packed takes (seq, batch, ...) or (batch, seq, ...)
packed(zeros([seq(4), feature(5), batch(2)]), [4, 1])
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq), but packed takes (seq, batch, ...) or (batch, seq, ...)
packed(zeros([seq(4)], 'i32'), [4])
//     ^^^^^^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
packed([[1, 2]], [4, 1])
//     ^^^^^^^^

// ! input is packed, but it must be a tensor: take last, pool, unpad or unpack of it
packed(p, [4, 1])
//     ^

// Lengths.

// ! lengths[1] is 5, but each length is an integer from 1 to 4, the input's seq
packed(x, [4, 5])
//        ^^^^^^

// ! lengths[0] is 0, but each length is an integer from 1 to 4, the input's seq
packed(x, [0, 4])
//        ^^^^^^

// ! lengths[1] is 2.5, but each length is an integer from 1 to 4, the input's seq
packed(x, [4, 2.5])
//        ^^^^^^^^

// ! lengths[0] is -1, but each length is an integer from 1 to T, the input's seq
packed(zeros([seq('T', n), batch(2), feature(5)]), [-1, 1])
//                                                 ^^^^^^^

// ! 3 lengths were given, but the input has batch 2
packed(x, [4, 1, 2])
//        ^^^^^^^^^

// ! 0 lengths were given, but the input has batch 2
packed(x, [])
//        ^^

// ! 3 lengths were given, but the input has batch 2
packed(x, tensor([batch(3)], Int32Array.of(4, 1, 2)))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! lengths is a tensor (seq) of i32, but it must be (batch) of i32
packed(x, tensor([seq(2)], Int32Array.of(4, 1)))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! lengths is a tensor (batch) of f32, but it must be (batch) of i32
packed(x, tensor([batch(2)], [4, 1]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! lengths is 4, but it must be an array of integers, one for each sequence
packed(x, 4)
//        ^

// ! lengths is null, but it must be an array of integers, one for each sequence
packed(x, null)
//        ^^^^

// A packed input has the errors of a tensor.

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
run(packed(zeros([seq(4), batch(2), feature(6)]), [4, 1]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
run(packed(zeros([batch(2), seq(4), feature(5)]), [4, 1]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, batch, feature), but this LSTM takes (batch, seq, feature): set batchFirst: false
runFirst(p)
//       ^

// ! input is (seq, batch, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
net.step(params)(p)
//               ^

// So has its state.

// ! state0 is packed, but it must be a tensor: take last, pool, unpad or unpack of it
run(p, p)
//     ^

// ! state0 has batch 3, but the input has batch 2
run(p, zeros([layer(1), batch(3), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.hidden has batch 3, but the input has batch 2
runFirst(packed(zeros([batch(2), seq(4), feature(5)]), [4, 1]), runFirst(zeros([batch(3), seq(4), feature(5)])))
//                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Modules, `last`, `pool` and functions of single numbers take packed sequences with the errors of tensors.

const plain = packed(zeros([seq(4), batch(2)]), [4, 1])
const tokens = packed(zeros([seq(4), batch(2)], 'i32'), [4, 1])
const affine = linear({ inFeatures: 6, outFeatures: 3 })
const wide = affine.apply(affine.init(manualSeed(0))[0])
const norm6 = layerNorm({ normalizedShape: 6 })
const norm = norm6.apply(norm6.init(manualSeed(0))[0])
const normHeads = layerNorm({ normalizedShape: [axis('head', 2), feature(5)] })
const split = normHeads.apply(normHeads.init(manualSeed(0))[0])
const normAcross = layerNorm({ normalizedShape: [batch(2), feature(5)] })
const across = normAcross.apply(normAcross.init(manualSeed(0))[0])
const table = embedding({ numEmbeddings: 9, embeddingDim: 5 })
const look = table.apply(table.init(manualSeed(0))[0])
const cell = rnnCell({ inputSize: 5, hiddenSize: 3 })

// ! input has feature 5, but this Linear takes feature 6: set inFeatures: 5
wide(p)
//   ^

// ! input is (seq, batch), but this Linear takes features as the last axis
wide(plain)
//   ^^^^^

// ! input holds i32 numbers, but this Linear takes f32
wide(tokens)
//   ^^^^^^

// ! input has feature 5, but this LayerNorm takes feature 6: set normalizedShape: 5
norm(p)
//   ^

// ! input is (seq, batch, feature) of sizes (4, 2, 5), but the last axes that this LayerNorm takes are (head, feature) of sizes (2, 5): set normalizedShape
split(p)
//    ^

// ! input is packed, but this LayerNorm normalises over (batch, feature): of packed sequences each time step is normalised alone
across(p)
//     ^

// ! input holds i32 numbers, but this Dropout takes f32
dropout().apply({})(tokens)
//                  ^^^^^^

// ! input holds f32 numbers, but this Embedding takes i32
look(p)
//   ^

// ! x holds i32 numbers, but last takes f32
last(tokens)
//   ^^^^^^

// ! x holds i32 numbers, but tanh takes f32
tanh(tokens)
//   ^^^^^^

// ! input holds i32 numbers, but this RNN takes f32
run(tokens)
//  ^^^^^^

// ! input is (seq, batch), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(plain)
//  ^^^^^

// ! input is (seq, batch, feature), but this RNNCell takes (batch, feature) or, without a batch, (feature): for a whole sequence there are rnn, lstm and gru
cell.apply(cell.init(manualSeed(0))[0])(p)
//                                      ^

// In a sequential, too.

const classifier = sequential(table, ['rnn', net], last)
const classify = classifier.apply(classifier.init(manualSeed(0))[0])
const scores = sequential(net, softmax)
declare const ofTensor: (t: Tensor<[Seq<4>, Batch<2>, Feature<3>]>) => Tensor<[Batch<2>, Feature<3>]>
const certain = sequential(net, ofTensor)

// ! in layer 'rnn', input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
classify(packed(zeros([batch(2), seq(4)], 'i32'), [4, 1]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input holds f32 numbers, but this Embedding takes i32
classify(p)
//       ^

// ! in layer 1, x is packed, but it must be a tensor: take last, pool, unpad or unpack of it
scores.apply(scores.init(manualSeed(0))[0])(p)
//                                          ^

// ! in layer 1, input is packed, but it must be a tensor: take last, pool, unpad or unpack of it
certain.apply(certain.init(manualSeed(0))[0])(p)
//                                            ^

// All else takes tensors.

// ! a is packed, but it must be a tensor: take last, pool, unpad or unpack of it
mul(p, 2)
//  ^

// ! b is packed, but it must be a tensor: take last, pool, unpad or unpack of it
add(x, p)
//     ^

// ! x is packed, but it must be a tensor: take last, pool, unpad or unpack of it
softmax(p)
//      ^

// ! x is packed, but it must be a tensor: take last, pool, unpad or unpack of it
mean(p, 'seq')
//   ^

// ! prediction is packed, but it must be a tensor: take last, pool, unpad or unpack of it
mse(p, x)
//  ^

// Neither is the other.

// ! x is a tensor, but unpack takes packed sequences: write packed(x, lengths)
unpack(x)
//     ^

// ! x is an array, but unpack takes packed sequences: write packed(x, lengths)
unpack([x])
//     ^^^

// ! x is a tensor, but unpad takes packed sequences: write packed(x, lengths)
unpad(x)
//    ^

// ! target is (step Steps, feature 6), but prediction is (step Steps, feature 5): mse takes a target for each of its numbers
mse(unpad(p), unpad(packed(zeros([seq(4), batch(2), feature(6)]), [4, 1])))
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// A packed sequence is immutable.

// ! TS2540: Cannot assign to 'lengths' because it is a read-only property.
p.lengths = [1, 1]
//^^^^^^^

// ! TS2542: Index signature in type 'readonly number[]' only permits reading.
p.lengths[0] = 1
