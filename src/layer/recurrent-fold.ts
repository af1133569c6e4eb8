import type { AnyAxis, Batch, Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Size } from '../../types/size.js'
import type { Cell } from '../cell/cell.js'
import { type ElmanParams, elman } from '../cell/elman.js'
import type { Engine, Packed, RecurrentCall, RecurrentResult, RecurrentSpec } from '../kernel/contract.js'
import { concat } from '../op/concat.js'
import { mul } from '../op/mul.js'
import { axisOf } from '../tensor/axis.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type LayerCells, recurrent } from './recurrent.js'

/**
 * The kernel's contract kept by the fold: arrays in, the recurrence over cells, arrays out. It is the specification that the kernel is proven
 * equal to, and what runs where there is no WebAssembly SIMD.
 */

type Step = FloatTensor<[Batch<Size>, Feature<Size>]>
type StepCell = Cell<Step, Step, Step>

interface FoldPacked extends Packed {
  readonly layers: readonly LayerCells<Step, Step>[]
}

const numbered = (role: string, size: number): AnyAxis => axisOf(role, size, size)

const matrix = <T>(rows: number, columns: number, data: Float32Array): T =>
  wrap([numbered('feature', rows), numbered('feature', columns)], data)

/** The cells of a network, from its weights in PyTorch's order. */
const cellsOf = (
  { kind, inputSize, hiddenSize, numLayers, directions, bias }: RecurrentSpec,
  weights: readonly Float32Array[],
): LayerCells<Step, Step>[] => {
  const perCell = bias ? 4 : 2
  const cell = (layer: number, direction: number): StepCell => {
    const at = (layer * directions + direction) * perCell
    const [weight_ih, weight_hh, bias_ih, bias_hh] = weights.slice(at, at + perCell)
    // The cast: PyTorch's order puts the two weights first.
    const [ih, hh] = [weight_ih, weight_hh] as [Float32Array, Float32Array]
    const vector = (data: Float32Array | undefined): ElmanParams<Size, Size>['bias_ih'] =>
      data && wrap([numbered('feature', hiddenSize)], data)
    const params: ElmanParams<Size, Size> = {
      weight_ih: matrix(hiddenSize, layer === 0 ? inputSize : hiddenSize * directions, ih),
      weight_hh: matrix(hiddenSize, hiddenSize, hh),
      bias_ih: vector(bias_ih),
      bias_hh: vector(bias_hh),
    }
    return elman(params, kind === 'relu' ? 'relu' : 'tanh')
  }
  return Array.from({ length: numLayers }, (_, layer) =>
    directions === 1 ? [cell(layer, 0)] : [cell(layer, 0), cell(layer, 1)],
  )
}

/** The time steps of a call, whichever of its axes is the first. */
const stepsOf = ({ input, time, batch, batchFirst }: RecurrentCall): readonly Step[] => {
  const width = input.length / (time * batch)
  return Array.from({ length: time }, (_, t) => {
    const step = new Float32Array(batch * width)
    for (let b = 0; b < batch; b++) {
      const row = batchFirst ? b * time + t : t * batch + b
      step.set(input.subarray(row * width, (row + 1) * width), b * width)
    }
    return wrap([numbered('batch', batch), numbered('feature', width)], step)
  })
}

/** The inverse of `stepsOf`. */
const gather = (steps: readonly Step[], { time, batch, batchFirst }: RecurrentCall, width: number): Float32Array => {
  const output = new Float32Array(time * batch * width)
  for (const [t, step] of steps.entries()) {
    for (let b = 0; b < batch; b++) {
      const row = batchFirst ? b * time + t : t * batch + b
      output.set(floatsOf(step).subarray(b * width, (b + 1) * width), row * width)
    }
  }
  return output
}

/** Both directions of a step side by side. Their sum of sizes is a size, which the types see only of literals. */
const sideBySide = (f: Step, b: Step): Step => {
  const joined = concat(f, b)
  return wrap(joined.axes, floatsOf(joined))
}

const forward = (packed: FoldPacked, call: RecurrentCall): RecurrentResult => {
  const { hiddenSize, directions, numLayers } = packed.spec
  const { batch, hidden, masks } = call
  const size = batch * hiddenSize
  const stateAxes = [numbered('batch', batch), numbered('feature', hiddenSize)]
  const states = Array.from(
    { length: numLayers * directions },
    (_, i): Step =>
      wrap(stateAxes, hidden === undefined ? new Float32Array(size) : hidden.subarray(i * size, (i + 1) * size)),
  )
  const width = hiddenSize * directions
  const drop = (layer: number, steps: readonly Step[]): readonly Step[] => {
    const mask = masks?.[layer]
    return mask === undefined
      ? steps
      : steps.map((step, t) => mul(step, wrap(step.axes, mask.subarray(t * batch * width, (t + 1) * batch * width))))
  }
  const [outputs, ends] = recurrent(packed.layers, { join: sideBySide, pass: drop })(states)(stepsOf(call))
  const last = new Float32Array(ends.length * size)
  for (const [i, end] of ends.entries()) last.set(floatsOf(end), i * size)
  return { output: gather(outputs, call, width), hidden: last, cell: undefined }
}

/** The engine that folds. */
export const foldEngine = {
  name: 'fold',
  pack: (spec: RecurrentSpec, weights: readonly Float32Array[]): FoldPacked => ({
    spec,
    bytes: 0,
    layers: cellsOf(spec, weights),
  }),
  // The cast: an engine is given back what it packed.
  forward: (packed: Packed, call: RecurrentCall): RecurrentResult => forward(packed as FoldPacked, call),
} as const satisfies Engine
