/** Random runs by the kernel's contract, for the laws that hold of any cell, and the parts of them that the laws compare. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { RecurrentCall, RecurrentResult, RecurrentSpec } from '../../src/kernel/contract.js'
import { distance, largest } from '../golden/distance.js'
import { floats, random, randomWeights } from '../kernel/reference.js'

export interface Run {
  readonly spec: RecurrentSpec
  readonly weights: readonly Float32Array[]
  readonly call: RecurrentCall
}

export const widthOf = ({ projSize, hiddenSize }: RecurrentSpec): number => projSize || hiddenSize
export const outputWidthOf = (spec: RecurrentSpec): number => spec.directions * widthOf(spec)
export const statesOf = ({ numLayers, directions }: RecurrentSpec): number => numLayers * directions

export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

/** Some rows of a matrix `width` wide, in the order given. */
export const rows = (matrix: Float32Array, width: number, which: readonly number[]): Float32Array =>
  Float32Array.from(which.flatMap((row) => [...matrix.subarray(row * width, (row + 1) * width)]))

/** Where a sequence's row at a time stands. */
export const rowAt =
  ({ time, batch, batchFirst }: RecurrentCall) =>
  (t: number, b: number): number =>
    batchFirst ? b * time + t : t * batch + b

/** The length of a sequence. */
export const lengthOf = ({ time, lengths }: RecurrentCall, b: number): number => lengths?.[b] ?? time

/** The rows `[T, B]` of a sub-batch, some steps of some sequences, in the call's own layout. */
const rowsOf = (call: RecurrentCall, members: readonly number[], times: readonly number[]): readonly number[] => {
  const at = rowAt(call)
  return call.batchFirst
    ? members.flatMap((b) => times.map((t) => at(t, b)))
    : times.flatMap((t) => members.map((b) => at(t, b)))
}

const stateRows = (spec: RecurrentSpec, { batch }: RecurrentCall, members: readonly number[]): readonly number[] =>
  range(0, statesOf(spec)).flatMap((index) => members.map((b) => index * batch + b))

/** The call for some of the sequences and some of the time. */
export const part = (
  spec: RecurrentSpec,
  call: RecurrentCall,
  members: readonly number[],
  times: readonly number[],
): RecurrentCall => ({
  input: rows(call.input, spec.inputSize, rowsOf(call, members, times)),
  time: times.length,
  batch: members.length,
  batchFirst: call.batchFirst,
  lengths: call.lengths && members.map((b) => lengthOf(call, b)),
  hidden: call.hidden && rows(call.hidden, widthOf(spec), stateRows(spec, call, members)),
  cell: call.cell && rows(call.cell, spec.hiddenSize, stateRows(spec, call, members)),
  masks: call.masks?.map((mask) =>
    rows(mask, outputWidthOf(spec), rowsOf({ ...call, batchFirst: false }, members, times)),
  ),
})

/** What a run gives to some of the sequences and some of the time; the states are those after all of it. */
export const partOf = (
  spec: RecurrentSpec,
  call: RecurrentCall,
  { output, hidden, cell }: RecurrentResult,
  members: readonly number[],
  times: readonly number[],
): RecurrentResult => ({
  output: rows(output, outputWidthOf(spec), rowsOf(call, members, times)),
  hidden: rows(hidden, widthOf(spec), stateRows(spec, call, members)),
  cell: cell && rows(cell, spec.hiddenSize, stateRows(spec, call, members)),
})

/** Each sum is rounded in an order of its own, so that two runs may differ by 1e-6 of the largest number, or of 1 where all are smaller. */
export const expectClose = (got: Float32Array | undefined, want: Float32Array | undefined): void => {
  expect(got === undefined).toBe(want === undefined)
  if (got !== undefined && want !== undefined)
    expect(distance(got, want)).toBeLessThanOrEqual(1e-6 * Math.max(1, largest(want)))
}

export const expectSame = (got: RecurrentResult, want: RecurrentResult): void => {
  expectClose(got.output, want.output)
  expectClose(got.hidden, want.hidden)
  expectClose(got.cell, want.cell)
}

interface Sizes {
  /** Sizes of input and hidden state. */
  readonly size: fc.Arbitrary<number>
  readonly time: fc.Arbitrary<number>
  readonly batch: fc.Arbitrary<number>
}

const small: Sizes = {
  size: fc.integer({ min: 1, max: 9 }),
  time: fc.integer({ min: 1, max: 9 }),
  batch: fc.integer({ min: 1, max: 5 }),
}

/** Any network, with any call of it: states or none, masks or none, lengths or none. What stands after a sequence's end is NaN. */
export const anyRun = ({ size, time, batch }: Sizes = small): fc.Arbitrary<Run> =>
  fc
    .record({
      kind: fc.constantFrom('tanh', 'relu', 'gru', 'lstm', 'lstm'),
      inputSize: size,
      hiddenSize: size,
      proj: fc.option(fc.nat()),
      numLayers: fc.integer({ min: 1, max: 3 }),
      directions: fc.constantFrom(1, 2),
      bias: fc.boolean(),
      time,
      batch,
      batchFirst: fc.boolean(),
      withLengths: fc.boolean(),
      withState: fc.boolean(),
      withMasks: fc.boolean(),
      seed: fc.nat(),
    })
    .map(({ proj, time, batch, batchFirst, withLengths, withState, withMasks, seed, ...given }) => {
      const { kind, hiddenSize, numLayers } = given
      const spec = {
        ...given,
        projSize: kind === 'lstm' && hiddenSize > 1 && proj !== null ? 1 + (proj % (hiddenSize - 1)) : 0,
      }
      const next = random(seed)
      const call: RecurrentCall = {
        input: floats(next, time * batch * spec.inputSize),
        time,
        batch,
        batchFirst,
        lengths: withLengths ? range(0, batch).map(() => 1 + Math.floor(next() * time)) : undefined,
        hidden: withState ? floats(next, statesOf(spec) * batch * widthOf(spec)) : undefined,
        cell: withState && kind === 'lstm' ? floats(next, statesOf(spec) * batch * hiddenSize) : undefined,
        masks: withMasks
          ? range(1, numLayers).map(() =>
              Float32Array.from({ length: time * batch * outputWidthOf(spec) }, () => (next() < 0.3 ? 0 : 1 / 0.7)),
            )
          : undefined,
      }
      for (const [row, t, b] of padding(call)) {
        call.input.fill(Number.NaN, row * spec.inputSize, (row + 1) * spec.inputSize)
        for (const mask of call.masks ?? [])
          mask.fill(Number.NaN, (t * batch + b) * outputWidthOf(spec), (t * batch + b + 1) * outputWidthOf(spec))
      }
      return { spec, weights: randomWeights(spec, next), call }
    })

/** The rows after the sequences' ends, with their time and sequence. */
export const padding = (call: RecurrentCall): readonly (readonly [row: number, t: number, b: number])[] =>
  range(0, call.batch).flatMap((b) =>
    range(lengthOf(call, b), call.time).map((t) => [rowAt(call)(t, b), t, b] as const),
  )
