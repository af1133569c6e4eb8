/** An example of a backward pass, made from a seed, and how far the engine's gradients are from the reference. */
import type {
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  ResultGradients,
  Wanted,
} from '../../src/kernel/contract.js'
import type { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { poison } from './engines.js'
import { type Gradients, gradientReference } from './gradient-reference.js'
import { difference, floats, random, randomWeights } from './reference.js'

export interface Example {
  readonly spec: RecurrentSpec
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  readonly withHidden: boolean
  readonly withMasks: boolean
  readonly seed: number
}

export const spec = (given: Partial<RecurrentSpec>): RecurrentSpec => ({
  kind: 'tanh',
  inputSize: 5,
  hiddenSize: 7,
  projSize: 0,
  numLayers: 1,
  directions: 1,
  bias: true,
  ...given,
})

export const example = (given: Partial<Example>): Example => ({
  spec: spec({}),
  time: 4,
  batch: 3,
  batchFirst: false,
  withHidden: true,
  withMasks: false,
  seed: 1,
  ...given,
})

export const all: Wanted = { input: true, state: true, weights: true }

export interface Materials {
  readonly weights: Float32Array[]
  readonly call: RecurrentCall
  readonly gradients: ResultGradients
}

export const materials = ({ spec, time, batch, batchFirst, withHidden, withMasks, seed }: Example): Materials => {
  const next = random(seed)
  const { inputSize, hiddenSize, numLayers, directions } = spec
  const weights = randomWeights(spec, next)
  const width = directions * hiddenSize
  const states = numLayers * directions * batch * hiddenSize
  const masks = Array.from({ length: numLayers - 1 }, () =>
    Float32Array.from({ length: time * batch * width }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
  )
  const call: RecurrentCall = {
    input: floats(next, time * batch * inputSize),
    time,
    batch,
    batchFirst,
    hidden: withHidden ? floats(next, states) : undefined,
    masks: withMasks ? masks : undefined,
    lengths: undefined,
    cell: undefined,
  }
  const gradients = { output: floats(next, time * batch * width), hidden: floats(next, states), cell: undefined }
  return { weights, call, gradients }
}

/** Runs forwards and backwards; between all steps the workbench is poisoned. */
export const learn = (
  engine: WasmEngine,
  spec: RecurrentSpec,
  { weights, call, gradients }: Materials,
  wanted: Wanted = all,
): { result: RecurrentResult; got: RecurrentGradients } => {
  const packed = engine.pack(spec, weights)
  poison(engine)
  const { result, kept } = engine.record(packed, call)
  poison(engine)
  return { result, got: engine.backward(packed, call, kept, gradients, wanted) }
}

/**
 * The largest difference in any of the gradients, as a part of the largest value of that one, or of the size of its sums where that is
 * larger.
 */
export const gradientDifference = (got: RecurrentGradients, wanted: Gradients): number => {
  const near = (x: Float32Array | undefined, y: Float64Array | undefined, size: number): number => {
    if (x === undefined) return 0
    const values = y ?? new Float64Array(0)
    const largest = values.reduce((most, value) => Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0), 1e-30)
    return (difference(x, values) * largest) / Math.max(largest, size)
  }
  const { sizes } = wanted
  return Math.max(
    near(got.input, wanted.input, sizes.input),
    near(got.hidden, wanted.hidden, sizes.hidden),
    near(got.cell, wanted.cell, 0),
    ...(got.weights ?? []).map((weight, i) => near(weight, wanted.weights[i], sizes.weights[i] ?? 0)),
  )
}

/**
 * What a gradient may be off, as a part of its largest value. A layer passes its rounding on to those below it; and the rounding of a sum over
 * all rows grows, beside the sum, as the root of their number.
 */
export const tolerance = ({ spec, time, batch }: Example): number =>
  1e-6 * spec.numLayers * Math.max(1, Math.sqrt((time * batch) / 128))

export const gradientError = (engine: WasmEngine, given: Example): number => {
  const made = materials(given)
  const { got } = learn(engine, given.spec, made)
  if (got.input === undefined || got.hidden === undefined || got.weights?.length !== made.weights.length)
    return Number.POSITIVE_INFINITY
  return gradientDifference(
    got,
    gradientReference({ spec: given.spec, weights: made.weights, call: made.call }, made.gradients),
  )
}
