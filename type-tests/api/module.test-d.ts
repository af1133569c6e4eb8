import type { state } from 'fp-ts'
import {
  type Axis,
  axis,
  type Batch,
  batch,
  type Dropout,
  dropout,
  type Embedding,
  type EmbeddingParams,
  embedding,
  type Feature,
  feature,
  type LayerNorm,
  type Linear,
  type LinearParams,
  last,
  layerNorm,
  linear,
  manualSeed,
  type NoParams,
  ones,
  pool,
  type Rng,
  type Seq,
  type Shape,
  type Size,
  seq,
  type Tensor,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number
const seed = manualSeed(0)
const x = zeros([seq(4), batch(2), feature(5)])

// linear: any axes in front.
const affine = linear({ inFeatures: 5, outFeatures: 3 })
expectType<Linear<5, 3>>(affine)
expectType<Linear<5, 3, false>>(linear({ inFeatures: 5, outFeatures: 3, bias: false }))
expectType<Linear<5, 3>>(linear({ inFeatures: 5, outFeatures: 3, bias: undefined }))
expectType<Linear<'I', '2*H'>>(linear({ inFeatures: feature('I', n), outFeatures: feature('2*H', n) }))
const [params, rng] = affine.init(seed)
expectType<LinearParams<5, 3>>(params)
expectType<Rng>(rng)
expectType<Tensor<[Feature<3>, Feature<5>]>>(params.weight)
expectType<Tensor<[Feature<3>]>>(params.bias)
expectType<{ readonly weight: Tensor<[Feature<3>, Feature<5>]> }>(
  linear({ inFeatures: 5, outFeatures: 3, bias: false }).init(seed)[0],
)
const run = affine.apply(params)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(run(x))
expectType<Tensor<[Batch<2>, Seq<4>, Feature<3>]>>(run(zeros([batch(2), seq(4), feature(5)])))
expectType<Tensor<[Batch<2>, Feature<3>]>>(run(zeros([batch(2), feature(5)])))
expectType<Tensor<[Feature<3>]>>(run(zeros([feature(5)])))
expectType<Tensor<[Seq<4>, Axis<'head', 8>, Batch<'B'>, Feature<3>]>>(
  run(zeros([seq(4), axis('head', 8), batch('B', n), feature(5)])),
)
expectType<state.State<Rng, Tensor<[Batch<2>, Feature<3>]>>>(affine.train(params)(zeros([batch(2), feature(5)])))
// Weights from elsewhere fit by their sizes.
affine.apply({ weight: ones([axis('out', 3), axis('in', 5)]), bias: ones([axis('out', 3)]) })

// In generic functions.
const generic = <B extends Size>(input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>) => last(run(input))
expectType<Tensor<[Batch<7>, Feature<3>]>>(generic(zeros([seq(4), batch(7), feature(5)])))
const wide = <In extends Size, Out extends Size>(net: Linear<In, Out>, given: LinearParams<In, Out>) => [net, given]
wide(affine, params)

// embedding: tokens of any shape.
const table = embedding({ numEmbeddings: 65, embeddingDim: 8 })
expectType<Embedding<65, 8>>(table)
expectType<Embedding<65, 8>>(embedding({ numEmbeddings: 65, embeddingDim: 8, paddingIdx: -65 }))
expectType<Embedding<65, 8>>(embedding({ numEmbeddings: 65, embeddingDim: 8, paddingIdx: n }))
expectType<Embedding<'V', 8>>(embedding({ numEmbeddings: axis('vocab', 'V', n), embeddingDim: 8, paddingIdx: 700 }))
expectType<EmbeddingParams<65, 8>>(table.init(seed)[0])
expectType<Tensor<[Axis<'vocab', 65>, Feature<8>]>>(table.init(seed)[0].weight)
const look = table.apply(table.init(seed)[0])
expectType<Tensor<[Seq<4>, Batch<2>, Feature<8>]>>(look(zeros([seq(4), batch(2)], 'i32')))
expectType<Tensor<[Batch<2>, Seq<4>, Feature<8>]>>(look(zeros([batch(2), seq(4)], 'i32')))
expectType<Tensor<[Seq<'T'>, Feature<8>]>>(look(zeros([seq('T', n)], 'i32')))

// layerNorm: over the features, or several last axes.
const norm = layerNorm({ normalizedShape: 5 })
expectType<LayerNorm<[Feature<5>]>>(norm)
expectType<LayerNorm<[Feature<5>], false>>(layerNorm({ normalizedShape: 5, eps: 1e-6, elementwiseAffine: false }))
expectType<LayerNorm<[Feature<'H'>]>>(layerNorm({ normalizedShape: feature('H', n) }))
expectType<Tensor<[Feature<5>]>>(norm.init(seed)[0].weight)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<5>]>>(norm.apply(norm.init(seed)[0])(x))
const heads = layerNorm({ normalizedShape: [axis('head', 4), feature(8)] })
expectType<LayerNorm<[Axis<'head', 4>, Feature<8>]>>(heads)
expectType<Tensor<[Axis<'head', 4>, Feature<8>]>>(heads.init(seed)[0].bias)
expectType<Tensor<[Batch<2>, Axis<'head', 4>, Feature<8>]>>(
  heads.apply(heads.init(seed)[0])(zeros([batch(2), axis('head', 4), feature(8)])),
)

// dropout.
expectType<Dropout>(dropout())
expectType<Dropout>(dropout({}))
expectType<Dropout>(dropout({ p: 0.1 }))
expectType<Dropout>(dropout({ p: n }))
expectType<Dropout>(dropout({ p: 1e-9 }))
expectType<NoParams>(dropout().init(seed)[0])
expectType<Tensor<[Seq<4>, Batch<2>, Feature<5>]>>(dropout().apply({})(x))
expectType<state.State<Rng, Tensor<[Seq<4>, Batch<2>, Feature<5>]>>>(dropout().train({})(x))

// last and pool.
expectType<Tensor<[Batch<2>, Feature<5>]>>(last(x))
expectType<Tensor<[Batch<2>, Feature<5>]>>(pool('mean')(zeros([batch(2), seq(4), feature(5)])))
expectType<Tensor<[Feature<5>]>>(pool('max')(zeros([seq(4), feature(5)])))
expectType<Tensor<[Batch<2>, Axis<'head', 3>]>>(last(zeros([batch(2), axis('head', 3), seq(9)])))
const latest = <S extends Size>(input: Tensor<[Batch<2>, Seq<S>, Feature<5>]>) => last(input)
expectType<Tensor<[Batch<2>, Feature<5>]>>(latest(zeros([batch(2), seq(6), feature(5)])))

// A function of any tensor of a shape that the types don't know is not refused for what nobody knows.
declare const unknown: Tensor<Shape>
expectType<Dropout>(dropout())
dropout().apply({})(unknown)
