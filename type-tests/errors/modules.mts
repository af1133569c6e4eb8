/** Modules that are none, and what does not fit them. */
import {
  axis,
  batch,
  dropout,
  embedding,
  feature,
  last,
  layerNorm,
  linear,
  manualSeed,
  pool,
  type Size,
  seq,
  type Tensor,
  zeros,
} from 'shapefold'

declare const n: number

const affine = linear({ inFeatures: 5, outFeatures: 3 })
const [params, rng] = affine.init(manualSeed(0))
const run = affine.apply(params)

// Options.

// ! this Linear lacks outFeatures: the number of features of the output
linear({ inFeatures: 5 })
//     ^^^^^^^^^^^^^^^^^

// ! this Linear takes an object of options: give inFeatures and outFeatures
linear(5)
//     ^

// ! outFeatures is the name 'H' without a number: write feature('H', n)
linear({ inFeatures: 5, outFeatures: 'H' })
//                      ^^^^^^^^^^^

// ! this Linear has no option out_features: write outFeatures
linear({ inFeatures: 5, outFeatures: 3, out_features: 3 })
//                                      ^^^^^^^^^^^^

// ! inFeatures is an axis of role batch, but this Linear counts features: write a positive integer, or feature('N', n)
linear({ inFeatures: batch('B', n), outFeatures: 3 })
//       ^^^^^^^^^^

// ! bias is 1, but it must be true or false
linear({ inFeatures: 5, outFeatures: 3, bias: 1 })
//                                      ^^^^

// ! this Embedding lacks numEmbeddings: the number of tokens
embedding({ embeddingDim: 8 })
//        ^^^^^^^^^^^^^^^^^^^

// ! numEmbeddings has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in axis('vocab', 'N', n)
embedding({ numEmbeddings: n, embeddingDim: 8 })
//          ^^^^^^^^^^^^^

// ! numEmbeddings is an axis of role feature, but this Embedding counts tokens: write a positive integer, or axis('vocab', 'N', n)
embedding({ numEmbeddings: feature('V', n), embeddingDim: 8 })
//          ^^^^^^^^^^^^^

// ! numEmbeddings is the name 'V' without a number: write axis('vocab', 'V', n)
embedding({ numEmbeddings: axis('vocab', 'V'), embeddingDim: 8 })
//          ^^^^^^^^^^^^^

// ! paddingIdx is 65, but this Embedding has 65 tokens: write an integer below that, or a negative one that counts from the end
embedding({ numEmbeddings: 65, embeddingDim: 8, paddingIdx: 65 })
//                                              ^^^^^^^^^^

// ! paddingIdx is -66, but this Embedding has 65 tokens: write an integer below that, or a negative one that counts from the end
embedding({ numEmbeddings: 65, embeddingDim: 8, paddingIdx: -66 })
//                                              ^^^^^^^^^^

// ! paddingIdx is 1.5, but this Embedding has V tokens: write an integer below that, or a negative one that counts from the end
embedding({ numEmbeddings: axis('vocab', 'V', n), embeddingDim: 8, paddingIdx: 1.5 })
//                                                                 ^^^^^^^^^^

// ! paddingIdx is 'pad', but this Embedding has 65 tokens: write an integer below that, or a negative one that counts from the end
embedding({ numEmbeddings: 65, embeddingDim: 8, paddingIdx: 'pad' })
//                                              ^^^^^^^^^^

// ! normalizedShape is empty: write the number of features, or the last axes, as in [axis('head', 4), feature(8)]
layerNorm({ normalizedShape: [] })
//          ^^^^^^^^^^^^^^^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
layerNorm({ normalizedShape: [4, 8] })
//          ^^^^^^^^^^^^^^^

// ! eps is -1, but it must be a number of 0 or more
layerNorm({ normalizedShape: 8, eps: -1 })
//                              ^^^

// ! p is 1.5, but a probability is from 0 to 1
dropout({ p: 1.5 })
//        ^

// ! p is -1e-9, but a probability is from 0 to 1
dropout({ p: -1e-9 })
//        ^

// ! this Dropout has no option rate: see the options of torch.nn.Dropout, in camel case
dropout({ rate: 0.5 })
//        ^^^^

// ! this Dropout takes an object of options: give p
dropout(0.5)
//      ^^^

// Inputs.

// ! input has feature 6, but this Linear takes feature 5: set inFeatures: 6
run(zeros([seq(4), batch(2), feature(6)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature H, but this Linear takes feature 5: set inFeatures: feature('H', n)
run(zeros([batch(2), feature('H', n)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature, batch), but this Linear takes features as the last axis
run(zeros([feature(5), batch(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (), but this Linear takes features as the last axis
run(zeros([]))
//  ^^^^^^^^^

// ! input holds i32 numbers, but this Linear takes f32
run(zeros([feature(5)], 'i32'))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run([1, 2, 3, 4, 5])
//  ^^^^^^^^^^^^^^^

// ! input has feature 6, but this Linear takes feature 5: set inFeatures: 6
affine.train(params)(zeros([batch(2), feature(6)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

const generic = <B extends Size>(x: Tensor<[Batch6<B>, F6]>) =>
  // ! input has feature 6, but this Linear takes feature 5: set inFeatures: 6
  run(x)
type Batch6<B extends Size> = import('shapefold').Batch<B>
type F6 = import('shapefold').Feature<6>

const table = embedding({ numEmbeddings: 65, embeddingDim: 8 })

// ! input holds f32 numbers, but this Embedding takes i32
table.apply(table.init(rng)[0])(zeros([seq(4), batch(2)]))
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
table.apply(table.init(rng)[0])(7)
//                              ^

const norm = layerNorm({ normalizedShape: 8 })

// ! input has feature 5, but this LayerNorm takes feature 8: set normalizedShape: 5
norm.apply(norm.init(rng)[0])(zeros([batch(2), feature(5)]))
//                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

const heads = layerNorm({ normalizedShape: [axis('head', 4), feature(8)] })

// ! input is (batch, feature, head) of sizes (2, 8, 4), but the last axes that this LayerNorm takes are (head, feature) of sizes (4, 8): set normalizedShape
heads.apply(heads.init(rng)[0])(zeros([batch(2), feature(8), axis('head', 4)]))
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input holds i32 numbers, but this Dropout takes f32
dropout().apply({})(zeros([feature(5)], 'i32'))
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! x is (batch, feature), but last takes one axis of time: give (seq, batch, feature) or the like
last(zeros([batch(2), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! x is (seq, seq), but pool takes one axis of time: give (seq, batch, feature) or the like
pool('max')(zeros([seq(2), seq(5)]))
//          ^^^^^^^^^^^^^^^^^^^^^^^

// ! x holds i32 numbers, but last takes f32
last(zeros([seq(2)], 'i32'))
//   ^^^^^^^^^^^^^^^^^^^^^^

// Parameters.

// ! params lacks weight, which this Linear has
affine.apply({})
//           ^^

// ! params lacks bias, which this Linear has
affine.apply({ weight: params.weight })
//           ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params has bias, which this Linear has not
linear({ inFeatures: 5, outFeatures: 3, bias: false }).apply(params)
//                                                           ^^^^^^

// ! params.weight is (5, 3), but this Linear takes (3, 5)
affine.apply({ ...params, weight: zeros([feature(5), feature(3)]) })
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.bias holds i32 numbers, but this Linear takes f32
affine.apply({ ...params, bias: zeros([feature(3)], 'i32') })
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
affine.apply([params.weight, params.bias])
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
affine.train(affine.init)
//           ^^^^^^^^^^^

// ! params has weight, which this Dropout has not
dropout().apply({ weight: params.weight })
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^
