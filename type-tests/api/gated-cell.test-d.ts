/** The cells of LSTM and GRU: sizes are inferred from the weights, the gates counted, and any axes may stand in front. */
import {
  type Batch,
  batch,
  type Feature,
  feature,
  fold,
  fromSteps,
  type GatedRecurrentCell,
  gatedRecurrent,
  type LongShortTermCell,
  type LongShortTermState,
  longShortTerm,
  type Seq,
  type Size,
  scan,
  seq,
  sum,
  type Tensor,
  toSteps,
  valueAndGrad,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

const lstm = longShortTerm({ weight_ih: zeros([feature(12), feature(5)]), weight_hh: zeros([feature(12), feature(3)]) })
expectType<LongShortTermCell<5, 3, 3>>(lstm)
const [output, state] = lstm(
  { hidden: zeros([batch(2), feature(3)]), cell: zeros([batch(2), feature(3)]) },
  zeros([batch(2), feature(5)]),
)
expectType<Tensor<[Batch<2>, Feature<3>]>>(output)
expectType<LongShortTermState<[Batch<2>], 3, 3>>(state)
expectType<Tensor<[Batch<2>, Feature<3>]>>(state.cell)

// With a projection the hidden state is narrower than the memory.
const projected = longShortTerm({
  weight_ih: zeros([feature(12), feature(5)]),
  weight_hh: zeros([feature(12), feature(2)]),
  bias_ih: zeros([feature(12)]),
  bias_hh: zeros([feature(12)]),
  weight_hr: zeros([feature(2), feature(3)]),
})
expectType<LongShortTermCell<5, 3, 2>>(projected)
const start = { hidden: zeros([feature(2)]), cell: zeros([feature(3)]) }
const [outputs, end] = scan(projected<[]>)(start)(toSteps(zeros([seq(4), feature(5)])))
expectType<Tensor<[Seq<4>, Feature<2>]>>(fromSteps(seq(4))(outputs))
expectType<Tensor<[Feature<3>]>>(end.cell)

// Names: four gates of 'H' features are '4*H'.
const named = longShortTerm({
  weight_ih: zeros([feature('4*H', 12), feature(5)]),
  weight_hh: zeros([feature('4*H', 12), feature('H', 3)]),
})
expectType<LongShortTermCell<5, 'H', 'H'>>(named)

const gru = gatedRecurrent({ weight_ih: zeros([feature(9), feature(5)]), weight_hh: zeros([feature(9), feature(3)]) })
expectType<GatedRecurrentCell<5, 3>>(gru)
expectType<Tensor<[Batch<2>, Feature<3>]>>(
  fold(gru<[Batch<2>]>)(zeros([batch(2), feature(3)]))(toSteps(zeros([seq(4), batch(2), feature(5)]))),
)

// Inside a generic function.
const lastOf = <B extends Size>(x: Tensor<[Seq<4>, Batch<B>, Feature<5>]>, h: Tensor<[Batch<B>, Feature<3>]>) =>
  fold(gru<[Batch<B>]>)(h)(toSteps(x))
expectType<Tensor<[Batch<7>, Feature<3>]>>(lastOf(zeros([seq(4), batch(7), feature(5)]), zeros([batch(7), feature(3)])))

// Gradients have the parameters' types.
const weights = { weight_ih: zeros([feature(9), feature(5)]), weight_hh: zeros([feature(9), feature(3)]) }
const [, gradients] = valueAndGrad((by: typeof weights) =>
  sum(gatedRecurrent(by)(zeros([feature(3)]), zeros([feature(5)]))[0]),
)(weights)
expectType<typeof weights>(gradients)
