import type { Engine, Packed, RecurrentCall, RecurrentResult, RecurrentSpec } from '../kernel/contract.js'
import { concat } from '../op/concat.js'
import { mul } from '../op/mul.js'
import { axisOf } from '../tensor/axis.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { recurrent } from './recurrent.js'
import { cellsOf, type State, type Step, type Weights, weightsOf, widthOf } from './recurrent-cells.js'

/**
 * The kernel's contract kept by the fold: arrays in, the recurrence over cells, arrays out. It is the specification that the kernel is proven
 * equal to, and what runs where there is no WebAssembly SIMD.
 */

interface FoldPacked extends Packed {
  readonly weights: readonly Weights[]
}

/** Sequences of one length that are run side by side, by their places in the batch. */
interface Group {
  readonly time: number
  readonly members: readonly number[]
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

/** Where sequences differ in length, each is run alone and knows nothing of the others: that is what a batch of them means. */
const groupsOf = ({ time, batch, lengths }: RecurrentCall): readonly Group[] =>
  lengths === undefined
    ? [{ time, members: range(batch) }]
    : lengths.map((length, member) => ({ time: length, members: [member] }))

/** Rows of a matrix `width` wide. */
const take = (matrix: Float32Array, width: number, rows: readonly number[]): Step => {
  const step = new Float32Array(rows.length * width)
  for (const [i, row] of rows.entries()) step.set(matrix.subarray(row * width, (row + 1) * width), i * width)
  return wrap([axisOf('batch', rows.length, rows.length), axisOf('feature', width, width)], step)
}

/** The inverse of `take`. */
const put = (matrix: Float32Array, width: number, rows: readonly number[], step: Float32Array): void => {
  for (const [i, row] of rows.entries()) matrix.set(step.subarray(i * width, (i + 1) * width), row * width)
}

/** Both directions of a step side by side. The cast: the sum of two sizes is a size, which the types see only of literals. */
const sideBySide = (f: Step, b: Step): Step => concat(f, b) as unknown as Step

/** Where the numbers of a call stand in its arrays, each of which is a matrix: the rows of a group at a time step, or in a state. */
const rowsOf = ({ time, batch, batchFirst }: RecurrentCall, { members }: Group) => ({
  sequence: (t: number): readonly number[] => members.map((b) => (batchFirst ? b * time + t : t * batch + b)),
  mask: (t: number): readonly number[] => members.map((b) => t * batch + b),
  state: (index: number): readonly number[] => members.map((b) => index * batch + b),
})

/** What goes into a group's run. */
interface Given {
  readonly weights: readonly Weights[]
  readonly steps: readonly Step[]
  readonly states: readonly State[]
}

const givenOf = ({ spec, weights }: FoldPacked, call: RecurrentCall, group: Group): Given => {
  const { hiddenSize, inputSize, numLayers, directions, kind } = spec
  const rows = rowsOf(call, group)
  const state = (numbers: Float32Array | undefined, width: number, at: readonly number[]): Step =>
    numbers === undefined
      ? take(new Float32Array(at.length * width), width, range(at.length))
      : take(numbers, width, at)
  return {
    weights,
    steps: range(group.time).map((t) => take(call.input, inputSize, rows.sequence(t))),
    states: range(numLayers * directions).map((i) => {
      const hidden = state(call.hidden, widthOf(spec), rows.state(i))
      return kind === 'lstm' ? { hidden, cell: state(call.cell, hiddenSize, rows.state(i)) } : { hidden }
    }),
  }
}

/** The fold itself: a network's recurrence over the steps of a group. */
const run = (
  spec: RecurrentSpec,
  call: RecurrentCall,
  group: Group,
  { weights, steps, states }: Given,
): readonly [outputs: readonly Step[], ends: readonly State[]] => {
  const rows = rowsOf(call, group)
  const width = spec.directions * widthOf(spec)
  const pass = (layer: number, outputs: readonly Step[]): readonly Step[] => {
    const mask = call.masks?.[layer]
    return mask === undefined ? outputs : outputs.map((output, t) => mul(output, take(mask, width, rows.mask(t))))
  }
  return recurrent(cellsOf(spec, weights), { join: sideBySide, pass })(states)(steps)
}

const forward = (packed: FoldPacked, call: RecurrentCall): RecurrentResult => {
  const { spec } = packed
  const { kind, hiddenSize, numLayers, directions } = spec
  const width = widthOf(spec)
  const states = numLayers * directions * call.batch
  const output = new Float32Array(call.time * call.batch * directions * width)
  const hidden = new Float32Array(states * width)
  const cell = kind === 'lstm' ? new Float32Array(states * hiddenSize) : undefined
  for (const group of groupsOf(call)) {
    const rows = rowsOf(call, group)
    const [outputs, ends] = run(spec, call, group, givenOf(packed, call, group))
    for (const [t, step] of outputs.entries()) put(output, directions * width, rows.sequence(t), floatsOf(step))
    for (const [i, end] of ends.entries()) {
      put(hidden, width, rows.state(i), floatsOf(end.hidden))
      if (cell !== undefined && end.cell !== undefined) put(cell, hiddenSize, rows.state(i), floatsOf(end.cell))
    }
  }
  return { output, hidden, cell }
}

/** The engine that folds. */
export const foldEngine = {
  name: 'fold',
  pack: (spec: RecurrentSpec, weights: readonly Float32Array[]): FoldPacked => ({
    spec,
    bytes: 0,
    weights: weightsOf(spec, weights),
  }),
  // The cast: an engine is given back what it packed.
  forward: (packed: Packed, call: RecurrentCall): RecurrentResult => forward(packed as FoldPacked, call),
} as const satisfies Engine
