/**
 * What follows from the definition of a recurrent network, for any cell, size and option, on the engine of this test run: by the kernel's contract, with
 * initial states, dropout masks and sequences of different lengths.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecurrentCall, RecurrentResult } from '../../src/kernel/contract.js'
import { recurrentEngine } from '../../src/layer/recurrent-engine.js'
import {
  anyRun,
  expectClose,
  expectSame,
  lengthOf,
  outputWidthOf,
  padding,
  part,
  partOf,
  type Run,
  range,
  rowAt,
  rows,
  statesOf,
  widthOf,
} from './recurrent-runs.js'

const engine = recurrentEngine()

/** The network of a run, as a function of calls. */
const bound = ({ spec, weights }: Run): ((call: RecurrentCall) => RecurrentResult) => {
  const packed = engine.pack(spec, weights)
  return (call) => engine.forward(packed, call)
}

const holds = (law: (run: Run, where: number) => void, of: (run: Run) => boolean = () => true): void =>
  fc.assert(fc.property(anyRun().filter(of), fc.nat(), law), { numRuns: 150 })

const all = ({ time, batch }: RecurrentCall) => ({ members: range(0, batch), times: range(0, time) })

describe('time', () => {
  test('a sequence in two parts, the second from the states of the first, is the sequence', () => {
    holds(
      (given, where) => {
        const { spec, call } = given
        const cut = 1 + (where % (call.time - 1))
        const { members } = all(call)
        const [early, late] = [range(0, cut), range(cut, call.time)]
        const run = bound(given)
        const whole = run(call)
        const first = run(part(spec, call, members, early))
        const second = run({ ...part(spec, call, members, late), hidden: first.hidden, cell: first.cell })
        expectClose(first.output, partOf(spec, call, whole, members, early).output)
        expectSame(second, { ...whole, output: partOf(spec, call, whole, members, late).output })
      },
      ({ spec, call }) => spec.directions === 1 && call.time > 1 && call.lengths === undefined,
    )
  })

  test('step by step is the sequence', () => {
    holds(
      (given) => {
        const { spec, call } = given
        const { members, times } = all(call)
        const run = bound(given)
        const whole = run(call)
        let state: Pick<RecurrentCall, 'hidden' | 'cell'> = call
        for (const t of times) {
          const step = run({ ...part(spec, call, members, [t]), hidden: state.hidden, cell: state.cell })
          expectClose(step.output, partOf(spec, call, whole, members, [t]).output)
          state = step
        }
        expectClose(state.hidden, whole.hidden)
        expectClose(state.cell, whole.cell)
      },
      ({ spec, call }) => spec.directions === 1 && call.lengths === undefined,
    )
  })

  test('turned round, through directions that are changed over, it gives the outputs turned and changed over', () => {
    holds(
      (given) => {
        const { spec, call, weights } = given
        const at = rowAt(call)
        const half = weights.length / 2
        /** Each sequence from its end to its beginning; the padding stays. */
        const turned = (matrix: Float32Array, width: number): Float32Array => {
          const order = new Map(
            range(0, call.batch).flatMap((b) =>
              range(0, lengthOf(call, b)).map((t) => [at(t, b), at(lengthOf(call, b) - 1 - t, b)] as const),
            ),
          )
          return rows(
            matrix,
            width,
            range(0, call.time * call.batch).map((row) => order.get(row) ?? row),
          )
        }
        const halvesSwapped = (matrix: Float32Array, width: number): Float32Array =>
          rows(
            matrix,
            width / 2,
            range(0, (2 * matrix.length) / width).map((row) => row ^ 1),
          )
        const statesSwapped = (states: Float32Array | undefined): Float32Array | undefined =>
          states && rows(states, states.length / 2, [1, 0])
        const back = bound({ ...given, weights: [...weights.slice(half), ...weights.slice(0, half)] })({
          ...call,
          input: turned(call.input, spec.inputSize),
          hidden: statesSwapped(call.hidden),
          cell: statesSwapped(call.cell),
        })
        const width = outputWidthOf(spec)
        expectSame(
          {
            output: halvesSwapped(turned(back.output, width), width),
            hidden: statesSwapped(back.hidden) ?? back.hidden,
            cell: statesSwapped(back.cell),
          },
          bound(given)(call),
        )
      },
      ({ spec }) => spec.directions === 2 && spec.numLayers === 1,
    )
  })
})

describe('batch', () => {
  test('a sequence alone is what it is among others', () => {
    holds((given, where) => {
      const { spec, call } = given
      const [members, { times }] = [[where % call.batch], all(call)]
      const run = bound(given)
      expectSame(run(part(spec, call, members, times)), partOf(spec, call, run(call), members, times))
    })
  })

  test('in another order the sequences give the same in that order', () => {
    holds((given, where) => {
      const { spec, call } = given
      const { members, times } = all(call)
      const order = [...members.slice(where % call.batch), ...members.slice(0, where % call.batch)].reverse()
      const run = bound(given)
      expectSame(run(part(spec, call, order, times)), partOf(spec, call, run(call), order, times))
    })
  })

  test('batchFirst turns input and output, and nothing else', () => {
    holds((given) => {
      const { spec, call } = given
      const { members, times } = all(call)
      const other = { ...call, batchFirst: !call.batchFirst }
      const order = members.flatMap((b) => times.map((t) => [rowAt(other)(t, b), rowAt(call)(t, b)] as const))
      const turn = (matrix: Float32Array, width: number): Float32Array => {
        const from = new Map(order)
        return rows(
          matrix,
          width,
          range(0, order.length).map((row) => from.get(row) ?? Number.NaN),
        )
      }
      const run = bound(given)
      const [here, there] = [run(call), run({ ...other, input: turn(call.input, spec.inputSize) })]
      expectSame(there, { ...here, output: turn(here.output, outputWidthOf(spec)) })
    })
  })
})

describe('sequences of different lengths', () => {
  const ragged = ({ call }: Run): boolean => call.lengths !== undefined

  test('each one is what it is alone and without padding, and zeros follow it', () => {
    holds((given) => {
      const { spec, call } = given
      const run = bound(given)
      const together = run(call)
      for (const b of range(0, call.batch)) {
        const times = range(0, lengthOf(call, b))
        const alone = run({ ...part(spec, call, [b], times), lengths: undefined })
        expectSame(alone, partOf(spec, call, together, [b], times))
      }
      const width = outputWidthOf(spec)
      const after = rows(
        together.output,
        width,
        padding(call).map(([row]) => row),
      )
      expect(after).toEqual(new Float32Array(after.length))
    }, ragged)
  })

  test('that are all as long as the time say nothing', () => {
    holds(
      (given) => {
        const run = bound(given)
        const call = { ...given.call, lengths: undefined }
        expectSame(run({ ...call, lengths: range(0, call.batch).map(() => call.time) }), run(call))
      },
      ({ call }) => call.lengths === undefined,
    )
  })

  test('more padding changes no number', () => {
    holds((given, where) => {
      const { spec, call } = given
      const more = 1 + (where % 3)
      const time = call.time + more
      const { members, times } = all(call)
      const longer = { ...call, time }
      const stretch = (matrix: Float32Array, width: number, to: RecurrentCall): Float32Array => {
        const stretched = new Float32Array(time * call.batch * width).fill(Number.NaN)
        const from = { ...call, batchFirst: to.batchFirst }
        for (const b of members)
          for (const t of times) stretched.set(rows(matrix, width, [rowAt(from)(t, b)]), rowAt(to)(t, b) * width)
        return stretched
      }
      const run = bound(given)
      const padded = run({
        ...longer,
        input: stretch(call.input, spec.inputSize, longer),
        masks: call.masks?.map((mask) => stretch(mask, outputWidthOf(spec), { ...longer, batchFirst: false })),
      })
      expectSame(partOf(spec, longer, padded, members, times), run(call))
    }, ragged)
  })
})

describe('what is left out', () => {
  test('states are zeros, masks are ones', () => {
    holds(
      (given) => {
        const { spec, call } = given
        const run = bound(given)
        const explicit = {
          ...call,
          hidden: new Float32Array(statesOf(spec) * call.batch * widthOf(spec)),
          cell: spec.kind === 'lstm' ? new Float32Array(statesOf(spec) * call.batch * spec.hiddenSize) : undefined,
          masks: range(1, spec.numLayers).map(() =>
            new Float32Array(call.time * call.batch * outputWidthOf(spec)).fill(1),
          ),
        }
        expectSame(run(explicit), run({ ...call, masks: undefined }))
      },
      ({ call }) => call.hidden === undefined,
    )
  })
})
