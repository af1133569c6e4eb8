/** What an editor shows of training. */
import {
  adam,
  axis,
  batch,
  clipGradNorm,
  cosineDecay,
  crossEntropy,
  feature,
  fit,
  fromCheckpoint,
  globalNorm,
  mse,
  seq,
  sgd,
  toCheckpoint,
  zeros,
} from 'shapefold'

const params = { weight: zeros([feature(2), feature(3)]) }
const optimizer = adam({ lr: cosineDecay({ lr: 0.001, steps: 1000 }) })
//    ^? Optimizer
const state = optimizer.init(params)
//    ^? OptState<{ weight: Tensor<[Feature<2>, Feature<3>]>; }>
const [moved, next] = sgd({ lr: 0.1 }).update(params, params, state)
//     ^? { weight: Tensor<[Feature<2>, Feature<3>]>; }
const [clipped, norm] = clipGradNorm(params, 1)
//     ^? { weight: Tensor<[Feature<2>, Feature<3>]>; }
const length = globalNorm(params)
//    ^? number

const x = zeros([seq(4), batch(2), axis('vocab', 5)])
const loss = mse(x, x)
//    ^? Tensor<[]>
const each = mse(x, x, { reduction: 'none' })
//    ^? Tensor<[Seq<4>, Batch<2>, Axis<"vocab", 5>]>
const rows = crossEntropy(x, zeros([seq(4), batch(2)], 'i32'), { reduction: 'none' })
//    ^? Tensor<[Seq<4>, Batch<2>]>

const run = fit({
  //  ^? Fit<{ weight: Tensor<[Feature<2>, Feature<3>]>; }>
  params,
  data: { x: zeros([seq(4), batch(100), feature(3)]), y: zeros([batch(100)], 'i32') },
  batchSize: 10,
  loss: (given, batch) => {
    const part = batch.x
    //    ^? Tensor<[Seq<4>, Batch<"B">, Feature<3>]>
    const ids = batch.y
    //    ^? Tensor<[Batch<"B">], "i32">
    return mse(given.weight, given.weight)
  },
  optimizer,
  epochs: 1,
})
const step = await run.last()
//    ^? TrainStep<{ weight: Tensor<[Feature<2>, Feature<3>]>; }>
const learnt = step.params
//    ^? { weight: Tensor<[Feature<2>, Feature<3>]>; }
const saved = toCheckpoint(step.state)
//    ^? Checkpoint
const read = fromCheckpoint(params)(saved)
//    ^? Either<CheckpointError, TrainState<{ weight: Tensor<[Feature<2>, Feature<3>]>; }>>
