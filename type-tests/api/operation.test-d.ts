import {
  type Axis,
  abs,
  add,
  argmax,
  axis,
  type Batch,
  batch,
  clamp,
  concat,
  div,
  exp,
  type Feature,
  feature,
  gather,
  type Layer,
  layer,
  log,
  logSoftmax,
  matmul,
  max,
  mean,
  mul,
  narrow,
  neg,
  permute,
  relu,
  reshape,
  type Seq,
  type Shape,
  type Size,
  select,
  seq,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number
type X = Tensor<[Seq<4>, Batch<2>, Feature<6>]>
const x: X = zeros([seq(4), batch(2), feature(6)])
const row = zeros([feature(6)])
const column = zeros([batch(2)])
const one = zeros([])
const named = zeros([seq('T', n), batch('B', n), feature(6)])

// On each number: the tensor's own type.
expectType<X>(neg(x))
expectType<X>(tanh(x))
expectType<X>(sigmoid(x))
expectType<X>(relu(x))
expectType<X>(exp(x))
expectType<X>(log(x))
expectType<X>(sqrt(x))
expectType<X>(square(x))
expectType<X>(abs(x))
expectType<X>(clamp(x, 0, 1))
expectType<X>(stopGradient(x))
expectType<Tensor<[Batch<2>], 'i32'>>(stopGradient(zeros([batch(2)], 'i32')))
expectType<Tensor<[]>>(tanh(one))

// On two: the one that has all axes.
expectType<X>(add(x, x))
expectType<X>(sub(x, row))
expectType<X>(mul(row, x))
expectType<X>(div(x, column))
expectType<X>(add(column, x))
expectType<X>(add(x, one))
expectType<X>(add(one, x))
expectType<X>(mul(x, 0.5))
expectType<X>(sub(1, x))
expectType<X>(mul(x, n))
expectType<X>(add(x, zeros([seq(4), feature(6)])))
expectType<Tensor<[]>>(add(one, one))
expectType<Tensor<[]>>(div(one, 2))
expectType<typeof named>(add(named, zeros([batch('B', n)])))
expectType<Tensor<[Feature<3>, Feature<3>]>>(add(zeros([feature(3), feature(3)]), zeros([feature(3)])))

// Along an axis, or all.
expectType<Tensor<[]>>(sum(x))
expectType<Tensor<[]>>(mean(x))
expectType<Tensor<[]>>(max(x))
expectType<Tensor<[Seq<4>, Batch<2>]>>(sum(x, 'feature'))
expectType<Tensor<[Batch<2>, Feature<6>]>>(mean(x, 'seq'))
expectType<Tensor<[Seq<'T'>, Feature<6>]>>(max(named, 'batch'))
expectType<Tensor<[Seq<4>, Batch<2>], 'i32'>>(argmax(x, 'feature'))
expectType<X>(softmax(x))
expectType<X>(softmax(x, 'seq'))
expectType<X>(logSoftmax(x, 'batch'))
expectType<X>(sub(x, mean(x, 'feature')))

// Products.
expectType<Tensor<[]>>(matmul(row, row))
expectType<Tensor<[Seq<4>, Batch<2>]>>(matmul(x, row))
expectType<Tensor<[Seq<4>, Batch<2>, Axis<'class', 3>]>>(matmul(x, zeros([feature(6), axis('class', 3)])))
expectType<Tensor<[Batch<2>, Seq<4>, Seq<4>]>>(
  matmul(zeros([batch(2), seq(4), feature(8)]), zeros([batch(2), feature(8), seq(4)])),
)
expectType<Tensor<[Seq<'T'>, Batch<'B'>, Feature<'H'>]>>(matmul(named, zeros([feature(6), feature('H', n)])))
expectType<Tensor<[Feature<2>]>>(matmul(row, zeros([feature(6), feature(2)])))

// What moves numbers.
expectType<Tensor<[Seq<4>, Feature<6>, Batch<2>]>>(transpose(x))
expectType<Tensor<[Feature<5>, Feature<3>]>>(transpose(zeros([feature(3), feature(5)])))
expectType<Tensor<[Batch<2>, Seq<4>, Feature<6>]>>(permute(x, ['batch', 'seq', 'feature']))
expectType<Tensor<[]>>(permute(one, []))
expectType<Tensor<[Axis<'row', 8>, Feature<6>]>>(reshape(x, [axis('row', 8), feature(6)]))
expectType<Tensor<[Seq<4>, Batch<2>, Axis<'head', 3>, Feature<2>]>>(
  reshape(x, [seq(4), batch(2), axis('head', 3), feature(2)]),
)
expectType<Tensor<[Batch<'6*B*T'>]>>(reshape(named, [batch('6*B*T', n)]))
expectType<Tensor<[Batch<'B'>, Seq<'T'>, Feature<2>, Axis<'half', 3>]>>(
  reshape(permute(named, ['batch', 'seq', 'feature']), [batch('B', n), seq('T', n), feature(2), axis('half', 3)]),
)
expectType<Tensor<[Feature<1>]>>(reshape(one, [feature(1)]))
expectType<Tensor<[]>>(reshape(zeros([feature(1)]), []))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<9>]>>(concat(x, zeros([seq(4), batch(2), feature(3)])))
expectType<Tensor<[Seq<9>, Batch<2>, Feature<6>]>>(concat(x, zeros([seq(5), batch(2), feature(6)]), 'seq'))
expectType<Tensor<[Seq<'2*T'>, Batch<'B'>, Feature<6>]>>(concat(named, named, 'seq'))
expectType<Tensor<[Layer<3>]>>(concat(zeros([layer(1)]), zeros([layer(2)]), 'layer'))

// Parts.
expectType<Tensor<[Seq<2>, Batch<2>, Feature<6>]>>(slice(x, 'seq', 1, 3))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<6>]>>(slice(x, 'seq', 0, 4))
expectType<Tensor<[Seq<3>, Batch<'B'>, Feature<6>]>>(slice(named, 'seq', 2, 5))
expectType<Tensor<[Feature<905>]>>(slice(zeros([feature(1000)]), 'feature', 95, 1000))
expectType<Tensor<[Seq<'W'>, Batch<2>, Feature<6>]>>(narrow(x, seq('W', n), n))
expectType<Tensor<[Seq<3>, Batch<2>, Feature<6>]>>(narrow(x, seq(3), 1))
expectType<Tensor<[Batch<2>, Feature<6>]>>(select(x, 'seq', -1))
expectType<Tensor<[Batch<2>, Feature<6>]>>(select(x, 'seq', 3))
expectType<Tensor<[Seq<'T'>, Feature<6>]>>(select(named, 'batch', n))
expectType<Tensor<[Seq<4>, Batch<2>]>>(gather(x, 'feature', zeros([seq(4), batch(2)], 'i32')))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(gather(x, 'feature', zeros([seq(4), batch(2), feature(3)], 'i32')))

// Generic in a size.
type Of<B extends Size> = Tensor<[Seq<4>, Batch<B>, Feature<6>]>
const generic = <B extends Size>(t: Of<B>, size: Batch<B>) => ({
  mapped: tanh(t),
  added: add(t, t),
  behind: add(t, row),
  scaled: mul(t, 0.5),
  all: sum(t),
  features: mean(t, 'feature'),
  centred: sub(t, mean(t, 'feature')),
  normal: softmax(t),
  product: matmul(t, zeros([feature(6), axis('class', 3)])),
  turned: permute(t, ['batch', 'seq', 'feature']),
  transposed: transpose(t),
  split: reshape(t, [seq(4), size, axis('head', 3), feature(2)]),
  wide: concat(t, t),
  part: slice(t, 'seq', 1, 3),
  last: select(t, 'seq', -1),
  best: argmax(t, 'feature'),
  picked: gather(t, 'feature', argmax(t, 'feature')),
})
const of = generic(x, batch(2))
expectType<X>(of.mapped)
expectType<X>(of.added)
expectType<X>(of.behind)
expectType<X>(of.scaled)
expectType<Tensor<[]>>(of.all)
expectType<Tensor<[Seq<4>, Batch<2>]>>(of.features)
expectType<X>(of.centred)
expectType<X>(of.normal)
expectType<Tensor<[Seq<4>, Batch<2>, Axis<'class', 3>]>>(of.product)
expectType<Tensor<[Batch<2>, Seq<4>, Feature<6>]>>(of.turned)
expectType<Tensor<[Seq<4>, Feature<6>, Batch<2>]>>(of.transposed)
expectType<Tensor<[Seq<4>, Batch<2>, Axis<'head', 3>, Feature<2>]>>(of.split)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<12>]>>(of.wide)
expectType<Tensor<[Seq<2>, Batch<2>, Feature<6>]>>(of.part)
expectType<Tensor<[Batch<2>, Feature<6>]>>(of.last)
expectType<Tensor<[Seq<4>, Batch<2>], 'i32'>>(of.best)
expectType<Tensor<[Seq<4>, Batch<2>]>>(of.picked)

// Generic in the whole shape, and in what stands in front.
const gelu = <S extends Shape>(t: Tensor<S>): Tensor<S> => mul(t, sigmoid(mul(t, 1.702)))
expectType<X>(gelu(x))
const energy = <S extends Shape>(t: Tensor<S>): Tensor<[]> => sum(square(t))
expectType<Tensor<[]>>(energy(x))
const residual = <S extends Shape>(t: Tensor<S>, f: (t: Tensor<S>) => Tensor<S>): Tensor<S> => add(t, f(t))
expectType<X>(residual(x, tanh))

// As values.
expectType<X[]>([x].map(tanh))
const activation: <S extends Shape>(t: Tensor<S>) => Tensor<S> = relu
expectType<X>(activation(x))
