/** The cells in TensorFlow.js's plain operations, and their weights as it wants them: `[in, gates * hidden]`. */
import * as tf from '@tensorflow/tfjs'
import { type DirectionWeights, gatesOf, type Kind, type Problem } from '../cases.js'
import { turned } from './transpose.js'

/** Of the Elman cell and the LSTM both biases are one; a GRU resets what the second is added to. */
const hasTwoBiases = (kind: Kind): boolean => kind === 'gru'

const sum = (a: Float32Array, b: Float32Array): Float32Array => a.map((x, i) => x + (b[i] ?? 0))

/** Input kernel, recurrent kernel, bias, and of a GRU the recurrent bias. */
export const kernelsOf = (
  kind: Kind,
  { weightIh, weightHh, biasIh, biasHh, input }: DirectionWeights,
  hidden: number,
) => {
  const rows = gatesOf[kind] * hidden
  return [
    tf.tensor2d(turned(weightIh, rows, input), [input, rows]),
    tf.tensor2d(turned(weightHh, rows, hidden), [hidden, rows]),
    tf.tensor1d(hasTwoBiases(kind) ? biasIh : sum(biasIh, biasHh)),
    ...(hasTwoBiases(kind) ? [tf.tensor1d(biasHh)] : []),
  ]
}
export const kernelsEach = (kind: Kind): number => (hasTwoBiases(kind) ? 4 : 3)

/** Gradients of what `kernelsOf` gives, as PyTorch has those of its weights. */
export const gradientsOf = (
  kind: Kind,
  [wIh, wHh, bias, biasHh]: readonly Float32Array[],
  { input }: DirectionWeights,
  hidden: number,
): Float32Array[] => {
  if (wIh === undefined || wHh === undefined || bias === undefined) throw new Error('a direction has three kernels')
  const rows = gatesOf[kind] * hidden
  return [turned(wIh, input, rows), turned(wHh, hidden, rows), bias, biasHh ?? bias]
}

export interface State {
  readonly hidden: tf.Tensor2D
  readonly cell: tf.Tensor2D
}
type Step = (x: tf.Tensor2D, state: State) => State

/** One step of a cell. The casts: kernels are in the order of `kernelsOf`. */
export const stepOf = (kind: Kind, kernels: readonly tf.Tensor[]): Step => {
  const [wIh, wHh] = kernels as [tf.Tensor2D, tf.Tensor2D]
  const [bias, biasHh] = kernels.slice(2) as [tf.Tensor1D, tf.Tensor1D]
  const project = (x: tf.Tensor2D) => tf.fused.matMul({ a: x, b: wIh, bias })
  switch (kind) {
    case 'rnn':
      return (x, { hidden, cell }) => ({
        hidden: tf.tanh<tf.Tensor2D>(tf.add(project(x), tf.matMul(hidden, wHh))),
        cell,
      })
    case 'lstm':
      return (x, { hidden, cell }) => {
        const gates = tf.add<tf.Tensor2D>(project(x), tf.matMul(hidden, wHh))
        const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        const next = tf.add<tf.Tensor2D>(tf.mul(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(g)))
        return { hidden: tf.mul(tf.sigmoid(o), tf.tanh(next)), cell: next }
      }
    case 'gru':
      return (x, { hidden, cell }) => {
        const [xr, xz, xn] = tf.split(project(x), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        const recurrent = tf.fused.matMul({ a: hidden, b: wHh, bias: biasHh })
        const [hr, hz, hn] = tf.split(recurrent, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        const z = tf.sigmoid<tf.Tensor2D>(tf.add(xz, hz))
        const n = tf.tanh<tf.Tensor2D>(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)))
        return { hidden: tf.add(n, tf.mul(z, tf.sub(hidden, n))), cell }
      }
  }
}

/** All steps of a network, each direction of each layer by itself: the outputs, time by time. */
export const stepsThrough = (
  { kind, time, layers, directions }: Problem['case'],
  kernels: readonly (readonly tf.Tensor[])[],
  x: readonly tf.Tensor2D[],
  start: State,
): readonly tf.Tensor2D[] => {
  const direct = (steps: readonly tf.Tensor2D[], index: number): readonly tf.Tensor2D[] => {
    const own = kernels[index]
    if (own === undefined) throw new Error('each direction of each layer has weights')
    const step = stepOf(kind, own)
    const isReverse = index % directions === 1
    let state = start
    const states = (isReverse ? [...steps].reverse() : steps).map((one) => {
      state = step(one, state)
      return state.hidden
    })
    return isReverse ? states.reverse() : states
  }
  let steps = x
  for (let layer = 0; layer < layers; layer++) {
    const forward = direct(steps, layer * directions)
    const backward = directions === 2 ? direct(steps, layer * directions + 1) : []
    steps = forward.map((own, t) => {
      const other = backward[t]
      return other === undefined ? own : tf.concat([own, other], 1)
    })
  }
  if (steps.length !== time) throw new Error('a step goes in, a step comes out')
  return steps
}
