import { array as A, function as F } from 'fp-ts'
import {
  type Batch,
  batch,
  bidirectional,
  type Cell,
  categoryCell,
  compose,
  contramap,
  elman,
  type Feature,
  feature,
  fold,
  fromSteps,
  functorCell,
  identityCell,
  map,
  profunctorCell,
  promap,
  reverse,
  type Scan,
  type Seq,
  type Shape,
  type Size,
  scan,
  seq,
  stack,
  type Tensor,
  toSteps,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

// A cell of one's own, all the way.
interface Count {
  readonly seen: number
}
const counter: Cell<Count, string, number> = ({ seen }, word) => [seen + word.length, { seen: seen + word.length }]
expectType<Count>(fold(counter)({ seen: 0 })(['a', 'bc']))
expectType<readonly [outputs: readonly number[], state: Count]>(scan(counter)({ seen: 0 })(['a']))
expectType<readonly [outputs: readonly number[], state: Count]>(reverse(scan(counter))({ seen: 0 })(['a']))
const halved: Cell<number, number, string> = (state, x) => [String(x / 2), state + x]
expectType<Cell<readonly [Count, number], string, string>>(stack(counter, halved))
expectType<Scan<readonly [Count, Count], string, readonly [number, number]>>(bidirectional(counter, counter))
expectType<Cell<Count, string, boolean>>(
  F.pipe(
    counter,
    map((n) => n > 1),
  ),
)
expectType<Cell<Count, number, number>>(
  F.pipe(
    counter,
    contramap((n: number) => String(n)),
  ),
)
expectType<Cell<Count, number, string>>(
  F.pipe(
    counter,
    promap(
      (n: number) => String(n),
      (n) => `${n}`,
    ),
  ),
)
const shout: Cell<Count, string, string> = (state, word) => [word.toUpperCase(), state]
expectType<Cell<Count, string, number>>(F.pipe(counter, compose(shout)))
expectType<Cell<Count, string, string>>(identityCell<Count, string>())
expectType<Count>(F.pipe(['a', 'b'], fold(F.pipe(counter, compose(shout), map(String)))({ seen: 0 })))

// fp-ts's instances.
expectType<Cell<Count, string, string>>(functorCell.map(counter, String))
expectType<Cell<Count, number, string>>(profunctorCell.promap(counter, (n: number) => `${n}`, String))
expectType<Cell<Count, string, number>>(categoryCell.compose(counter, shout))
expectType<Cell<Count, string, string>>(categoryCell.id<Count, string>())

// A cell over tensors, written inline.
type Vector = Tensor<[Feature<3>]>
const latch: Cell<Vector, Vector, Vector> = (state, x) => [state, x]
const steps = toSteps(zeros([seq(4), feature(3)]))
expectType<readonly Tensor<[Feature<3>]>[]>(steps)
expectType<Vector>(fold(latch)(zeros([feature(3)]))(steps))
expectType<Tensor<[Seq<4>, Feature<3>]>>(fromSteps(seq(4))(scan(latch)(zeros([feature(3)]))(steps)[0]))
expectType<readonly Tensor<[Batch<2>, Feature<5>]>[]>(toSteps(zeros([seq(4), batch(2), feature(5)])))
const steppedBy = <T extends Size, B extends Size>(x: Tensor<[Seq<T>, Batch<B>, Feature<5>]>) => toSteps(x)
expectType<readonly Tensor<[Batch<2>, Feature<5>]>[]>(steppedBy(zeros([seq(4), batch(2), feature(5)])))
const steppedAll = <S extends Shape>(x: Tensor<[Seq<4>, ...S]>): readonly Tensor<S>[] => toSteps(x)
expectType<readonly Tensor<[Feature<5>]>[]>(steppedAll<[Feature<5>]>(zeros([seq(4), feature(5)])))

// The Elman cell: any axes in front.
const cell = elman({ weight_ih: zeros([feature(3), feature(5)]), weight_hh: zeros([feature(3), feature(3)]) })
expectType<readonly [output: Tensor<[Feature<3>]>, state: Tensor<[Feature<3>]>]>(
  cell(zeros([feature(3)]), zeros([feature(5)])),
)
expectType<readonly [output: Tensor<[Batch<2>, Feature<3>]>, state: Tensor<[Batch<2>, Feature<3>]>]>(
  cell(zeros([batch(2), feature(3)]), zeros([batch(2), feature(5)])),
)
const batched = cell<[Batch<2>]>
expectType<Tensor<[Batch<2>, Feature<3>]>>(
  fold(batched)(zeros([batch(2), feature(3)]))(toSteps(zeros([seq(4), batch(2), feature(5)]))),
)
const top = elman(
  {
    weight_ih: zeros([feature(2), feature(3)]),
    weight_hh: zeros([feature(2), feature(2)]),
    bias_ih: zeros([feature(2)]),
    bias_hh: zeros([feature(2)]),
  },
  'relu',
)
const [outputs] = scan(stack(batched, top<[Batch<2>]>))([zeros([batch(2), feature(3)]), zeros([batch(2), feature(2)])])(
  toSteps(zeros([seq(4), batch(2), feature(5)])),
)
expectType<Tensor<[Seq<4>, Batch<2>, Feature<2>]>>(fromSteps(seq(4))(outputs))
const [pairs] = bidirectional(batched, batched)([zeros([batch(2), feature(3)]), zeros([batch(2), feature(3)])])(
  toSteps(zeros([seq(4), batch(2), feature(5)])),
)
expectType<readonly (readonly [Tensor<[Batch<2>, Feature<3>]>, Tensor<[Batch<2>, Feature<3>]>])[]>(pairs)
expectType<number[]>(
  F.pipe(
    [1, 2],
    A.map((x) => fold<number, number, number>((s, y) => [s, s + y])(0)([x])),
  ),
)
