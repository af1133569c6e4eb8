/**
 * The steps of one direction of one recurrent layer, whatever its cell, all in one call.
 *
 * What x gives to all steps stands in the gates buffer before, written by one product with the bias, so that W_ih is read once for all steps.
 * Each step adds h[t-1] * W_hh^T to its rows and then turns them into h[t]:
 *
 *     tanh, relu : the gates buffer is `out` itself, and the activation is applied there
 *     lstm       : one pass (gated.ts) computes gates, c and h; with a projection it writes h to `scratch`, and one product more, by W_hr, to `out`
 *     gru        : the third gate's product, with its bias, goes to `scratch`, since the reset gate comes between; then the same pass
 *
 * The matrices, H units, O columns of h, Hp = H rounded up to 4:
 *
 *     gates   : rows of G * Hp floats: the gates, each Hp wide, i, f, o, g or r, z, n. With `keep` a row is longer, and is left as the backward
 *               pass reads it, see below
 *     out     : rows of O floats
 *     h       : [B, O], the state before; the state after, when all is done
 *     c       : [B, Hp], the same of an LSTM's cell; the padding begins with zeros
 *     scratch : [B, Hp], of a GRU and with a projection
 *
 * Each step has its rows in `gates` and in `out`, one for each sequence, `ldGates` and `ldOut` bytes apart; the first step's begin at `gates` and
 * `out`, the next one's `stepGates` and `stepOut` bytes on (negative in the reverse direction). So time-major, batch-first and reversed are
 * the same loop. h[t-1] is read from `out`, too.
 *
 * Sequences of different lengths are sorted, longest first, and a step's rows are those that still run: `counts` lists the number of rows of
 * each step, in the order of computing, and then 0. Rows are dense, `stepGates` and `stepOut` only tell the direction by their sign.
 * Where the number changes, the state goes through `h`: who has ended stays there, who begins is there already. The last step ends all.
 *
 * What `keep` leaves in a row of the gates buffer, Hp floats each:
 *
 *     lstm : i, f, o, g after their activations, c           (5 * Hp)
 *     gru  : r, z, n after their activations, U_n h + b_hn   (4 * Hp)
 *
 * For tanh and relu `out` is all that the backward pass needs. The padding repeats the last unit, so it is finite where that is: were its
 * weights zero, an infinite x would make it NaN. Only c has a padding of its own, since it begins with zeros.
 */
import { cells } from '../cells.js'
import { copyRows } from './copy-rows.js'
import type { Gemm } from './gemm.js'
import {
  advance,
  branchIf,
  type Code,
  call,
  define,
  type Func,
  type Int,
  i32,
  loop,
  set,
  setInt,
  when,
} from './instruction.js'

export interface Passes {
  readonly tanh: Func
  readonly relu: Func
  readonly gated: Func
}

export const recurrentSteps = ({ gemm }: Gemm, passes: Passes): Func =>
  define(
    'f32_steps',
    {
      kind: 'i32',
      keep: 'i32',
      time: 'i32',
      batch: 'i32',
      counts: 'i32',
      hidden: 'i32',
      width: 'i32',
      wHh: 'i32',
      bias: 'i32',
      wHr: 'i32',
      h: 'i32',
      c: 'i32',
      scratch: 'i32',
      gates: 'i32',
      ldGates: 'i32',
      stepGates: 'i32',
      out: 'i32',
      ldOut: 'i32',
      stepOut: 'i32',
    },
    (
      {
        kind,
        keep,
        time,
        batch,
        counts,
        hidden,
        width,
        wHh,
        bias,
        wHr,
        h,
        c,
        scratch,
        gates,
        ldGates,
        stepGates,
        out,
        ldOut,
        stepOut,
      },
      local,
    ) => {
      const part = local('i32')
      const columns = local('i32')
      const wHn = local('i32')
      const next = local('i32')
      const before = local('i32')
      const ldBefore = local('i32')
      const dense = local('i32')
      const row = local('i32')
      const runs = local('i32')
      // Every other step reads W_hh backward, from where the one before it ended: see gemm.ts.
      const backward = local('i32')
      const isLstm = i32.eq(kind, cells.lstm.number)
      const elmanPass = [
        // Dense rows are one run for the activation: fewer cut ends.
        setInt(runs, i32.select(1, batch, i32.eq(ldOut, dense))),
        set(row, out),
        loop((again) => [
          when(
            kind,
            call(passes.relu, row, i32.select(i32.mul(batch, hidden), hidden, i32.eq(ldOut, dense))),
            call(passes.tanh, row, i32.select(i32.mul(batch, hidden), hidden, i32.eq(ldOut, dense))),
          ),
          advance(row, ldOut),
          advance(runs, -1),
          branchIf(runs, again),
        ]),
      ]
      const gatedPass = (to: Int, ldTo: Int, c: Int): Code =>
        call(passes.gated, isLstm, gates, ldGates, c, before, ldBefore, to, ldTo, batch, hidden, keep)
      const lstmPass = when(
        wHr,
        [gatedPass(scratch, part, c), call(gemm, scratch, part, wHr, bias, 0, out, ldOut, batch, width, hidden, 0)],
        gatedPass(out, ldOut, c),
      )
      /** The product that the third gate of a GRU has alone: its panels follow the others', so going backward it comes first. */
      const thirdGate = when(
        i32.eq(kind, cells.gru.number),
        call(gemm, before, ldBefore, wHn, bias, 0, scratch, part, batch, i32.shr(part, 2), width, backward),
      )
      return [
        setInt(dense, i32.shl(width, 2)),
        setInt(part, i32.and(i32.add(i32.shl(hidden, 2), 15), -16)),
        // Columns of the product that is added in place: all four gates, two, or h itself.
        setInt(columns, i32.select(hidden, i32.shr(part, i32.sub(1, isLstm)), i32.lt(kind, cells.lstm.number))),
        setInt(wHn, i32.add(wHh, i32.shl(i32.mul(columns, width), 2))),
        set(before, h),
        set(ldBefore, dense),
        loop((again) => [
          set(next, batch),
          when(counts, [
            setInt(batch, i32.load(counts)),
            setInt(next, i32.load(counts, 4)),
            advance(counts, 4),
            setInt(row, i32.select(i32.sub(0, next), batch, i32.lt(stepOut, 0))),
            setInt(stepOut, i32.mul(row, ldOut)),
            setInt(stepGates, i32.mul(row, ldGates)),
          ]),
          advance(time, -1),
          setInt(next, i32.select(next, 0, time)),
          setInt(backward, i32.and(time, 1)),
          when(backward, thirdGate),
          call(gemm, before, ldBefore, wHh, gates, ldGates, gates, ldGates, batch, columns, width, backward),
          when(i32.eq(backward, 0), thirdGate),
          when(i32.lt(kind, cells.lstm.number), elmanPass, when(isLstm, lstmPass, gatedPass(out, ldOut, scratch))),
          set(before, out),
          set(ldBefore, ldOut),
          when(i32.sub(next, batch), [
            call(copyRows, out, ldOut, h, dense, batch, width),
            set(before, h),
            set(ldBefore, dense),
          ]),
          advance(out, stepOut),
          advance(gates, stepGates),
          branchIf(time, again),
        ]),
      ]
    },
  )
