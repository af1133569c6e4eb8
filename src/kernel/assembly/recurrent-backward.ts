/**
 * One direction of one Elman layer, back through time.
 *
 *     dpre[t]   = dh[t] * act'(h[t])       act' = 1 - h^2 (tanh), 0 where h <= 0 (relu), from what came out
 *     dh[t-1]  += dpre[t] * W_hh
 *
 *     d   : in: the gradient by `out`, out: dpre
 *     out : in: the layer's output h, out: the state before each step, which is what W_hh was multiplied by
 *     wHh : panels of W_hh [ceil(H/8)][H][8], packed by rows: here the rows are summed over
 *
 * Both are written in place, so that a run needs no room beside them. `step` is the address distance from a time step to the
 * one before it in the network's own order of time, `ldRow` that from one sequence to the next, as in the forward pass. The step that is
 * processed last keeps its h, and sends nothing on: where its state came from, only the caller knows.
 */
import type { Gemm } from './gemm.js'
import {
  advance,
  branchIf,
  call,
  define,
  type Func,
  f32x4,
  i32,
  type Local,
  loop,
  type Scope,
  set,
  setInt,
  type Value,
  v128,
  when,
} from './instruction.js'
import { storeTail } from './store-tail.js'

type V128 = Value<'v128'>

/** Copies rows of `columns` floats; both may lie between others. */
export const moveRows: Func = define(
  'f32_move_rows',
  { from: 'i32', ldFrom: 'i32', to: 'i32', ldTo: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, ldFrom, to, ldTo, rows, columns }, local) => {
    const left = local('i32')
    const source = local('i32')
    const target = local('i32')
    return loop((nextRow) => [
      set(left, columns),
      set(source, from),
      set(target, to),
      loop((again) => [
        call(storeTail, target, v128.load(source), left),
        advance(source, 16),
        advance(target, 16),
        advance(left, -4),
        branchIf(i32.gt(left, 0), again),
      ]),
      advance(from, ldFrom),
      advance(to, ldTo),
      advance(rows, -1),
      branchIf(rows, nextRow),
    ])
  },
)

/** `d = factor(d, h)` over a run of `count` floats. */
const overRun = (name: string, factor: (d: V128, h: V128, local: Scope) => V128): Func =>
  define(name, { d: 'i32', h: 'i32', count: 'i32' }, ({ d, h, count }, local) => {
    const held = local('v128')
    return loop((again) => [
      set(held, v128.load(h)),
      call(storeTail, d, factor(v128.load(d), held, local), count),
      advance(d, 16),
      advance(h, 16),
      advance(count, -4),
      branchIf(i32.gt(count, 0), again),
    ])
  })

const tanhBackward: Func = overRun('f32_tanh_backward', (d, h) =>
  f32x4.mul(d, f32x4.sub(f32x4.constant(1), f32x4.mul(h, h))),
)
/** As in PyTorch, a NaN that came out lets the gradient through. */
const reluBackward: Func = overRun('f32_relu_backward', (d, h) =>
  v128.andNot(d, f32x4.lessOrEqual(h, f32x4.constant(0))),
)

export const elmanBackward = (isaName: string, { gemm }: Gemm): { layer: Func; functions: readonly Func[] } => {
  const layer = define(
    `f32_elman_backward_${isaName}`,
    {
      d: 'i32',
      out: 'i32',
      wHh: 'i32',
      step: 'i32',
      ldRow: 'i32',
      time: 'i32',
      batch: 'i32',
      hidden: 'i32',
      isRelu: 'i32',
    },
    ({ d, out, wHh, step, ldRow, time, batch, hidden, isRelu }, local) => {
      const runs = local('i32')
      const run = local('i32')
      const left = local('i32')
      const rowD = local('i32')
      const rowH = local('i32')
      const dense = (): Value<'i32'> => i32.eq(ldRow, i32.shl(hidden, 2))
      const nextRow = (address: Local<'i32'>) => advance(address, ldRow)
      return [
        setInt(run, i32.select(i32.mul(batch, hidden), hidden, dense())),
        setInt(runs, i32.select(1, batch, dense())),
        loop((again) => [
          set(rowD, d),
          set(rowH, out),
          set(left, runs),
          loop((nextRun) => [
            when(isRelu, call(reluBackward, rowD, rowH, run), call(tanhBackward, rowD, rowH, run)),
            nextRow(rowD),
            nextRow(rowH),
            advance(left, -1),
            branchIf(left, nextRun),
          ]),
          advance(time, -1),
          when(time, [
            call(moveRows, i32.add(out, step), ldRow, out, ldRow, runs, run),
            set(rowD, d),
            advance(d, step),
            advance(out, step),
            call(gemm, rowD, ldRow, wHh, d, ldRow, d, ldRow, batch, hidden, hidden),
          ]),
          branchIf(time, again),
        ]),
      ]
    },
  )
  return { layer, functions: [moveRows, tanhBackward, reluBackward, layer] }
}
