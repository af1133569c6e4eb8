/**
 * One direction of one recurrent layer, all time steps in one call.
 *
 *     h[t] = act(x[t] * W_ih^T + b + h[t-1] * W_hh^T)
 *
 *     x      : [T * B, I], dense, in the order of `out`'s rows
 *     h0, hN : [B, H], dense
 *     out    : [T * B rows, H], rows `ldOut` bytes apart, since the other direction's features lie between
 *
 *     1. One product projects all time steps, with the bias, into `out`: the weights are read once for all steps.
 *     2. Each step adds h[t-1] * W_hh^T to its rows of `out` and applies the activation there; h[t-1] is read from `out`, too.
 *
 * `firstStep` is the address of the step that is computed first, `nextStep` the bytes from there to the next (negative for the reverse
 * direction) and `ldRow` the bytes from one sequence to the next, so time-major, batch-first and reversed are all the same loop.
 */

import type { Gemm } from './gemm.js'
import { advance, branchIf, call, define, type Func, i32, loop, set, setInt, v128, when } from './instruction.js'
import { storeTail } from './store-tail.js'

export interface Activations {
  readonly tanh: Func
  readonly relu: Func
}

/** Copies `rows` rows of `columns` floats, `ld` bytes apart, into a dense matrix. */
export const copyRows: Func = define(
  'f32_copy_rows',
  { from: 'i32', ld: 'i32', to: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, ld, to, rows, columns }, local) => {
    const left = local('i32')
    const source = local('i32')
    return loop((nextRow) => [
      set(left, columns),
      set(source, from),
      loop((again) => [
        call(storeTail, to, v128.load(source), left),
        advance(source, 16),
        advance(to, 16),
        setInt(left, i32.sub(left, 4)),
        branchIf(i32.gt(left, 0), again),
      ]),
      // `to` has passed the row's end by what the last vector lacked.
      advance(to, i32.shl(left, 2)),
      advance(from, ld),
      setInt(rows, i32.sub(rows, 1)),
      branchIf(rows, nextRow),
    ])
  },
)

export const elman = (isaName: string, { gemm, blockedGemm }: Gemm, { tanh, relu }: Activations): Func =>
  define(
    `f32_elman_${isaName}`,
    {
      x: 'i32',
      wIh: 'i32',
      wHh: 'i32',
      bias: 'i32',
      h0: 'i32',
      hN: 'i32',
      out: 'i32',
      ldOut: 'i32',
      firstStep: 'i32',
      nextStep: 'i32',
      ldRow: 'i32',
      time: 'i32',
      batch: 'i32',
      input: 'i32',
      hidden: 'i32',
      isRelu: 'i32',
    },
    (
      { x, wIh, wHh, bias, h0, hN, out, ldOut, firstStep, nextStep, ldRow, time, batch, input, hidden, isRelu },
      local,
    ) => {
      const previous = local('i32')
      const ldPrevious = local('i32')
      const runs = local('i32')
      const run = local('i32')
      const row = local('i32')
      const left = local('i32')
      return [
        call(blockedGemm, x, i32.shl(input, 2), wIh, bias, 0, out, ldOut, i32.mul(time, batch), hidden, input),
        set(previous, h0),
        setInt(ldPrevious, i32.shl(hidden, 2)),
        // Dense rows are one run for the activation: fewer cut ends.
        setInt(run, i32.select(i32.mul(batch, hidden), hidden, i32.eq(ldRow, ldPrevious))),
        setInt(runs, i32.select(1, batch, i32.eq(ldRow, ldPrevious))),
        loop((again) => [
          call(gemm, previous, ldPrevious, wHh, firstStep, ldRow, firstStep, ldRow, batch, hidden, hidden),
          set(row, firstStep),
          set(left, runs),
          loop((nextRun) => [
            when(isRelu, call(relu, row, run), call(tanh, row, run)),
            advance(row, ldRow),
            setInt(left, i32.sub(left, 1)),
            branchIf(left, nextRun),
          ]),
          set(previous, firstStep),
          set(ldPrevious, ldRow),
          advance(firstStep, nextStep),
          setInt(time, i32.sub(time, 1)),
          branchIf(time, again),
        ]),
        call(copyRows, previous, ldRow, hN, batch, hidden),
      ]
    },
  )
