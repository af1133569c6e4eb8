import type * as shapefold from '../../src/index.js'
import type { MessageName } from '../../types/message.js'

/** What code without types sees of the library. */
type Untyped = (...args: unknown[]) => Untyped & Record<string, Untyped> & readonly Untyped[]

/** For each rule of training a call that breaks it. */
export const brokenTraining = (
  library: Readonly<Record<keyof typeof shapefold, Untyped>>,
): { readonly [Name in MessageName]?: () => unknown } => {
  const { adam, axis, batch, bceWithLogits, clipGradNorm, crossEntropy, feature, fit, inTurn, mse, multiStepDecay } =
    library
  const { nll, oneCycle, sgd, tensor, toCheckpoint, zeros } = library
  const w = { w: zeros([feature(2)]) }
  const plain = sgd({ lr: 0.1 })
  const update = (grads: unknown, state: unknown = plain.init?.(w), optimizer = plain) =>
    optimizer.update?.(w, grads, state)
  const x = zeros([batch(4), axis('class', 3)])
  const ids = (...numbers: number[]) => tensor([batch(4)], Int32Array.from(numbers))
  const run = (options: object) =>
    fit({ params: w, data: x, loss: () => mse(x, x), optimizer: plain, epochs: 1, ...options })
  const iterator = [x][Symbol.iterator]()
  return {
    'missing leaf': () => update({}),
    'unexpected leaf': () => update({ ...w, v: zeros([feature(2)]) }),
    'another leaf': () => update({ w: zeros([feature(3)]) }),
    'not a leaf': () => update({ w: 5 }),
    'not a branch': () => update(5),
    'another state': () => update(w, {}),
    'nested too deep': () => {
      const params: Record<string, unknown> = {}
      params.self = params
      return plain.init?.(params)
    },
    'missing slot': () => update(w, plain.init?.(w), adam()),
    'not optimizer options': () => sgd(0.1),
    'unknown optimizer option': () => adam({ fused: true }),
    'not a rate': () => sgd({ lr: -1 }),
    'not a rate at a step': () => update(w, plain.init?.(w), sgd({ lr: () => 'fast' })),
    negative: () => sgd({ lr: 1, momentum: -1 }),
    'no number': () => sgd({ lr: 1, dampening: '0' }),
    'not a beta': () => adam({ betas: [0.9, 1] }),
    'not betas': () => adam({ betas: 0.9 }),
    'nesterov alone': () => sgd({ lr: 1, nesterov: true }),
    'not a norm': () => clipGradNorm(w, 1, 0),
    'not milestones': () => multiStepDecay({ lr: 1, milestones: [3, 2] }),
    'not schedules': () => inTurn({ schedules: [1], milestones: [1] }),
    'not a part': () => oneCycle({ maxLr: 1, totalSteps: 10, pctStart: 2 }),
    'unknown strategy': () => oneCycle({ maxLr: 1, totalSteps: 10, annealStrategy: 'exp' }),

    'not its options': () => crossEntropy(x, ids(0, 1, 2, 0), { ignore_index: 2 }),
    'unknown reduction': () => mse(x, x, { reduction: 'avg' }),
    'target axes': () => mse(x, zeros([batch(4)])),
    'no classes': () => nll(zeros([]), zeros([], 'i32')),
    'class id axes': () => nll(x, zeros([batch(3)], 'i32')),
    'class ids of floats': () => crossEntropy(x, zeros([batch(4)])),
    'class weight axes': () => crossEntropy(x, ids(0, 1, 2, 0), { weight: zeros([feature(3)]) }),
    'weight axes': () => bceWithLogits(x, x, { posWeight: zeros([feature(3)]) }),
    'no such class': () => crossEntropy(x, ids(0, 1, 3, 0)),

    'not data to learn from': () => run({ data: 5 }),
    'no batch axis': () => run({ data: { x, w: w.w } }),
    'rows of two numbers': () => run({ data: { x, y: zeros([batch(3)]) } }),
    'no whole batch': () => run({ batchSize: 5, dropLast: true }),
    'batches to be cut': () => run({ data: [x], batchSize: 2 }),
    'shuffle of a stream': () => run({ data: () => [x], shuffle: true }),
    'unknown fit option': () => run({ lr: 0.1 }),
    'not a fit option': () => run({ loss: 'mse' }),
    'no end': () => run({ epochs: undefined }),
    'no batch': () => run({ data: { [Symbol.iterator]: () => iterator }, epochs: 2, loss: () => zeros([]) }).last?.(),
    'nothing to learn': () => {
      const from = { params: w, optimizer: plain.init?.(w), step: 9, epoch: 1, batch: 0 }
      return run({ from: { ...from, rng: library.manualSeed(0), epochRng: library.manualSeed(0) } }).last?.()
    },
    'not an optimizer': () => run({ optimizer: sgd }),
    'not a train state': () => run({ from: w }),
    'one name for two': () => {
      const params = { 'a.b': w.w, a: { b: w.w } }
      const state = { params, optimizer: plain.init?.(params), step: 0, epoch: 0, batch: 0 }
      return toCheckpoint({ ...state, rng: library.manualSeed(0), epochRng: library.manualSeed(0) })
    },
  }
}
