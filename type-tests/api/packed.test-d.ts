/** packed and unpack: sequences of several lengths, in and out of every network, and through all that stands around it. */
import { function as F, type state as S } from 'fp-ts'
import {
  type Axis,
  axis,
  type Batch,
  batch,
  clamp,
  crossEntropy,
  dropout,
  embedding,
  type Feature,
  feature,
  gru,
  type Layer,
  type LstmResult,
  last,
  layer,
  layerNorm,
  linear,
  lstm,
  manualSeed,
  mse,
  type Packed,
  packed,
  pool,
  type RecurrentResult,
  type Rng,
  relu,
  rnn,
  type Seq,
  type Size,
  seq,
  sequential,
  type Tensor,
  tanh,
  tensor,
  unpack,
  unpad,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number
declare const list: readonly number[]
const seed = manualSeed(0)
const x = zeros([seq(4), batch(2), feature(5)])
const xFirst = zeros([batch(2), seq(4), feature(5)])

// The lengths: literals, numbers, a typed array, a tensor.
type Sequences = Packed<[Seq<4>, Batch<2>, Feature<5>]>
expectType<Sequences>(packed(x, [4, 1]))
expectType<Sequences>(packed(x, [n, 1]))
expectType<Sequences>(packed(x, list))
expectType<Sequences>(packed(x, [4, 1].reverse()))
expectType<Sequences>(packed(x, Int32Array.of(4, 1)))
expectType<Sequences>(packed(x, tensor([batch(2)], Int32Array.of(4, 1))))
expectType<Packed<[Batch<2>, Seq<4>, Feature<5>]>>(packed(xFirst, [1, 4]))
const xNamed = zeros([seq('T', n), batch('B', n), feature('I', n)])
expectType<Packed<[Seq<'T'>, Batch<'B'>, Feature<'I'>]>>(packed(xNamed, [1, 100]))
expectType<Packed<[Seq<'T'>, Batch<'B'>, Feature<'I'>]>>(packed(xNamed, tensor([batch('B', n)], new Int32Array(n))))

// Out again.
const p = packed(x, [4, 1])
expectType<readonly number[]>(p.lengths)
expectType<readonly [Seq<4>, Batch<2>, Feature<5>]>(p.axes)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<5>]>>(unpack(p))

// Packed in, packed out; states are as ever.
type Output<H extends Size> = Packed<[Seq<4>, Batch<2>, Feature<H>]>
type State<L extends Size, H extends Size> = Tensor<[Layer<L>, Batch<2>, Feature<H>]>
const plain = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = plain.init(seed)
const run = plain.apply(params)
expectType<RecurrentResult<Output<3>, State<1, 3>>>(run(p))
expectType<RecurrentResult<Output<3>, State<1, 3>>>(run(p, zeros([layer(1), batch(2), feature(3)])))
expectType<RecurrentResult<Output<3>, State<1, 3>>>(run(p, run(x).hidden))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(unpack(run(p).output))
expectType<S.State<Rng, RecurrentResult<Output<3>, State<1, 3>>>>(plain.train(params)(p))
const both = gru({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true })
expectType<RecurrentResult<Output<6>, State<4, 3>>>(both.apply(both.init(seed)[0])(p))
const projected = lstm({ inputSize: 5, hiddenSize: 3, projSize: 2 })
const runProjected = projected.apply(projected.init(seed)[0])
expectType<LstmResult<Output<2>, State<1, 2>, State<1, 3>>>(runProjected(p))
expectType<LstmResult<Output<2>, State<1, 2>, State<1, 3>>>(runProjected(p, runProjected(x)))
const first = lstm({ inputSize: 5, hiddenSize: 3, batchFirst: true })
expectType<Packed<[Batch<2>, Seq<4>, Feature<3>]>>(first.apply(first.init(seed)[0])(packed(xFirst, [1, 4])).output)

// One network into the next, still packed.
const top = gru({ inputSize: 3, hiddenSize: 7 })
expectType<Output<7>>(top.apply(top.init(seed)[0])(run(p).output).output)

// Packed or not.
const either = run(n > 0 ? p : x)
expectType<Output<3> | Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(either.output)

// Generic helpers.
const runPacked = <T extends Size, B extends Size>(input: Packed<[Seq<T>, Batch<B>, Feature<5>]>) => run(input)
expectType<RecurrentResult<Output<3>, State<1, 3>>>(runPacked(p))
const ends = <B extends Size>(
  input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>,
  lengths: readonly number[],
): Tensor<[Layer<1>, Batch<B>, Feature<3>]> => run(packed(input, lengths)).hidden
expectType<State<1, 3>>(ends(x, [1, 2]))
const carriedOn = <B extends Size>(
  input: Packed<[Seq<4>, Batch<B>, Feature<5>]>,
  state0: Tensor<[Layer<1>, Batch<B>, Feature<3>]>,
) => run(input, state0).hidden
expectType<State<1, 3>>(carriedOn(p, run(x).hidden))

// What may be packed: any axes behind time and batch, tokens too.
type Tokens = Packed<[Seq<4>, Batch<2>], 'i32'>
const tokens = packed(zeros([seq(4), batch(2)], 'i32'), [4, 1])
expectType<Tokens>(tokens)
expectType<'i32'>(tokens.dtype)
expectType<'f32'>(p.dtype)
expectType<Tensor<[Seq<4>, Batch<2>], 'i32'>>(unpack(tokens))
expectType<Packed<[Batch<2>, Seq<4>]>>(packed(zeros([batch(2), seq(4)]), [4, 1]))
expectType<Packed<[Seq<4>, Batch<2>, Axis<'head', 2>, Feature<5>]>>(
  packed(zeros([seq(4), batch(2), axis('head', 2), feature(5)]), [4, 1]),
)

// Modules treat each step alone.
const affine = linear({ inFeatures: 5, outFeatures: 3 })
const runAffine = affine.apply(affine.init(seed)[0])
expectType<Output<3>>(runAffine(p))
expectType<S.State<Rng, Output<3>>>(affine.train(affine.init(seed)[0])(p))
const norm = layerNorm({ normalizedShape: 5 })
expectType<Output<5>>(norm.apply(norm.init(seed)[0])(p))
const split = layerNorm({ normalizedShape: [axis('head', 2), feature(5)] })
const heads = packed(zeros([batch(2), seq(4), axis('head', 2), feature(5)]), [4, 1])
expectType<Packed<[Batch<2>, Seq<4>, Axis<'head', 2>, Feature<5>]>>(split.apply(split.init(seed)[0])(heads))
expectType<Output<5>>(dropout().apply({})(p))
expectType<S.State<Rng, Output<5>>>(dropout().train({})(p))
const table = embedding({ numEmbeddings: 65, embeddingDim: 5 })
const look = table.apply(table.init(seed)[0])
expectType<Output<5>>(look(tokens))
expectType<Packed<[Batch<'B'>, Seq<'T'>, Feature<5>]>>(look(packed(zeros([batch('B', n), seq('T', n)], 'i32'), list)))
expectType<Output<5>>(tanh(p))
expectType<Output<5>>(clamp(p, 0, 1))

// From sequences to one step of each.
expectType<Tensor<[Batch<2>, Feature<5>]>>(last(p))
expectType<Tensor<[Batch<2>, Feature<5>]>>(pool('mean')(p))
expectType<Tensor<[Batch<2>, Axis<'head', 2>, Feature<5>]>>(pool('max')(heads))
expectType<Tensor<[Batch<2>]>>(last(packed(zeros([batch(2), seq(4)]), [4, 1])))
expectType<Tensor<[Batch<'B'>, Feature<'I'>]>>(last(packed(xNamed, list)))

// Own steps alone, for losses and all else.
type Steps = Axis<'step', 'Steps'>
expectType<Tensor<[Steps, Feature<5>]>>(unpad(p))
expectType<Tensor<[Steps], 'i32'>>(unpad(tokens))
expectType<Tensor<[Steps, Axis<'head', 2>, Feature<5>]>>(unpad(heads))
expectType<Tensor<[]>>(mse(unpad(p), unpad(p)))
expectType<Tensor<[]>>(crossEntropy(unpad(look(tokens)), unpad(tokens)))

// Sequentials of all these, of tensors and of packed sequences alike.
const classifier = sequential(
  ['embed', table],
  ['rnn', lstm({ inputSize: 5, hiddenSize: 8, bidirectional: true })],
  dropout(),
  layerNorm({ normalizedShape: 16 }),
  last,
  ['head', linear({ inFeatures: 16, outFeatures: 3 })],
)
const classify = classifier.apply(classifier.init(seed)[0])
expectType<Tensor<[Batch<2>, Feature<3>]>>(classify(tokens))
expectType<Tensor<[Batch<2>, Feature<3>]>>(classify(unpack(tokens)))
expectType<S.State<Rng, Tensor<[Batch<2>, Feature<3>]>>>(classifier.train(classifier.init(seed)[0])(tokens))
const tagger = sequential(table, relu, gru({ inputSize: 5, hiddenSize: 7 }), linear({ inFeatures: 7, outFeatures: 2 }))
const tag = tagger.apply(tagger.init(seed)[0])
expectType<Output<2>>(tag(tokens))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<2>]>>(unpack(tag(tokens)))
const nested = sequential(sequential(affine, tanh), sequential(linear({ inFeatures: 3, outFeatures: 2 }), pool('mean')))
expectType<Tensor<[Batch<2>, Feature<2>]>>(nested.apply(nested.init(seed)[0])(p))

// Generic helpers.
const classifyAny = <T extends Size, B extends Size>(
  words: Tensor<[Seq<T>, Batch<B>], 'i32'>,
  ends: readonly number[],
) => classify(packed(words, ends))
expectType<Tensor<[Batch<7>, Feature<3>]>>(classifyAny(zeros([seq(3), batch(7)], 'i32'), list))
const headOf = <B extends Size>(input: Packed<[Seq<4>, Batch<B>, Feature<5>]>): Tensor<[Batch<B>, Feature<3>]> =>
  last(runAffine(input))
expectType<Tensor<[Batch<2>, Feature<3>]>>(headOf(p))
const meanOf = <T extends Size, B extends Size, F extends Size>(
  input: Packed<[Seq<T>, Batch<B>, Feature<F>]>,
): Tensor<[Batch<B>, Feature<F>]> => pool('mean')(tanh(dropout().apply({})(input)))
expectType<Tensor<[Batch<2>, Feature<5>]>>(meanOf(p))

// Functions put in a row before there is an input: `flow` is told which input it will be.
const forecast = F.flow(run<typeof x>, ({ output }) => top.apply(top.init(seed)[0])(output).hidden)
expectType<State<1, 7>>(forecast(x))
const endsOf = F.flow(run<typeof p>, ({ output }) => last(output))
expectType<Tensor<[Batch<2>, Feature<3>]>>(endsOf(p))
const anyForecast = <T extends Size>() =>
  F.flow(run<Tensor<[Seq<T>, Batch<2>, Feature<5>]>>, ({ output }) => pool('mean')(output))
expectType<Tensor<[Batch<2>, Feature<3>]>>(anyForecast<7>()(zeros([seq(7), batch(2), feature(5)])))
expectType<Tensor<[Batch<2>, Feature<3>]>>(F.pipe(p, run, ({ output }) => output, last))
