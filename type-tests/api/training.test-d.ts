import { either as E, function as F, state as S } from 'fp-ts'
import {
  type Axis,
  adam,
  axis,
  type Batch,
  type BatchOf,
  batch,
  bceWithLogits,
  type CheckpointError,
  clipGradNorm,
  cosineDecay,
  crossEntropy,
  type Feature,
  feature,
  fit,
  fromCheckpoint,
  inTurn,
  l1,
  manualSeed,
  mse,
  nll,
  type Optimizer,
  type OptState,
  type Packed,
  packed,
  progressBar,
  type Rng,
  rnn,
  type Seq,
  type Size,
  seq,
  sgd,
  smoothL1,
  type Tensor,
  type Trainable,
  type TrainState,
  type TrainStep,
  toCheckpoint,
  valueAndGrad,
  warmup,
  zeros,
} from 'shapefold'
import { parse } from 'shapefold/safetensors'
import { expectAssignable, expectType } from 'tsd'

declare const n: number
declare const bytes: Uint8Array

// Optimisers keep the type of the parameters: records, lists, an interface, keys that may be left out, a single tensor.
const optimizer: Optimizer = adam({ lr: warmup({ steps: 10, lr: cosineDecay({ lr: 0.1, steps: 90 }) }) })
interface Mine {
  readonly weight: Tensor<[Feature<2>]>
  readonly bias?: Tensor<[Feature<2>]> | undefined
  readonly layers: readonly [{ readonly a: Tensor<[]> }, Tensor<[Batch<'B'>]>]
}
declare const mine: Mine
const state = optimizer.init(mine)
expectType<OptState<Mine>>(state)
expectType<readonly [params: Mine, state: OptState<Mine>]>(optimizer.update(mine, mine, state))
expectType<readonly [grads: Mine, norm: number]>(clipGradNorm(mine, 1, Infinity))
expectType<OptState<Tensor<[Seq<2>]>>>(optimizer.init(zeros([seq(2)])))

// A network's own parameters.
const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true, dropout: 0.5 })
const [params] = net.init(manualSeed(0))
const [moved] = optimizer.update(params, params, optimizer.init(params))
expectType<typeof params>(moved)

// An optimiser of one's own.
expectAssignable<Optimizer>({
  init: <P>(_: P): OptState<P> => ({ step: 0, slots: {} }),
  update: <P>(given: P, _: unknown, before: unknown): readonly [P, OptState<P>] => [given, before as OptState<P>],
})

// Helpers for any parameters.
const once = <P>(rule: Optimizer, given: P, grads: P, before: OptState<P>): readonly [P, OptState<P>] =>
  rule.update(given, grads, before)
const loop = <P extends Trainable<P>>(rule: Optimizer, given: P, f: (params: P) => Tensor<[]>): P => {
  const [, grads] = valueAndGrad(f)(given)
  const [clipped] = clipGradNorm(grads, 1)
  return once(rule, given, clipped, rule.init(given))[0]
}
expectType<Mine>(loop(optimizer, mine, ({ weight }) => mse(weight, weight)))

// Losses: reductions in the types.
const p = zeros([seq(4), batch('B', n), feature(3)])
expectType<Tensor<[]>>(mse(p, p))
expectType<Tensor<[]>>(l1(p, p, { reduction: 'sum' }))
expectType<Tensor<[Seq<4>, Batch<'B'>, Feature<3>]>>(smoothL1(p, p, { reduction: 'none', beta: n }))
expectType<Tensor<[Seq<4>, Batch<'B'>]>>(crossEntropy(p, zeros([seq(4), batch('B', n)], 'i32'), { reduction: 'none' }))
expectType<Tensor<[]>>(crossEntropy(p, p, { labelSmoothing: 0.1, weight: zeros([feature(3)]), ignoreIndex: 0 }))
expectType<Tensor<[]>>(crossEntropy(zeros([axis('class', 3)]), zeros([], 'i32')))
expectType<Tensor<[Seq<4>]>>(nll(zeros([seq(4), axis('class', 2)]), zeros([seq(4)], 'i32'), { reduction: 'none' }))
expectType<Tensor<[]>>(bceWithLogits(p, p, { weight: zeros([batch('B', n)]), posWeight: zeros([feature(3)]) }))
declare const reduction: 'mean' | 'none'
expectType<Tensor<[]> | Tensor<[Seq<4>, Batch<'B'>, Feature<3>]>>(mse(p, p, { reduction }))

// Losses in functions for any size.
const forecast = <T extends Size, B extends Size>(
  x: Tensor<[Seq<T>, Batch<B>, Feature<3>]>,
  y: Tensor<[Seq<T>, Batch<B>, Feature<3>]>,
): Tensor<[]> => mse(x, y)
const classify = <T extends Size, B extends Size>(
  x: Tensor<[Seq<T>, Batch<B>, Axis<'class', 7>]>,
  y: Tensor<[Seq<T>, Batch<B>], 'i32'>,
): Tensor<[Seq<T>, Batch<B>]> => crossEntropy(x, y, { reduction: 'none' })
expectType<Tensor<[]>>(forecast(p, p))
expectType<Tensor<[Seq<4>, Batch<2>]>>(
  classify(zeros([seq(4), batch(2), axis('class', 7)]), zeros([seq(4), batch(2)], 'i32')),
)

// fit: the loss sees the batch's own axes, and steps have the parameters' type.
const run = fit({
  params,
  data: { x: zeros([seq(9), batch(100), feature(5)]), y: zeros([batch(100)], 'i32') },
  batchSize: 10,
  epochs: 3,
  optimizer,
  loss: (given, { x, y }) => {
    expectType<typeof params>(given)
    expectType<Tensor<[Seq<9>, Batch<'B'>, Feature<5>]>>(x)
    expectType<Tensor<[Batch<'B'>], 'i32'>>(y)
    // Dropout draws, so this is a State<Rng, ...>, and so is the loss.
    return F.pipe(
      net.train(given)(x),
      S.map(({ output }) => mse(output, output)),
    )
  },
  clipNorm: 1,
  onProgress: progressBar({ isTTY: false, write: () => true }),
})
for await (const step of run) expectType<TrainStep<typeof params>>(step)
expectType<Promise<TrainStep<typeof params>>>(run.last())

// fit in functions for any number of rows; a loss that draws may be written out.
const learn = <B extends Size>(x: Tensor<[Seq<9>, Batch<B>, Feature<5>]>, y: Tensor<[Batch<B>, Seq<9>, Feature<3>]>) =>
  fit({
    params,
    data: { x, y },
    batchSize: 10,
    epochs: 3,
    optimizer,
    loss: (given, rows) => (rng) => {
      const [{ output }, next] = net.train(given)(rows.x)(rng)
      return [mse(output, output), next]
    },
  })
expectAssignable<AsyncIterable<TrainStep<typeof params>>>(
  learn(zeros([seq(9), batch(100), feature(5)]), zeros([batch(100), seq(9), feature(3)])),
)

// All rows at once keep their number; a single tensor; batches; functions.
const x = zeros([batch(4), feature(2)])
async function* texts(epoch: number) {
  yield `${epoch}`
}
const common = { params: { x }, optimizer: sgd({ lr: 0.1 }), steps: 1 }
type P = typeof common.params
fit({ ...common, data: x, loss: (given: P, rows) => mse(given.x, rows) })
fit({
  ...common,
  data: x,
  batchSize: n,
  loss: (given, rows) => {
    expectType<Tensor<[Batch<'B'>, Feature<2>]>>(rows)
    return mse(given.x, given.x)
  },
})
fit({
  ...common,
  data: { words: packed(zeros([batch(4), seq(3)], 'i32'), [1, 2, 3, 1]), x },
  batchSize: 2,
  loss: (given, { words }) => {
    expectType<Packed<[Batch<'B'>, Seq<3>], 'i32'>>(words)
    return mse(given.x, given.x)
  },
})
fit({
  ...common,
  data: packed(zeros([seq(3), batch(4), feature(2)]), [1, 2, 3, 1]),
  batchSize: 2,
  loss: (given, rows) => {
    expectType<Packed<[Seq<3>, Batch<'B'>, Feature<2>]>>(rows)
    return mse(given.x, given.x)
  },
})
fit({
  ...common,
  data: [{ id: 1 }],
  loss: (given, { id }) => {
    expectType<number>(id)
    return mse(given.x, given.x)
  },
})
fit({
  ...common,
  data: texts,
  loss: (given, text) => {
    expectType<string>(text)
    return mse(given.x, given.x)
  },
})
fit({
  ...common,
  data: new Set([1n]),
  loss: (given, id) => {
    expectType<bigint>(id)
    return mse(given.x, given.x)
  },
})
const rows = { x, ids: zeros([batch(4)], 'i32') }
expectType<{ readonly x: Tensor<[Batch<'B'>, Feature<2>]>; readonly ids: Tensor<[Batch<'B'>], 'i32'> }>(
  {} as BatchOf<typeof rows, 2>,
)
expectType<typeof rows>({} as BatchOf<typeof rows, undefined>)

// Saving and going on.
declare const trained: TrainState<P>
const file = F.pipe(parse(bytes), E.flatMap(fromCheckpoint(common.params)))
if (E.isRight(file)) {
  expectType<TrainState<P>>(file.right)
  fit({ ...common, data: x, loss: (given) => mse(given.x, x), from: file.right })
}
expectType<E.Either<CheckpointError, TrainState<P>>>(fromCheckpoint(common.params)(toCheckpoint(trained)))

// A loss that draws by hand; schedules of one's own.
fit({ ...common, data: x, loss: (given) => (rng: Rng) => [mse(given.x, x), rng] as const, steps: Infinity })
expectType<Optimizer>(sgd({ lr: (step) => 0.1 / (1 + step), momentum: 0.9 }))
expectType<number>(inTurn({ schedules: [0.1, cosineDecay({ lr: 0.1, steps: 5 })], milestones: [3] })(0))
