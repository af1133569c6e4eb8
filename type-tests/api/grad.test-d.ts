import {
  type Batch,
  batch,
  elman,
  type Feature,
  feature,
  fold,
  grad,
  manualSeed,
  mean,
  mul,
  type RnnParams,
  rnn,
  type Size,
  seq,
  square,
  sub,
  sum,
  type Tensor,
  toSteps,
  valueAndGrad,
  zeros,
} from 'shapefold'
import { expectType } from 'tsd'

type Vector = Tensor<[Feature<3>]>
const v = zeros([feature(3)])

// The gradients have the parameters' type, whatever it is.
expectType<readonly [value: Tensor<[]>, gradients: Vector]>(valueAndGrad((p: Vector) => sum(p))(v))
expectType<Vector>(grad((p: Vector) => sum(p))(v))
interface Params {
  readonly w: Vector
  readonly inner: { readonly pair: readonly [Vector, Tensor<[]>]; readonly many: readonly Vector[] }
  readonly bias?: Vector | undefined
}
declare const params: Params
expectType<Params>(grad((p: Params) => sum(p.inner.pair[0]))(params))

// Of a network's parameters.
const net = rnn({ inputSize: 2, hiddenSize: 3 })
const [weights] = net.init(manualSeed(0))
expectType<RnnParams<2, 3>>(
  grad((p: typeof weights) =>
    sum(
      fold(elman({ weight_ih: p.weight_ih_l0, weight_hh: p.weight_hh_l0 })<[]>)(v)(
        toSteps(zeros([seq(4), feature(2)])),
      ),
    ),
  )(weights),
)

// What stands behind the loss comes out with its own type.
const [[loss, more], gradients] = valueAndGrad((p: Vector) => [sum(p), { state: p, steps: 3 }])(v)
expectType<Tensor<[]>>(loss)
expectType<{ state: Vector; steps: number }>(more)
expectType<Vector>(gradients)
const readonlyTuple = valueAndGrad((p: Vector): readonly [Tensor<[]>, Vector] => [sum(p), p])
expectType<readonly [Tensor<[]>, Vector]>(readonlyTuple(v)[0])

// Further arguments keep their types.
const step = valueAndGrad((p: Vector, x: Tensor<[Batch<'B'>, Feature<3>]>, times: number) =>
  mul(mean(mul(x, p)), times),
)
expectType<readonly [value: Tensor<[]>, gradients: Vector]>(step(v, zeros([batch('B', 7), feature(3)]), 2))
const optional = grad((p: Vector, times?: number) => mul(sum(p), times ?? 1))
expectType<Vector>(optional(v))
expectType<Vector>(optional(v, 2))

// Inside generic functions.
const fitted = <B extends Size>(p: Vector, x: Tensor<[Batch<B>, Feature<3>]>, y: Tensor<[Batch<B>, Feature<3>]>) =>
  valueAndGrad((q: Vector) => mean(square(sub(mul(x, q), y))))(p)
expectType<readonly [value: Tensor<[]>, gradients: Vector]>(
  fitted(v, zeros([batch(2), feature(3)]), zeros([batch(2), feature(3)])),
)
const descend = <P, Rest extends readonly unknown[]>(f: (p: P, ...rest: Rest) => Tensor<[]>, p: P, ...rest: Rest): P =>
  grad(f)(p, ...rest)
expectType<Vector>(descend((p: Vector, x: Vector) => sum(mul(p, x)), v, v))
const carried = <P, State>(f: (p: P, s: State) => readonly [Tensor<[]>, State], p: P, s: State): State =>
  valueAndGrad(f)(p, s)[0][1]
expectType<Vector>(carried((p: Vector, s: Vector) => [sum(p), s] as const, v, v))
