/**
 * TensorFlow.js, on each of its backends that Node has without a native build, and in two ways: with its layers, and with its plain operations, which
 * need less around them. The table shows the best.
 *
 * Its layers take sequences batch first. They are given the input in that order, so that they need not turn it.
 */

import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { DirectionWeights, Problem } from '../cases.js'
import { now } from '../clock.js'
import type { Contender, Peer } from '../contender.js'

/** `[rows, columns]` to `[columns, rows]`, of blocks of `width` numbers. */
const turned = (from: Float32Array, rows: number, columns: number, width = 1): Float32Array => {
  const to = new Float32Array(from.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < width; i++)
        to[(column * rows + row) * width + i] = from[(row * columns + column) * width + i] ?? 0
  return to
}

const biasOf = ({ biasIh, biasHh }: DirectionWeights): Float32Array => biasIh.map((b, i) => b + (biasHh[i] ?? 0))

const kernelsOf = (weights: DirectionWeights, hidden: number) =>
  [
    tf.tensor2d(turned(weights.weightIh, hidden, weights.input), [weights.input, hidden]),
    tf.tensor2d(turned(weights.weightHh, hidden, hidden), [hidden, hidden]),
    tf.tensor1d(biasOf(weights)),
  ] as const

// The cast: `dataSync` of a tensor of floats.
const floatsOf = (t: tf.Tensor): Float32Array => t.dataSync() as Float32Array

/** What is read in a `tidy`. Not its result, in which it would look for tensors number by number. */
const reading = (body: (read: (numbers: Float32Array) => void) => void): Float32Array => {
  let result: Float32Array = new Float32Array(0)
  tf.tidy(() =>
    body((numbers) => {
      result = numbers
    }),
  )
  return result
}

/** The network as layers: a function of the input's array, `[batch, time, features]` in and out. */
const withLayers = ({ state0, weights, case: one }: Problem): ((x: Float32Array) => Float32Array) => {
  const { time, batch, input, hidden, directions } = one
  const sequence = tf.input({ batchShape: [batch, time, input] })
  const state = state0 === undefined ? undefined : tf.input({ batchShape: [batch, hidden] })
  let top = sequence
  for (let layer = 0; layer < one.layers; layer++) {
    const simple = tf.layers.simpleRNN({
      units: hidden,
      activation: 'tanh',
      returnSequences: true,
      // What it would draw by default is a large orthogonal matrix, and takes minutes.
      recurrentInitializer: 'zeros',
    })
    const own = directions === 2 ? tf.layers.bidirectional({ layer: simple, mergeMode: 'concat' }) : simple
    // The casts: of one output there is one symbolic tensor, and a state is given to a layer of one direction.
    top = own.apply(top, state === undefined ? {} : { initialState: [state] }) as tf.SymbolicTensor
    own.setWeights(
      weights.slice(layer * directions, (layer + 1) * directions).flatMap((w) => [...kernelsOf(w, hidden)]),
    )
  }
  const model = tf.model({ inputs: state === undefined ? sequence : [sequence, state], outputs: top })
  const stateTensor = state0 === undefined ? undefined : tf.tensor2d(state0, [batch, hidden])
  return (x) =>
    reading((read) => {
      const data = tf.tensor3d(x, [batch, time, input])
      const inputs = stateTensor === undefined ? data : [data, stateTensor]
      // The cast: one output.
      read(floatsOf(model.predict(inputs, { batchSize: batch }) as tf.Tensor))
    })
}

/**
 * The network as plain operations, each time step by itself. One product for all time steps would be the better plan, but then each step is a
 * slice of its result, and on the wasm backend every slice copies the whole.
 */
const withOperations = ({ state0, weights, case: one }: Problem): ((x: Float32Array) => Float32Array) => {
  const { time, batch, input, hidden, directions } = one
  const kernels = weights.map((w) => kernelsOf(w, hidden))
  const start = state0 === undefined ? tf.zeros<tf.Rank.R2>([batch, hidden]) : tf.tensor2d(state0, [batch, hidden])
  const direct = (steps: readonly tf.Tensor2D[], index: number): readonly tf.Tensor2D[] => {
    const found = kernels[index]
    if (found === undefined) throw new Error('each direction of each layer has weights')
    const [wIh, wHh, bias] = found
    const isReverse = index % directions === 1
    let state = start
    const states = (isReverse ? [...steps].reverse() : steps).map((step) => {
      state = tf.tanh(tf.add(tf.fused.matMul({ a: step, b: wIh, bias }), tf.matMul(state, wHh)))
      return state
    })
    return isReverse ? states.reverse() : states
  }
  const size = batch * input
  return (x) =>
    reading((read) => {
      let steps: readonly tf.Tensor2D[] = Array.from({ length: time }, (_, t) =>
        tf.tensor2d(x.subarray(t * size, (t + 1) * size), [batch, input]),
      )
      for (let layer = 0; layer < one.layers; layer++) {
        const forward = direct(steps, layer * directions)
        const backward = directions === 2 ? direct(steps, layer * directions + 1) : []
        steps = forward.map((own, t) => {
          const other = backward[t]
          return other === undefined ? own : tf.concat([own, other], 1)
        })
      }
      const output = new Float32Array(time * batch * directions * hidden)
      steps.forEach((step, t) => {
        output.set(floatsOf(step), t * batch * directions * hidden)
      })
      read(output)
    })
}

/** TensorFlow.js has one backend at a time: it is set before each sample. */
const onBackend = async (backend: string, name: string, make: () => () => Float32Array): Promise<Contender> => {
  await tf.setBackend(backend)
  const run = make()
  return {
    name,
    output: async () => {
      await tf.setBackend(backend)
      return run()
    },
    time: async (runs) => {
      await tf.setBackend(backend)
      const start = now()
      for (let i = 0; i < runs; i++) run()
      return now() - start
    },
  }
}

let isSetUp = false
const setUp = async (): Promise<void> => {
  if (isSetUp) return
  isSetUp = true
  tf.env().set('PROD', true)
  setWasmPaths(fileURLToPath(new URL('../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url)))
  setThreadsCount(1)
  // Its wasm module takes over what happens to errors of the whole process, and tells them without their text.
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map((event) => process.rawListeners(event))
  await tf.setBackend('wasm')
  events.forEach((event, i) => {
    // The cast: what rawListeners gives is what removeListener takes.
    for (const listener of process.rawListeners(event))
      if (!before[i]?.includes(listener)) process.removeListener(event, listener as (...args: unknown[]) => void)
  })
}

export const tfjs: Peer = {
  name: 'tfjs',
  version: () => tf.version.tfjs,
  prepare: async (problem) => {
    await setUp()
    const { time, batch, input, hidden, directions } = problem.case
    const batchFirst = turned(problem.x, time, batch, input)
    const contenders: Contender[] = []
    for (const backend of ['wasm', 'cpu']) {
      contenders.push(
        await onBackend(backend, `tfjs (${backend}, operations)`, () => {
          const run = withOperations(problem)
          return () => run(problem.x)
        }),
      )
      const withModel = await onBackend(backend, `tfjs (${backend}, layers)`, () => {
        const run = withLayers(problem)
        return () => run(batchFirst)
      })
      contenders.push({
        ...withModel,
        output: async () => turned(await withModel.output(), batch, time, directions * hidden),
      })
    }
    return contenders
  },
}
