/** An example of a backward pass, made from a seed, and how far the engine's gradients are from the reference. */

import { wayBack } from '../../src/grad/value-and-grad.js'
import { benchOf } from '../../src/kernel/backward-plan.js'
import type {
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  ResultGradients,
  Wanted,
} from '../../src/kernel/contract.js'
import { KeptRun } from '../../src/kernel/kept-run.js'
import { PackedWeights } from '../../src/kernel/packed-weights.js'
import type { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { poison } from './engines.js'
import { type Gradients, gradientReference } from './gradient-reference.js'
import { floats, random, randomWeights } from './reference.js'
import { difference, gradientTolerance, sizeOfGradients } from './rounding.js'

export interface Example {
  readonly spec: RecurrentSpec
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  readonly withStates: boolean
  readonly withMasks: boolean
  readonly withLengths: boolean
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
  withStates: true,
  withMasks: false,
  withLengths: false,
  seed: 1,
  ...given,
})

export const all: Wanted = { input: true, state: true, weights: true }

export interface Materials {
  readonly weights: Float32Array[]
  readonly call: RecurrentCall
  readonly gradients: ResultGradients & { readonly output: Float32Array | undefined }
}

/** With lengths, what stands after a sequence's end is NaN, in the input and in the gradient by the output. */
export const materials = ({
  spec,
  time,
  batch,
  batchFirst,
  withStates,
  withMasks,
  withLengths,
  seed,
}: Example): Materials => {
  const next = random(seed)
  const { kind, inputSize, hiddenSize, projSize, numLayers, directions } = spec
  const weights = randomWeights(spec, next)
  const width = directions * (projSize || hiddenSize)
  const hiddenFloats = numLayers * batch * width
  const cellFloats = numLayers * directions * batch * hiddenSize
  const lengths = Array.from({ length: batch }, () => 1 + Math.floor(next() * time))
  const rows = (columns: number): Float32Array => {
    const made = floats(next, time * batch * columns)
    for (let t = 0; withLengths && t < time; t++)
      for (let b = 0; b < batch; b++) {
        const at = (batchFirst ? b * time + t : t * batch + b) * columns
        if (t >= (lengths[b] ?? 0)) made.fill(Number.NaN, at, at + columns)
      }
    return made
  }
  const masks = Array.from({ length: numLayers - 1 }, () =>
    Float32Array.from({ length: time * batch * width }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
  )
  const isLstm = kind === 'lstm'
  const call: RecurrentCall = {
    input: rows(inputSize),
    time,
    batch,
    batchFirst,
    lengths: withLengths ? lengths : undefined,
    hidden: withStates ? floats(next, hiddenFloats) : undefined,
    cell: withStates && isLstm ? floats(next, cellFloats) : undefined,
    masks: withMasks ? masks : undefined,
  }
  const gradients = {
    output: rows(width),
    hidden: floats(next, hiddenFloats),
    cell: isLstm ? floats(next, cellFloats) : undefined,
  }
  return { weights, call, gradients }
}

/** Runs forwards and backwards; between all steps the workbench is poisoned, and before the way back the packed weights, too, of which it needs no more than the room. */
export const learn = (
  engine: WasmEngine,
  spec: RecurrentSpec,
  { weights, call, gradients }: Materials,
  wanted: Wanted = all,
): { result: RecurrentResult; got: RecurrentGradients } => {
  const packed = engine.pack(spec, weights)
  poison(engine)
  const { result, kept } = engine.record(wayBack, packed, call)
  poison(engine)
  if (packed instanceof PackedWeights) {
    const { start, size } = packed.residence.block
    engine.arena.floats.fill(Number.NaN, start, start + size)
  }
  return { result, got: engine.backward(wayBack, packed, call, kept, gradients, wanted) }
}

/** The largest difference in any of the gradients, as a part of what their rounding goes by. */
export const gradientDifference = (got: RecurrentGradients, wanted: Gradients, { time, batch }: Example): number => {
  const size = sizeOfGradients([wanted.input, wanted.hidden, wanted.cell, ...wanted.weights], time * batch)
  const near = (x: Float32Array | undefined, y: Float64Array | undefined): number =>
    x === undefined ? 0 : difference(x, y ?? new Float64Array(0), size)
  return Math.max(
    near(got.input, wanted.input),
    near(got.hidden, wanted.hidden),
    near(got.cell, wanted.cell),
    ...(got.weights ?? []).map((weight, i) => near(weight, wanted.weights[i])),
  )
}

/** What a gradient of the example may be off. */
export const tolerance = ({ spec, time, batch }: Example): number => gradientTolerance(spec, time * batch)

/** How far off the engine's gradients are. Where a relu comes too near to its corner the next seed is taken. */
export const gradientError = (engine: WasmEngine, given: Example): number => {
  const made = materials(given)
  const wanted = gradientReference({ spec: given.spec, weights: made.weights, call: made.call }, made.gradients)
  if (wanted.nearestCorner < 1e-6) return gradientError(engine, { ...given, seed: given.seed + 1 })
  const { got } = learn(engine, given.spec, made)
  if (got.input === undefined || got.hidden === undefined || got.weights?.length !== made.weights.length)
    return Number.POSITIVE_INFINITY
  if ((got.cell === undefined) !== (given.spec.kind !== 'lstm')) return Number.POSITIVE_INFINITY
  return gradientDifference(got, wanted, given)
}

/** How many steps of an example the engine takes back at once. */
export const backwardBlock = (engine: WasmEngine, given: Example): number => {
  const { weights, call } = materials(given)
  const { kept } = engine.record(wayBack, engine.pack(given.spec, weights), call)
  if (!(kept instanceof KeptRun)) throw new TypeError('the engine keeps a KeptRun')
  // The cast: only the sizes are looked at.
  const exports = engine.arena.exports as Parameters<typeof benchOf>[0]
  const gradients = { output: undefined, hidden: undefined, cell: undefined }
  return benchOf(exports, engine.arena.floats, { kept, gradients, wanted: all }, 0).block
}
