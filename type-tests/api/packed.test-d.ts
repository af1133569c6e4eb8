/** packed and unpack: sequences of several lengths, in and out of every network. */
import type { state as S } from 'fp-ts'
import {
  type Batch,
  batch,
  type Feature,
  feature,
  gru,
  type Layer,
  type LstmResult,
  layer,
  lstm,
  manualSeed,
  type Packed,
  packed,
  type RecurrentResult,
  type Rng,
  rnn,
  type Seq,
  type Size,
  seq,
  type Tensor,
  tensor,
  unpack,
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
