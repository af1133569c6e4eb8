/** lstm and gru: their options, parameters, states and results. What all networks share is in network.test-d.ts. */
import type { state as S } from 'fp-ts'
import {
  type Batch,
  type BoundGRU,
  type BoundLSTM,
  batch,
  type Feature,
  feature,
  type GRU,
  type GruConfig,
  type GruParams,
  gru,
  type Layer,
  type LSTM,
  type LstmConfig,
  type LstmParams,
  type LstmResult,
  type LstmState,
  layer,
  lstm,
  manualSeed,
  type RecurrentResult,
  type Rng,
  type Seq,
  type Size,
  type StepGRU,
  type StepLSTM,
  seq,
  type Tensor,
  type TrainingLSTM,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number
declare const any: <T>() => T
const seed = manualSeed(0)
const base = { inputSize: 5, hiddenSize: 3 } as const
const x = zeros([seq(4), batch(2), feature(5)])
const xFirst = zeros([batch(2), seq(4), feature(5)])
const xs = zeros([seq(4), feature(5)])

// Every option alone, and all of them.
expectType<LSTM<5, 3, 1, 1, false, true, 0>>(lstm({ inputSize: 5, hiddenSize: 3 }))
expectType<LSTM<5, 3, 2, 1, false, true, 0>>(lstm({ ...base, numLayers: 2 }))
expectType<LSTM<5, 3, 1, 1, false, false, 0>>(lstm({ ...base, bias: false }))
expectType<LSTM<5, 3, 1, 1, true, true, 0>>(lstm({ ...base, batchFirst: true }))
expectType<LSTM<5, 3, 2, 1, false, true, 0>>(lstm({ ...base, numLayers: 2, dropout: 0.5 }))
expectType<LSTM<5, 3, 1, 2, false, true, 0>>(lstm({ ...base, bidirectional: true }))
expectType<LSTM<5, 3, 1, 1, false, true, 2>>(lstm({ ...base, projSize: 2 }))
expectType<LSTM<5, 3, 1, 1, false, true, 0>>(lstm({ ...base, projSize: 0 }))
expectType<LSTM<5, 3, 1, 1, false, true, 0>>(lstm({ ...base, projSize: undefined }))
expectType<LSTM<5, 2147483648, 1, 1, false, true, 2147483647>>(
  lstm({ inputSize: 5, hiddenSize: 2147483648, projSize: 2147483647 }),
)
expectType<LSTM<5, 3, 2, 2, true, false, 1>>(
  lstm({
    inputSize: 5,
    hiddenSize: 3,
    numLayers: 2,
    bias: false,
    batchFirst: true,
    dropout: 0.1,
    bidirectional: true,
    projSize: 1,
  }),
)
expectType<GRU<5, 3, 1, 1, false, true>>(gru({ inputSize: 5, hiddenSize: 3 }))
expectType<GRU<5, 3, 2, 2, true, false>>(
  gru({
    inputSize: 5,
    hiddenSize: 3,
    numLayers: 2,
    bias: false,
    batchFirst: true,
    dropout: 0.1,
    bidirectional: true,
  }),
)
const lstmOptions = { inputSize: 5, hiddenSize: 3, projSize: 2 } as const satisfies Partial<LstmConfig>
expectType<LSTM<5, 3, 1, 1, false, true, 2>>(lstm(lstmOptions))
const gruOptions = { inputSize: 5, hiddenSize: 3, bidirectional: true } as const satisfies Partial<GruConfig>
expectType<GRU<5, 3, 1, 2, false, true>>(gru(gruOptions))

// A projection is less than hiddenSize; against a name the run time compares.
expectType<LSTM<5, 'H', 1, 1, false, true, 2>>(lstm({ inputSize: 5, hiddenSize: feature('H', n), projSize: 2 }))
expectType<LSTM<5, 3, 1, 1, false, true, 'P'>>(lstm({ ...base, projSize: feature('P', n) }))
expectType<LSTM<5, 'H', 1, 1, false, true, 'P'>>(
  lstm({ inputSize: 5, hiddenSize: feature('H', n), projSize: feature('P', n) }),
)
expectType<LSTM<5, 3, 1, 1, false, true, 2>>(lstm({ ...base, projSize: feature(2) }))

// The config has each option of PyTorch, with numbers for sizes.
const config = lstm({ inputSize: feature('I', n), hiddenSize: 3, projSize: 2 }).config
expectType<number>(config.inputSize)
expectType<number>(config.projSize)
expectType<boolean>(config.batchFirst)
expectType<number>(gru(base).config.dropout)

// Parameters: four and three gates, exactly; a projection narrows what goes back and on.
const plain = lstm(base)
const [params, rng] = plain.init(seed)
expectType<LstmParams<5, 3>>(params)
expectType<Rng>(rng)
expectType<Tensor<[Feature<12>, Feature<5>]>>(params.weight_ih_l0)
expectType<Tensor<[Feature<12>, Feature<3>]>>(params.weight_hh_l0)
expectType<Tensor<[Feature<12>]>>(params.bias_hh_l0)
type Projected = LstmParams<5, 3, 2, 2, true, 2>
expectType<Tensor<[Feature<12>, Feature<2>]>>(any<Projected['weight_hh_l0_reverse']>())
expectType<Tensor<[Feature<12>, Feature<4>]>>(any<Projected['weight_ih_l1']>())
expectType<Tensor<[Feature<2>, Feature<3>]>>(any<Projected['weight_hr_l1_reverse']>())
expectType<false>(any<'weight_hr_l0' extends keyof LstmParams<5, 3> ? true : false>())
expectType<Tensor<[Feature<'4*H'>, Feature<'I'>]>>(any<LstmParams<'I', 'H'>['weight_ih_l0']>())
expectType<Tensor<[Feature<'4*H'>, Feature<'2*P'>]>>(any<LstmParams<'I', 'H', 2, 2, true, 'P'>['weight_ih_l1']>())
expectType<Tensor<[Feature<'P'>, Feature<'H'>]>>(any<LstmParams<'I', 'H', 1, 1, true, 'P'>['weight_hr_l0']>())
expectType<Tensor<[Feature<8589934592>]>>(any<LstmParams<1, 2147483648>['bias_ih_l0']>())
const gated = gru(base)
const [gruParams] = gated.init(seed)
expectType<GruParams<5, 3>>(gruParams)
expectType<Tensor<[Feature<9>, Feature<5>]>>(gruParams.weight_ih_l0)
expectType<Tensor<[Feature<9>]>>(gruParams.bias_ih_l0)
expectType<Tensor<[Feature<300>, Feature<200>]>>(any<GruParams<7, 100, 2, 2>['weight_ih_l1']>())
expectType<Tensor<[Feature<'3*H'>, Feature<'2*H'>]>>(any<GruParams<'I', 'H', 2, 2>['weight_ih_l1']>())
plain.apply({
  weight_ih_l0: zeros([feature(12), feature(5)]),
  weight_hh_l0: zeros([feature(12), feature(3)]),
  bias_ih_l0: zeros([feature(12)]),
  bias_hh_l0: zeros([feature(12)]),
})

// What comes out, with a state and without: an LSTM has a pair.
type Result = LstmResult<
  Tensor<[Seq<4>, Batch<2>, Feature<3>]>,
  Tensor<[Layer<1>, Batch<2>, Feature<3>]>,
  Tensor<[Layer<1>, Batch<2>, Feature<3>]>
>
const run = plain.apply(params)
expectType<BoundLSTM<5, 3, 1, 1, false, 0>>(run)
expectType<Result>(run(x))
expectType<Result>(run(x, undefined))
expectType<Result>(run(x, { hidden: zeros([layer(1), batch(2), feature(3)]), cell: run(x).cell }))
// What an LSTM gives is a state.
expectType<Result>(run(x, run(x)))
const { hidden, cell } = run(x)
const pair: LstmState<typeof hidden, typeof cell> = { hidden, cell }
expectType<Result>(run(x, pair))
const maybe = n > 0 ? pair : undefined
expectType<Result>(run(x, maybe))
expectType<LstmResult<Tensor<[Seq<4>, Feature<3>]>, Tensor<[Layer<1>, Feature<3>]>, Tensor<[Layer<1>, Feature<3>]>>>(
  run(xs, run(xs)),
)

// Hidden and output are as wide as the projection, the cell state as hiddenSize.
const projected = lstm({ ...base, hiddenSize: 7, numLayers: 2, bidirectional: true, batchFirst: true, projSize: 2 })
const runProjected = projected.apply(projected.init(seed)[0])
type ProjectedResult = LstmResult<
  Tensor<[Batch<2>, Seq<4>, Feature<4>]>,
  Tensor<[Layer<4>, Batch<2>, Feature<2>]>,
  Tensor<[Layer<4>, Batch<2>, Feature<7>]>
>
expectType<ProjectedResult>(runProjected(xFirst))
expectType<ProjectedResult>(
  runProjected(xFirst, {
    hidden: zeros([layer(4), batch(2), feature(2)]),
    cell: zeros([layer(4), batch(2), feature(7)]),
  }),
)
const named = lstm({ inputSize: 5, hiddenSize: feature('H', n), bidirectional: true, projSize: feature('P', n) })
expectType<
  LstmResult<
    Tensor<[Seq<'T'>, Batch<'B'>, Feature<'2*P'>]>,
    Tensor<[Layer<2>, Batch<'B'>, Feature<'P'>]>,
    Tensor<[Layer<2>, Batch<'B'>, Feature<'H'>]>
  >
>(named.apply(named.init(seed)[0])(zeros([seq('T', n), batch('B', n), feature(5)])))

// A GRU gives what an RNN gives.
type GruResult = RecurrentResult<Tensor<[Seq<4>, Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>
const runGru = gated.apply(gruParams)
expectType<BoundGRU<5, 3, 1, 1, false>>(runGru)
expectType<GruResult>(runGru(x))
expectType<GruResult>(runGru(x, runGru(x).hidden))
const both = gru({ ...base, numLayers: 2, bidirectional: true, batchFirst: true })
expectType<RecurrentResult<Tensor<[Batch<2>, Seq<4>, Feature<6>]>, Tensor<[Layer<4>, Batch<2>, Feature<3>]>>>(
  both.apply(both.init(seed)[0])(xFirst),
)

// Steps, with the whole result carried on.
const step = lstm({ ...base, numLayers: 2, projSize: 2 })
const runStep = step.step(step.init(seed)[0])
expectType<StepLSTM<5, 3, 2, false, 2>>(runStep)
type StepResult = LstmResult<
  Tensor<[Batch<2>, Feature<2>]>,
  Tensor<[Layer<2>, Batch<2>, Feature<2>]>,
  Tensor<[Layer<2>, Batch<2>, Feature<3>]>
>
let carried: StepResult | undefined
for (const frame of [zeros([batch(2), feature(5)])]) carried = runStep(frame, carried)
expectType<LstmResult<Tensor<[Feature<2>]>, Tensor<[Layer<2>, Feature<2>]>, Tensor<[Layer<2>, Feature<3>]>>>(
  runStep(zeros([feature(5)])),
)
expectType<StepGRU<5, 3, 1, false>>(gated.step(gruParams))
expectType<RecurrentResult<Tensor<[Batch<2>, Feature<3>]>, Tensor<[Layer<1>, Batch<2>, Feature<3>]>>>(
  gated.step(gruParams)(zeros([batch(2), feature(5)])),
)

// Training is a State.
expectType<TrainingLSTM<5, 3, 1, 1, false, 0>>(plain.train(params))
expectType<S.State<Rng, Result>>(plain.train(params)(x, run(x)))
expectType<S.State<Rng, GruResult>>(gated.train(gruParams)(x))

// An input of several shapes gives results of several shapes.
const some = n > 0 ? x : zeros([seq(4), batch(3), feature(5)])
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]> | Tensor<[Layer<1>, Batch<3>, Feature<3>]>>(run(some).cell)

// Generic helpers: in the batch and in time, with the state, over any network.
const encode = <T extends Size, B extends Size>(
  input: Tensor<[Seq<T>, Batch<B>, Feature<5>]>,
): Tensor<[Layer<1>, Batch<B>, Feature<3>]> => run(input).cell
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(encode(x))
const twice = <B extends Size>(input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>) => run(input, run(input))
expectType<Result>(twice(x))
const withState = <B extends Size>(
  input: Tensor<[Seq<4>, Batch<B>, Feature<5>]>,
  state0?: LstmState<Tensor<[Layer<1>, Batch<B>, Feature<3>]>, Tensor<[Layer<1>, Batch<B>, Feature<3>]>>,
) => run(input, state0)
expectType<Result>(withState(x, pair))
const oneStep = <B extends Size>(input: Tensor<[Batch<B>, Feature<5>]>) => runStep(input).output
expectType<Tensor<[Batch<2>, Feature<2>]>>(oneStep(zeros([batch(2), feature(5)])))
const initOf = <I extends Size, H extends Size>(network: LSTM<I, H>): LstmParams<I, H> => network.init(seed)[0]
expectType<LstmParams<5, 3>>(initOf(plain))
const lastHidden = <I extends Size, H extends Size, T extends Size, B extends Size>(
  network: GRU<I, H>,
  input: Tensor<[Seq<T>, Batch<B>, Feature<I>]>,
): Tensor<[Layer<1>, Batch<B>, Feature<H>]> => network.apply(network.init(seed)[0])(input).hidden
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(lastHidden(gated, x))
const lastCell = <I extends Size, H extends Size, T extends Size, B extends Size>(
  network: LSTM<I, H>,
  input: Tensor<[Seq<T>, Batch<B>, Feature<I>]>,
): Tensor<[Layer<1>, Batch<B>, Feature<H>]> => network.apply(network.init(seed)[0])(input).cell
expectType<Tensor<[Layer<1>, Batch<2>, Feature<3>]>>(lastCell(plain, x))

// No network is another's, nor are parameters.
type Fits<A, B> = A extends B ? true : false
expectType<false>(any<Fits<GRU<5, 3>, LSTM<5, 3>>>())
expectType<false>(any<Fits<GruParams<5, 3>, LstmParams<5, 3>>>())
expectType<false>(any<Fits<LstmParams<5, 3>, LstmParams<5, 3, 1, 1, true, 2>>>())
expectType<false>(any<Fits<LSTM<5, 3>, LSTM<5, 3, 1, 1, false, true, 2>>>())
