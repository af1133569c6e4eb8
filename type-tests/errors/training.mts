/** Optimisers, losses and fit: what they refuse, and how they say so. */
import {
  adam,
  axis,
  batch,
  bceWithLogits,
  clipGradNorm,
  crossEntropy,
  feature,
  fit,
  mse,
  nll,
  packed,
  rmsprop,
  seq,
  smoothL1,
  zeros,
} from 'shapefold'

const optimizer = adam()
const params = { w: zeros([feature(2)]), inner: { b: zeros([feature(3)]) } }
const state = optimizer.init(params)
const x = zeros([batch(4), feature(3)])
const ids = zeros([batch(4)], 'i32')
const logits = zeros([seq(5), batch(4), axis('class', 3)])

// Gradients of other parameters.

// ! grads lacks inner, which params has
optimizer.update(params, { w: zeros([feature(2)]) }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads has extra, which params has not
optimizer.update(params, { ...params, extra: zeros([feature(2)]) }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads.inner.b is (feature 4), but params.inner.b is (feature 3)
optimizer.update(params, { ...params, inner: { b: zeros([feature(4)]) } }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads.w is (batch 2), but params.w is (feature 2)
optimizer.update(params, { ...params, w: zeros([batch(2)]) }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads.w is a tensor of i32 numbers, but params.w is a tensor
optimizer.update(params, { ...params, w: zeros([feature(2)], 'i32') }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads.inner is a tensor, but params.inner is a record or a list
optimizer.update(params, { ...params, inner: zeros([feature(3)]) }, state)
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! grads is a number, but params is a record or a list
optimizer.update(params, 5, state)
//                       ^

// The state of other parameters.

// ! state is not for these params: take it from init(params), or from the last update of them
optimizer.update(params, params, optimizer.init({ w: zeros([feature(2)]) }))
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state is not for these params: take it from init(params), or from the last update of them
optimizer.update(params, params, {})
//                               ^^

// What is no parameter.

// ! a parameter holds i32 numbers, which have no gradient: give it to f behind the parameters
optimizer.init({ w: zeros([feature(2)], 'i32') })
//               ^

// ! a parameter is no tensor, but a gradient is with respect to tensors: give records or lists of tensors, and all else to f behind them
optimizer.init({ inner: { name: 'a' as const } })
//                        ^^^^

// ! a parameter holds i32 numbers, which have no gradient: give it to f behind the parameters
clipGradNorm({ a: ids }, 1)
//             ^

// Options.

// ! TS2561: Object literal may only specify known properties, but 'weight_decay' does not exist in type 'AdamOptions'. Did you mean to write 'weightDecay'?
adam({ weight_decay: 0.1 })
//     ^^^^^^^^^^^^

// ! TS2353: Object literal may only specify known properties, and 'foreach' does not exist in type 'RmspropOptions'.
rmsprop({ foreach: true })
//        ^^^^^^^

// Losses.

// ! target is (batch 4, feature 2), but prediction is (batch 4, feature 3): mse takes a target for each of its numbers
mse(x, zeros([batch(4), feature(2)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! target is (feature 3, batch 4), but prediction is (batch 4, feature 3): smoothL1 takes a target for each of its numbers
smoothL1(x, zeros([feature(3), batch(4)]))
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! target holds i32 numbers, but mse takes f32
mse(x, zeros([batch(4), feature(3)], 'i32'))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! prediction is not a tensor: write tensor(axes, data) or x.output
mse([1, 2], x)
//  ^^^^^^

// ! TS2322: Type '"avg"' is not assignable to type 'Reduction | undefined'.
mse(x, x, { reduction: 'avg' })
//          ^^^^^^^^^

// ! target is (batch 4, seq 5), but logits is (seq 5, batch 4, class 3): crossEntropy takes one class id for each row, and the last axis is the classes
crossEntropy(logits, zeros([batch(4), seq(5)], 'i32'))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! target is (seq 5, batch 4) of f32 numbers, but logits is (seq 5, batch 4, class 3): crossEntropy takes class ids as an Int32Array, or probabilities with all axes
crossEntropy(logits, zeros([seq(5), batch(4)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! target is (seq 5, batch 4, class 2), but logits is (seq 5, batch 4, class 3): crossEntropy takes a target for each of its numbers
crossEntropy(logits, zeros([seq(5), batch(4), axis('class', 2)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! logits is one number, but the last axis of what crossEntropy takes is the classes
crossEntropy(zeros([]), zeros([], 'i32'))
//           ^^^^^^^^^

// ! weight is (feature 3), but logits is (seq 5, batch 4, class 3): crossEntropy takes a weight for each class, the last axis
crossEntropy(logits, zeros([seq(5), batch(4)], 'i32'), { weight: zeros([feature(3)]) })
//                                                       ^^^^^^

// ! target holds f32 numbers, but nll takes i32
nll(logits, zeros([seq(5), batch(4)]))
//          ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! posWeight is (feature 2), but logits is (batch 4, feature 3): bceWithLogits repeats it along axes that it lacks, so all its own must stand there, in order
bceWithLogits(x, x, { posWeight: zeros([feature(2)]) })
//                    ^^^^^^^^^

// Data of fit.

const rest = { params: { x }, optimizer, epochs: 1 }
const zero = ({ x: given }: { readonly x: typeof x }) => mse(given, given)

fit({
  ...rest,
  loss: zero,
  // ! data.table is (feature 2), but fit cuts data along its batch axis: give each tensor one axis of role batch
  data: { x, table: zeros([feature(2)]) },
})

fit({
  ...rest,
  loss: zero,
  // ! the tensors of data have different numbers of rows: their batch axes must have one size, since a row of one goes with a row of the other
  data: { x, y: zeros([batch(3)]) },
})

fit({
  ...rest,
  loss: zero,
  // ! the tensors of data have different numbers of rows: their batch axes must have one size, since a row of one goes with a row of the other
  data: { x, words: packed(zeros([batch(3), seq(2)], 'i32'), [1, 2, 1]) },
})

fit({
  ...rest,
  loss: zero,
  // ! data is a number, but fit learns from tensors with a batch axis, alone or in a record, or from batches, in a list or another iterable
  data: 5,
})

fit({
  ...rest,
  loss: zero,
  // ! data is a function that gives no batches, but fit learns from tensors with a batch axis, alone or in a record, or from batches, in a list or another iterable
  data: () => 5,
})

fit({
  ...rest,
  data: { x },
  loss: zero,
  // ! TS2353: Object literal may only specify known properties, and 'lr' does not exist in type 'FitOptions<{ x: Tensor<[Batch<4>, Feature<3>]>; }, { x: Tensor<[Batch<4>, Feature<3>]>; }, undefined, Tensor<[]>>'.
  lr: 0.1,
})

// What the loss gives.

fit({
  ...rest,
  data: { x },
  // ! the loss is (batch, feature), but a gradient is of one number: take its sum or its mean
  loss: (given) => given.x,
})

fit({
  ...rest,
  data: { x },
  // ! the loss is (batch, feature), but a gradient is of one number: take its sum or its mean
  loss: (given) => (rng) => [given.x, rng],
})

fit({
  ...rest,
  data: { x },
  // ! f gives a number, but a gradient is of a loss: give a tensor without axes, or a tuple that begins with one
  loss: () => 5,
})

// The batch that the loss gets has its axes, and no others.

fit({
  ...rest,
  data: { x },
  batchSize: 2,
  loss: (_, rows) => {
    // ! TS2322: Type 'Tensor<[Batch<"B">, Feature<3>]>' is not assignable to type 'string'.
    const text: string = rows.x
    return zeros([])
  },
})
