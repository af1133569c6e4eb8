import { function as F, type state as S } from 'fp-ts'
import {
  type AnyTensor,
  type Batch,
  batch,
  type Feature,
  feature,
  type Layer,
  layer,
  manualSeed,
  type RecurrentResult,
  type RNN,
  type Rng,
  type RnnParams,
  rnn,
  type Seq,
  type Shape,
  type ShapeOf,
  type Size,
  seq,
  showTensor,
  type Tensor,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

const net = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(manualSeed(0))
const run = net.apply(params)
const x = zeros([seq(4), batch(2), feature(5)])

// Generic in the batch, in time, in both; with no cast and no annotation of the result.
const anyBatch = <B extends Size>(input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>) => net.apply(params)(input)
expectType<RecurrentResult<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>>(
  anyBatch(x),
)
const anyTime = <T extends Size>(input: Tensor<[Seq<T>, Batch<2>, Feature<5>]>) => run(input).output
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(anyTime(x))
const anyBoth = <T extends Size, B extends Size>(input: Tensor<[Seq<T>, Batch<B>, Feature<5>]>) => run(input).hidden
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(anyBoth(x))
const unbatched = <T extends Size>(input: Tensor<[Seq<T>, Feature<5>]>) => run(input)
expectType<Tensor<[Seq<4>, Feature<3>]>>(unbatched(zeros([seq(4), feature(5)])).output)

// With the result's type written out.
const last = <B extends Size>(
  input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>,
): Tensor<[Layer<1>, Batch<B>, Feature<3>]> => run(input).hidden
expectType<Tensor<[Layer<1>, Batch<'B'>, Feature<3>]>>(last(zeros([seq(4), batch('B', 2), feature(5)])))

// Batch first, both directions.
const both = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, batchFirst: true, bidirectional: true })
const [bothParams] = both.init(manualSeed(0))
const readBoth = <B extends Size, T extends Size>(
  input: Tensor<[Batch<B>, Seq<T>, Feature<5>]>,
): Tensor<[Batch<B>, Seq<T>, Feature<6>]> => both.apply(bothParams)(input).output
expectType<Tensor<[Batch<2>, Seq<4>, Feature<6>]>>(readBoth(zeros([batch(2), seq(4), feature(5)])))

// With states.
const withState = <T extends Size, B extends Size>(
  input: Tensor<[Seq<T>, Batch<B>, Feature<5>]>,
  state0: Tensor<[Layer<1>, Batch<B>, Feature<3>]>,
) => run(input, state0)
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(withState(x, zeros([layer(1), batch(2), feature(3)])).hidden)
const optionalState = <B extends Size>(
  input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>,
  state0?: Tensor<[Layer<1>, Batch<B>, Feature<3>]>,
) => run(input, state0)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(optionalState(x).output)
const twice = <B extends Size>(input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>) => run(input, run(input).hidden)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(twice(x).output)

// Step and train.
const oneStep = <B extends Size>(
  input: Tensor<[Batch<B>, Feature<5>]>,
  state0: Tensor<[Layer<1>, Batch<B>, Feature<3>]>,
) => net.step(params)(input, state0)
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(
  oneStep(zeros([batch(2), feature(5)]), zeros([layer(1), batch(2), feature(3)])).hidden,
)
const train = <T extends Size, B extends Size>(input: Tensor<[Seq<T>, Batch<B>, Feature<5>]>) =>
  net.train(params)(input)
expectType<
  S.State<Rng, RecurrentResult<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>>
>(train(x))

// Any network.
const initOf = <I extends Size, H extends Size>(network: RNN<I, H>): RnnParams<I, H> => network.init(manualSeed(0))[0]
expectType<RnnParams<5, 3>>(initOf(net))
const bindOf = <I extends Size, H extends Size>(network: RNN<I, H>, weights: RnnParams<I, H>) => network.apply(weights)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(bindOf(net, params)(x).output)
const lastHidden = <I extends Size, H extends Size, T extends Size, B extends Size>(
  network: RNN<I, H>,
  input: Tensor<[Seq<T>, Batch<B>, Feature<I>]>,
): Tensor<[Layer<1>, Batch<B>, Feature<H>]> => network.apply(network.init(manualSeed(0))[0])(input).hidden
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(lastHidden(net, x))

// Any shape.
const rank = <S extends Shape>(t: Tensor<S>): number => t.axes.length
rank(x)
rank(zeros([]))
const identity = <S extends Shape>(t: Tensor<S>): Tensor<S> => t
expectType<typeof x>(identity(x))
const describe = (t: AnyTensor): string => `${t.dtype} ${t.shape.join('x')} ${showTensor.show(t)}`
describe(x)
describe(zeros([seq(4)], 'i32'))
const same = <T extends AnyTensor>(t: T): ShapeOf<T>['length'] => t.axes.length
same(x)

// A function as a value: networks fit where functions of tensors are asked for.
const model: (input: Tensor<[Seq<4>, Batch<2>, Feature<5>]>) => Tensor<[Seq<4>, Batch<2>, Feature<3>]> = (input) =>
  run(input).output
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>[]>([x, x].map(model))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>[]>([x].map((input) => run(input).output))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(F.pipe(x, run, (result) => result.output))
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(
  F.pipe(
    x,
    (input) => run(input),
    ({ hidden }) => hidden,
  ),
)
