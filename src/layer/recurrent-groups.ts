import type { RecurrentCall, RecurrentSpec } from '../kernel/contract.js'
import { roomForFloats } from '../room.js'
import { axisOf } from '../tensor/axis.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type State, type Step, widthOf } from './recurrent-cells.js'

/**
 * From the plain arrays of the kernel's contract to the steps and states of the fold, and back.
 *
 * Every array of a call is a matrix, a row for each sequence at each time step, or for each sequence in each state.
 */

/** Sequences of one length, which are run side by side, and the rows where their numbers stand. */
export interface Group {
  readonly time: number
  /** Of the input and the output, at a time step. */
  readonly sequence: (t: number) => readonly number[]
  /** Of a mask, at a time step. */
  readonly mask: (t: number) => readonly number[]
  /** Of the states of a layer and direction. */
  readonly state: (index: number) => readonly number[]
}

const range = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

/** Where sequences may differ in length, each is run alone: a batch of them means no more than that. */
export const groupsOf = ({ time, batch, batchFirst, lengths }: RecurrentCall): readonly Group[] => {
  const group = (length: number, members: readonly number[]): Group => ({
    time: length,
    sequence: (t) => members.map((b) => (batchFirst ? b * time + t : t * batch + b)),
    mask: (t) => members.map((b) => t * batch + b),
    state: (index) => members.map((b) => index * batch + b),
  })
  return lengths?.map((length, b) => group(length, [b])) ?? [group(time, range(batch))]
}

/** Some rows of a matrix `width` wide; zeros where there is no matrix. */
export const take = (matrix: Float32Array | undefined, width: number, rows: readonly number[]): Step => {
  const step = roomForFloats(rows.length * width)
  if (matrix !== undefined)
    for (const [i, row] of rows.entries()) step.set(matrix.subarray(row * width, (row + 1) * width), i * width)
  return wrap([axisOf('batch', rows.length, rows.length), axisOf('feature', width, width)], step)
}

/** The inverse of `take`. */
export const put = (matrix: Float32Array, width: number, rows: readonly number[], step: Step): void => {
  for (const [i, row] of rows.entries()) matrix.set(floatsOf(step).subarray(i * width, (i + 1) * width), row * width)
}

/** The input of a group, step by step. */
export const stepsOf = (spec: RecurrentSpec, { input }: RecurrentCall, group: Group): readonly Step[] =>
  range(group.time).map((t) => take(input, spec.inputSize, group.sequence(t)))

/** The initial states of a group; zeros where the call has none. */
export const statesOf = (spec: RecurrentSpec, { hidden, cell }: RecurrentCall, group: Group): readonly State[] =>
  range(spec.numLayers * spec.directions).map((index) => {
    const rows = group.state(index)
    const state = { hidden: take(hidden, widthOf(spec), rows) }
    return spec.kind === 'lstm' ? { ...state, cell: take(cell, spec.hiddenSize, rows) } : state
  })

/** The steps of all groups in one array; zeros after a sequence's end. */
export const joinSteps = (
  width: number,
  { time, batch }: RecurrentCall,
  groups: readonly Group[],
  steps: readonly (readonly Step[])[],
): Float32Array => {
  const joined = roomForFloats(time * batch * width)
  for (const [i, group] of groups.entries())
    for (const [t, step] of steps[i]?.entries() ?? []) put(joined, width, group.sequence(t), step)
  return joined
}

/** The states of all groups in one array, or two. */
export const joinStates = (
  spec: RecurrentSpec,
  { batch }: RecurrentCall,
  groups: readonly Group[],
  states: readonly (readonly State[])[],
): { readonly hidden: Float32Array; readonly cell: Float32Array | undefined } => {
  const count = spec.numLayers * spec.directions * batch
  const hidden = roomForFloats(count * widthOf(spec))
  const cell = spec.kind === 'lstm' ? roomForFloats(count * spec.hiddenSize) : undefined
  for (const [i, group] of groups.entries())
    for (const [index, state] of states[i]?.entries() ?? []) {
      put(hidden, widthOf(spec), group.state(index), state.hidden)
      if (cell !== undefined && state.cell !== undefined) put(cell, spec.hiddenSize, group.state(index), state.cell)
    }
  return { hidden, cell }
}

/** Throws RangeError where an array of the call has not the length that the sizes ask for. */
export const checkCall = (spec: RecurrentSpec, call: RecurrentCall): void => {
  const { inputSize, hiddenSize, numLayers, directions, kind } = spec
  const { input, time, batch, lengths, hidden, cell, masks } = call
  const width = widthOf(spec)
  const expect = (what: string, array: Float32Array | undefined, length: number): void => {
    if (array !== undefined && array.length !== length)
      throw new RangeError(`${what} has ${array.length} numbers, but the sizes ask for ${length}`)
  }
  if (!(time >= 1 && batch >= 1)) throw new RangeError(`time ${time} and batch ${batch} must be positive`)
  expect('input', input, time * batch * inputSize)
  expect('hidden', hidden, numLayers * directions * batch * width)
  expect('cell', cell, kind === 'lstm' ? numLayers * directions * batch * hiddenSize : 0)
  if (masks !== undefined && masks.length !== numLayers - 1)
    throw new RangeError(`${masks.length} masks were given, but ${numLayers} layers have ${numLayers - 1} between them`)
  for (const mask of masks ?? []) expect('a mask', mask, time * batch * directions * width)
  if (lengths !== undefined && lengths.length !== batch)
    throw new RangeError(`${lengths.length} lengths were given for a batch of ${batch}`)
  for (const length of lengths ?? [])
    if (!(Number.isInteger(length) && length >= 1 && length <= time))
      throw new RangeError(`a length is ${length}, but must be an integer from 1 to ${time}`)
}
