/**
 * TensorFlow.js, on each of its backends that Node has without a native build, and in two ways: with its layers, and with its plain operations, which
 * need less around them. The table shows the best.
 *
 * Its layers take sequences batch first. They are given the input in that order, so that they need not turn it.
 */

import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { joined, type Problem } from '../cases.js'
import { now } from '../clock.js'
import type { Contender, Peer } from '../contender.js'
import { gradientsOf, kernelsEach, kernelsOf, type State, stepsThrough } from './tfjs-cells.js'
import { turned } from './transpose.js'

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

/** The network as layers: a function of the input's array, `[batch, time, features]` in and out. Not a GRU: its layer resets before. */
const withLayers = ({ state0, cell0, weights, case: one }: Problem): ((x: Float32Array) => Float32Array) => {
  const { time, batch, input, hidden, directions } = one
  const sequence = tf.input({ batchShape: [batch, time, input] })
  const states0 = [state0, cell0].filter((state) => state !== undefined)
  const states = states0.map(() => tf.input({ batchShape: [batch, hidden] }))
  let top = sequence
  for (let layer = 0; layer < one.layers; layer++) {
    // What it would draw by default is a large orthogonal matrix, and takes minutes.
    const options = { units: hidden, returnSequences: true, recurrentInitializer: 'zeros' } as const
    const recurrent =
      one.kind === 'lstm'
        ? tf.layers.lstm({ ...options, recurrentActivation: 'sigmoid', unitForgetBias: false })
        : tf.layers.simpleRNN(options)
    const own = directions === 2 ? tf.layers.bidirectional({ layer: recurrent, mergeMode: 'concat' }) : recurrent
    // The casts: of one output there is one symbolic tensor, and a state is given to a layer of one direction.
    top = own.apply(top, states.length === 0 ? {} : { initialState: states }) as tf.SymbolicTensor
    own.setWeights(
      weights.slice(layer * directions, (layer + 1) * directions).flatMap((w) => kernelsOf(one.kind, w, hidden)),
    )
  }
  const model = tf.model({ inputs: states.length === 0 ? sequence : [sequence, ...states], outputs: top })
  const stateTensors = states0.map((state) => tf.tensor2d(state, [batch, hidden]))
  return (x) =>
    reading((read) => {
      const data = tf.tensor3d(x, [batch, time, input])
      const inputs = stateTensors.length === 0 ? data : [data, ...stateTensors]
      // The cast: one output.
      read(floatsOf(model.predict(inputs, { batchSize: batch }) as tf.Tensor))
    })
}

/**
 * The network as plain operations, each time step by itself. One product for all time steps would be the better plan, but then each step is a
 * slice of its result, and on the wasm backend every slice copies the whole.
 */
const withOperations = (problem: Problem): (() => Float32Array) => {
  const { x, weights, case: one } = problem
  const { time, batch, hidden, directions } = one
  const kernels = weights.map((w) => kernelsOf(one.kind, w, hidden))
  const start = startOf(problem)
  return () =>
    reading((read) => {
      const output = new Float32Array(time * batch * directions * hidden)
      stepsThrough(one, kernels, sequenceOf(x, one), start).forEach((step, t) => {
        output.set(floatsOf(step), t * batch * directions * hidden)
      })
      read(output)
    })
}

/** The state before the first step. */
const startOf = ({ state0, cell0, case: { batch, hidden } }: Problem): State => {
  const state = (numbers: Float32Array | undefined): tf.Tensor2D =>
    numbers === undefined ? tf.zeros([batch, hidden]) : tf.tensor2d(numbers, [batch, hidden])
  return { hidden: state(state0), cell: state(cell0) }
}

/** An array `[time, batch, features]` as a tensor for each time step. */
const sequenceOf = (x: Float32Array, { time, batch }: Problem['case']): readonly tf.Tensor2D[] => {
  const size = x.length / time
  return Array.from({ length: time }, (_, t) =>
    tf.tensor2d(x.subarray(t * size, (t + 1) * size), [batch, size / batch]),
  )
}

/** A training step in plain operations: the gradients of all kernels, in its own layout. */
const trainingStep = (problem: Problem): (() => readonly Float32Array[]) => {
  const { x, target, weights, case: one } = problem
  const each = kernelsEach(one.kind)
  const kernels = weights.flatMap((w) => kernelsOf(one.kind, w, one.hidden))
  const start = startOf(problem)
  return () => {
    let gradients: readonly Float32Array[] = []
    tf.tidy(() => {
      const steps = sequenceOf(x, one)
      const wanted = sequenceOf(target ?? new Float32Array(0), one)
      const loss = (...own: tf.Tensor[]): tf.Scalar => {
        const byDirection = weights.map((_, index) => own.slice(index * each, (index + 1) * each))
        const squares = stepsThrough(one, byDirection, steps, start).map((step, t) =>
          tf.sum(tf.squaredDifference(step, wanted[t] ?? step)),
        )
        return tf.div(tf.addN(squares), target?.length ?? 1)
      }
      gradients = tf.grads(loss)(kernels).map(floatsOf)
    })
    return gradients
  }
}

/** TensorFlow.js has one backend at a time: it is set before each sample. */
const onBackend = async <Raw>(
  backend: string,
  name: string,
  make: () => () => Raw,
  outputOf: (raw: Raw) => Float32Array,
): Promise<Contender> => {
  await tf.setBackend(backend)
  const run = make()
  return {
    name,
    output: async () => {
      await tf.setBackend(backend)
      return outputOf(run())
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
    const { kind, task, time, batch, input, hidden, directions } = problem.case
    const batchFirst = turned(problem.x, time, batch, input)
    const asPyTorch = (raw: readonly Float32Array[]): Float32Array =>
      joined(
        problem.weights.flatMap((weights, index) => {
          const each = kernelsEach(kind)
          return gradientsOf(kind, raw.slice(index * each, (index + 1) * each), weights, hidden)
        }),
      )
    const contenders: Contender[] = []
    for (const backend of ['wasm', 'cpu']) {
      if (task === 'train') {
        contenders.push(await onBackend(backend, `tfjs (${backend})`, () => trainingStep(problem), asPyTorch))
        continue
      }
      contenders.push(
        await onBackend(
          backend,
          `tfjs (${backend}, operations)`,
          () => withOperations(problem),
          (raw) => raw,
        ),
      )
      if (kind === 'gru') continue
      contenders.push(
        await onBackend(
          backend,
          `tfjs (${backend}, layers)`,
          () => {
            const run = withLayers(problem)
            return () => run(batchFirst)
          },
          (raw) => turned(raw, batch, time, directions * hidden),
        ),
      )
    }
    return contenders
  },
}
