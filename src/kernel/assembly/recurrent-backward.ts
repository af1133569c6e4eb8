/**
 * The steps of one direction of one recurrent layer back through time, whatever its cell, all in one call.
 *
 * A step takes the gradient by its h, which the steps after it have added to, turns it into that by its gates, and adds what the gates
 * had of h[t-1] to the gradient by that: dh[t-1] += dgates * W_hh. Everything is written in place of what it was computed from:
 *
 *     d     : in: rows of O floats, the gradient by the layer's output; out: of tanh and relu that by the gates, of others that by h
 *     out   : in: rows of O floats, the layer's output; out: the h before each step, which is what W_hh was multiplied by
 *     gates : in: what the forward pass kept (recurrent.ts); out: the gradients by the gates, see lstm-backward.ts and gru-backward.ts
 *     h     : [B, O], the first h
 *     c     : [B, Hp], the first c of an LSTM
 *     dh    : [B, O], in: the gradient by the last h; out: that by the first one
 *     dc    : [B, Hp], the same of an LSTM's c; padding zero
 *
 *     wHh     : panels of W_hh [ceil(O/8)][K][8], packed by rows, which are summed over: K is G * Hp, or H where there is one gate.
 *               With a projection follow those of W_hr, [ceil(H/8)][P][8].
 *     scratch : with a projection, [B, Hp]
 *     zeros   : H rounded up to 8 of them, with a projection
 *
 * Rows, distances and `counts` are as in recurrent.ts, but begin with the step that was computed last. Where the number of rows changes,
 * who ends comes from dh, and who began leaves there.
 */
import type { Gemm } from './gemm.js'
import { advance, branchIf, call, define, type Func, f32x4, i32, loop, set, setInt, v128, when } from './instruction.js'
import { stepBack } from './step-backward.js'
import { storeTail } from './store-tail.js'

/** `to += from`, and `from = 0`, which is dense. */
const takeRows: Func = define(
  'f32_take_rows',
  { from: 'i32', to: 'i32', ldTo: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, to, ldTo, rows, columns }, local) => {
    const left = local('i32')
    const target = local('i32')
    return loop((nextRow) => [
      set(left, columns),
      set(target, to),
      loop((again) => [
        call(storeTail, target, f32x4.add(v128.load(target), v128.load(from)), left),
        call(storeTail, from, f32x4.constant(0), left),
        advance(target, 16),
        advance(from, 16),
        advance(left, -4),
        branchIf(i32.gt(left, 0), again),
      ]),
      // It has passed the row's end by what the last vector lacked.
      advance(from, i32.shl(left, 2)),
      advance(to, ldTo),
      advance(rows, -1),
      branchIf(rows, nextRow),
    ])
  },
)

export const stepsBack = (product: Gemm, tanh: Func): { steps: Func; functions: readonly Func[] } => {
  const { step, functions } = stepBack(product, tanh)
  const steps = define(
    'f32_steps_back',
    {
      kind: 'i32',
      time: 'i32',
      batch: 'i32',
      counts: 'i32',
      hidden: 'i32',
      width: 'i32',
      wHh: 'i32',
      wHr: 'i32',
      scratch: 'i32',
      zeros: 'i32',
      h: 'i32',
      c: 'i32',
      dh: 'i32',
      dc: 'i32',
      d: 'i32',
      out: 'i32',
      ldOut: 'i32',
      stepOut: 'i32',
      gates: 'i32',
      ldGates: 'i32',
      stepGates: 'i32',
    },
    (
      {
        kind,
        time,
        batch,
        counts,
        hidden,
        width,
        wHh,
        wHr,
        scratch,
        zeros,
        h,
        c,
        dh,
        dc,
        d,
        out,
        ldOut,
        stepOut,
        gates,
        ldGates,
        stepGates,
      },
      local,
    ) => {
      const part = local('i32')
      const dense = local('i32')
      const next = local('i32')
      const running = local('i32')
      const moved = local('i32')
      const past = (address: typeof d, ld: typeof d) => i32.add(address, i32.mul(running, ld))
      return [
        setInt(dense, i32.shl(width, 2)),
        setInt(part, i32.and(i32.add(i32.shl(hidden, 2), 15), -16)),
        loop((again) => [
          set(next, batch),
          when(counts, [
            setInt(batch, i32.load(counts)),
            setInt(next, i32.load(counts, 4)),
            advance(counts, 4),
            setInt(moved, i32.select(i32.sub(0, next), batch, i32.lt(stepOut, 0))),
            setInt(stepOut, i32.mul(moved, ldOut)),
            setInt(stepGates, i32.mul(moved, ldGates)),
          ]),
          advance(time, -1),
          setInt(next, i32.select(next, 0, time)),
          when(
            i32.gt(batch, running),
            call(takeRows, past(dh, dense), past(d, ldOut), ldOut, i32.sub(batch, running), width),
          ),
          setInt(running, i32.select(next, batch, i32.lt(next, batch))),
          when(
            running,
            call(
              step,
              kind,
              running,
              hidden,
              width,
              wHh,
              wHr,
              scratch,
              zeros,
              d,
              ldOut,
              gates,
              ldGates,
              out,
              ldOut,
              i32.add(out, stepOut),
              ldOut,
              i32.add(i32.add(gates, stepGates), i32.shl(part, 2)),
              ldGates,
              i32.add(d, stepOut),
              ldOut,
              dc,
              i32.and(time, 1),
            ),
          ),
          when(
            i32.gt(batch, running),
            call(
              step,
              kind,
              i32.sub(batch, running),
              hidden,
              width,
              wHh,
              wHr,
              scratch,
              zeros,
              past(d, ldOut),
              ldOut,
              past(gates, ldGates),
              ldGates,
              past(out, ldOut),
              ldOut,
              past(h, dense),
              dense,
              past(c, part),
              part,
              past(dh, dense),
              dense,
              past(dc, part),
              i32.and(time, 1),
            ),
          ),
          advance(d, stepOut),
          advance(out, stepOut),
          advance(gates, stepGates),
          branchIf(time, again),
        ]),
      ]
    },
  )
  return { steps, functions: [...functions, takeRows, steps] }
}
