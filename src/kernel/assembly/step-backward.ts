/**
 * One step back through time of the rows whose step before lies in one place: `h`, `c` and `dBefore` are what it is there, in the rows of the step
 * before or in the states. The other matrices are as in recurrent-backward.ts.
 *
 *     1. the gradient by h becomes that by the gates (elman-backward.ts, lstm-backward.ts, gru-backward.ts)
 *     2. dBefore += dgates * W_hh
 *     3. h goes to `out`, since the gradient of W_hh asks for it there (of tanh and relu in the loop of 1)
 */
import { cells } from '../cells.js'
import { copyRows } from './copy-rows.js'
import { elmanBack } from './elman-backward.js'
import type { Gemm } from './gemm.js'
import { gruBack } from './gru-backward.js'
import { advance, branchIf, type Code, call, define, type Func, i32, loop, set, setInt, when } from './instruction.js'
import { lstmBack } from './lstm-backward.js'

export const stepBack = ({ gemm }: Gemm, tanh: Func): { step: Func; functions: readonly Func[] } => {
  const step = define(
    'f32_step_back',
    {
      kind: 'i32',
      rows: 'i32',
      hidden: 'i32',
      width: 'i32',
      wHh: 'i32',
      wHr: 'i32',
      scratch: 'i32',
      zeros: 'i32',
      d: 'i32',
      ldD: 'i32',
      gates: 'i32',
      ldGates: 'i32',
      out: 'i32',
      ldOut: 'i32',
      h: 'i32',
      ldH: 'i32',
      c: 'i32',
      ldC: 'i32',
      dBefore: 'i32',
      ldDBefore: 'i32',
      dc: 'i32',
      backward: 'i32',
    },
    (
      {
        kind,
        rows,
        hidden,
        width,
        wHh,
        wHr,
        scratch,
        zeros,
        d,
        ldD,
        gates,
        ldGates,
        out,
        ldOut,
        h,
        ldH,
        c,
        ldC,
        dBefore,
        ldDBefore,
        dc,
        backward,
      },
      local,
    ) => {
      const part = local('i32')
      const runs = local('i32')
      const run = local('i32')
      const rowD = local('i32')
      const rowOut = local('i32')
      const dense = i32.eq(ldD, i32.shl(hidden, 2))
      const isElman = i32.lt(kind, cells.lstm.number)
      const elmanPass: Code = [
        // Dense rows are one run: fewer cut ends.
        setInt(run, i32.select(i32.mul(rows, hidden), hidden, dense)),
        setInt(runs, i32.select(1, rows, dense)),
        set(rowD, d),
        loop((again) => [
          call(elmanBack, kind, rowD, out, h, run),
          advance(rowD, ldD),
          advance(out, ldOut),
          advance(h, ldH),
          advance(runs, -1),
          branchIf(runs, again),
        ]),
        call(gemm, d, ldD, wHh, dBefore, ldDBefore, dBefore, ldDBefore, rows, width, hidden, backward),
      ]
      const lstmPass: Code = [
        when(wHr, [
          call(gemm, d, ldD, wHr, zeros, 0, scratch, part, rows, hidden, width, 0),
          set(d, scratch),
          set(ldD, part),
        ]),
        // c is needed no more: the step after this one is done.
        set(rowOut, i32.add(gates, i32.shl(part, 2))),
        set(runs, rows),
        loop((again) => [
          call(tanh, rowOut, hidden),
          advance(rowOut, ldGates),
          advance(runs, -1),
          branchIf(runs, again),
        ]),
        call(lstmBack, gates, ldGates, c, ldC, d, ldD, dc, rows, hidden),
        // 4 * Hp floats.
        call(gemm, gates, ldGates, wHh, dBefore, ldDBefore, dBefore, ldDBefore, rows, width, part, backward),
      ]
      const gruPass: Code = [
        call(gruBack, gates, ldGates, h, ldH, d, ldD, dBefore, ldDBefore, rows, hidden),
        // 3 * Hp floats, after dn.
        setInt(run, i32.add(i32.shr(part, 1), i32.shr(part, 2))),
        call(
          gemm,
          i32.add(gates, part),
          ldGates,
          wHh,
          dBefore,
          ldDBefore,
          dBefore,
          ldDBefore,
          rows,
          width,
          run,
          backward,
        ),
      ]
      return [
        setInt(part, i32.and(i32.add(i32.shl(hidden, 2), 15), -16)),
        when(isElman, elmanPass, [
          when(i32.eq(kind, cells.gru.number), gruPass, lstmPass),
          call(copyRows, h, ldH, out, ldOut, rows, width),
        ]),
      ]
    },
  )
  return { step, functions: [elmanBack, lstmBack, gruBack, step] }
}
