import { either as E, function as F, option as O, state as S } from 'fp-ts'
import {
  type Axis,
  axis,
  type Batch,
  batch,
  type Feature,
  feature,
  fromArray,
  full,
  type Layer,
  manualSeed,
  type OpenAxis,
  ones,
  type ReadonlyFloat32Array,
  type ReadonlyInt32Array,
  type Rng,
  rand,
  randint,
  randn,
  randperm,
  refine,
  rnn,
  type Seq,
  type ShapeError,
  type Size,
  seq,
  type Tensor,
  type TensorData,
  tensor,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

declare const n: number

// Axes.
expectType<Seq<4>>(seq(4))
expectType<Batch<'B'>>(batch('B', n))
expectType<OpenAxis<Batch<'B'>>>(batch('B'))
expectType<Feature<'2*H'>>(feature('2*H', n))
expectType<Axis<'vocab', 65>>(axis('vocab', 65))
expectType<Axis<'vocab', 'V'>>(axis('vocab', 'V', n))

// Tensors, their numbers and what can be read off them.
const x = tensor(
  [seq(2), feature(3)],
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
)
expectType<Tensor<[Seq<2>, Feature<3>]>>(x)
expectType<'f32'>(x.dtype)
expectType<ReadonlyFloat32Array>(x.data)
expectType<readonly (readonly number[])[]>(x.toArray())
expectType<number>(x.shape[0])
expectType<2>(x.shape.length)
expectType<3>(x.axes[1].label)
const scalar = tensor([], 5)
expectType<Tensor<[]>>(scalar)
expectType<Tensor<[]>>(tensor([], n))
expectType<Tensor<[]>>(tensor([], [5]))
expectType<Tensor<[]>>(tensor(scalar.axes, scalar.toArray()))
expectType<Tensor<[], 'i32'>>(tensor([], Int32Array.of(5)))
expectType<E.Either<ShapeError, Tensor<[]>>>(fromArray([], 5))
const ids = tensor([seq(2)], Int32Array.of(1, 2))
expectType<Tensor<[Seq<2>], 'i32'>>(ids)
expectType<ReadonlyInt32Array>(ids.data)
expectType<Tensor<[Seq<2>]>>(tensor([seq(2)], Float64Array.of(1, 2)))
expectType<Tensor<[Seq<2>]>>(tensor([seq(2)], new Float32Array(2)))
expectType<Tensor<[]>>(zeros([]))
expectType<Tensor<[Seq<4>], 'i32'>>(ones([seq(4)], 'i32'))
expectType<Tensor<[Seq<4>]>>(full([seq(4)], 0.5, 'f32'))
const axes = [seq(4), feature(5)] as const
expectType<Tensor<[Seq<4>, Feature<5>]>>(zeros(axes))
expectType<Tensor<[Batch<2>, Seq<4>, Feature<5>]>>(zeros([batch(2), ...axes]))
const copy: Float32Array = x.data.slice()
const read: Float32Array = x.data
expectType<Tensor<[Seq<2>, Feature<3>]>>(zeros(x.axes))

// Random tensors are States, and compose as fp-ts composes them.
expectType<S.State<Rng, Tensor<[Seq<4>, Feature<5>]>>>(rand([seq(4), feature(5)]))
expectType<S.State<Rng, Tensor<[Seq<4>]>>>(randn([seq(4)]))
expectType<S.State<Rng, Tensor<[Batch<4>], 'i32'>>>(randint([batch(4)], 0, 10))
expectType<S.State<Rng, Tensor<[Axis<'index', 5>], 'i32'>>>(randperm(5))
expectType<S.State<Rng, Tensor<[Batch<'B'>], 'i32'>>>(randperm(batch('B', n)))
const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: 0.5 })
const experiment = F.pipe(
  net.init,
  S.bindTo('params'),
  S.bind('x', () => randn([seq(4), batch(2), feature(5)])),
  S.chain(({ params, x }) => net.train(params)(x)),
  S.map(({ output, hidden }) => ({ output, hidden })),
)
const [{ output, hidden }] = experiment(manualSeed(0))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(output)
expectType<Tensor<[Layer<2>, Batch<2>, Feature<3>]>>(hidden)

// From outside: an Either, whose names were read off the data.
const outside: unknown = JSON.parse('[]')
expectType<E.Either<ShapeError, Tensor<[Batch<'B'>, Feature<5>]>>>(fromArray([batch('B'), feature(5)], outside))
expectType<E.Either<ShapeError, Tensor<[Seq<2>], 'i32'>>>(fromArray([seq(2)], new Int32Array(2)))
expectType<E.Either<ShapeError, Tensor<[Seq<2>, Feature<3>]>>>(refine([seq(2), feature(3)])(x))
expectType<E.Either<ShapeError, Tensor<[Batch<'B'>], 'i32'>>>(refine([batch('B')])(ids))
const [params] = net.init(manualSeed(0))
expectType<E.Either<ShapeError, Tensor<[Seq<'T'>, Batch<'B'>, Feature<3>]>>>(
  F.pipe(
    fromArray([seq('T'), batch('B'), feature(5)], outside),
    E.map(net.apply(params)),
    E.map((result) => result.output),
  ),
)
expectType<E.Either<ShapeError, Tensor<[Seq<4>, Batch<'B'>, Feature<3>]>>>(
  F.pipe(
    fromArray([seq('T'), batch('B'), feature(5)], outside),
    E.chain(refine([seq(4), batch('B'), feature(5)])),
    E.map((input) => net.apply(params)(input).output),
  ),
)
expectType<string>(
  F.pipe(
    fromArray([seq(2)], outside),
    E.match(
      (error) => error.message,
      (t) => t.toArray().join(),
    ),
  ),
)
expectType<O.Option<Tensor<[Seq<2>]>>>(O.fromEither(fromArray([seq(2)], outside)))
expectType<Tensor<[Seq<4>, Batch<2>, Feature<3>]>>(
  F.flow(
    (input: Tensor<[Seq<4>, Batch<2>, Feature<5>]>) => net.apply(params)(input),
    ({ output }) => output,
  )(zeros([seq(4), batch(2), feature(5)])),
)

// What JSON.parse gives is of any type, and yet no union.
expectType<E.Either<ShapeError, Tensor<[Batch<'B'>]>>>(fromArray([batch('B')], JSON.parse('[]')))
expectType<Tensor<[Seq<1>]>>(tensor([seq(1)], JSON.parse('[1]')))

// Data that stands in place is counted; what has a length of which only the run time knows passes.
declare const numbers: number[]
declare const constant: readonly [1, 2, 3, 4, 5, 6]
declare const either: number[] | Float32Array
const untyped = JSON.parse('1')
const matrix = [batch(2), feature(3)] as const
type Matrix = Tensor<[Batch<2>, Feature<3>]>
expectType<Matrix>(tensor(matrix, numbers))
expectType<Matrix>(tensor(matrix, [...numbers, 1]))
expectType<Matrix>(tensor(matrix, new Float64Array(5)))
expectType<Matrix>(tensor(matrix, either))
expectType<Matrix>(tensor(matrix, untyped))
tensor(untyped, numbers)
tensor(untyped, [1, 2])
tensor(matrix as never, numbers)
expectType<Matrix>(tensor(matrix, [untyped, untyped]))
expectType<Matrix>(tensor(matrix, constant))
expectType<Matrix>(tensor(matrix, [numbers, [1, 2, 3]]))
expectType<Matrix>(tensor(matrix, { length: 6, 0: 1 } as ArrayLike<number>))
expectType<Tensor<[Batch<'B'>, Feature<3>]>>(tensor([batch('B', n), feature(3)], [1, 2]))
expectType<Tensor<[Batch<'B'>, Feature<3>]>>(tensor([batch('B', n), feature(3)], [[1, 2, 3]]))
const rows = <D extends readonly number[], B extends Size>(b: Batch<B>, row: D, all: TensorData, one: number) => {
  tensor(matrix, row)
  expectType<Matrix>(tensor(matrix, all))
  expectType<Matrix>(tensor(matrix, [row, row]))
  expectType<Tensor<[Batch<B>, Feature<2>]>>(tensor([b, feature(2)], [one, one, one, one]))
  return tensor([b, feature(3)], [row, row])
}
expectType<Tensor<[Batch<2>, Feature<3>]>>(rows(batch(2), [1, 2, 3], constant, 1))
