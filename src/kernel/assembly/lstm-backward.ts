/**
 * The LSTM's step on the way back, four units of a row at once: from the gradient by h that by the gates.
 *
 *     dc += dh * o * (1 - tanh(c)^2)
 *     di = dc * g * i (1 - i)     df = dc * c[t-1] * f (1 - f)     dg = dc * i * (1 - g^2)     do = dh * tanh(c) * o (1 - o)
 *     dc  = dc * f
 *
 *     gates  : [rows, 5 Hp], i, f, o, g as the forward pass kept them, and tanh(c), rows `ldGates` bytes apart; in their places come
 *              the gradients in PyTorch's order, di, df, dg, do, and in the last one's what was projected, o * tanh(c)
 *     before : [rows, Hp], c of the step before, rows `ldBefore` bytes apart
 *     dh     : [rows, H], rows `ldDh` bytes apart
 *     dc     : [rows, Hp], dense, in place
 *
 * The padding of dh is taken as zero, whatever stands there; so the gradients' padding is zero, and takes no part in products.
 */
import { advance, branchIf, define, type Func, f32x4, i32, loop, set, setInt, v128 } from './instruction.js'

export const lstmBack: Func = define(
  'f32_lstm_back',
  {
    gates: 'i32',
    ldGates: 'i32',
    before: 'i32',
    ldBefore: 'i32',
    dh: 'i32',
    ldDh: 'i32',
    dc: 'i32',
    rows: 'i32',
    hidden: 'i32',
  },
  ({ gates, ldGates, before, ldBefore, dh, ldDh, dc, rows, hidden }, local) => {
    const part = local('i32')
    const atI = local('i32')
    const atF = local('i32')
    const atG = local('i32')
    const atO = local('i32')
    const atC = local('i32')
    const atBefore = local('i32')
    const atDh = local('i32')
    const left = local('i32')
    const i = local('v128')
    const f = local('v128')
    const g = local('v128')
    const o = local('v128')
    const squashed = local('v128')
    const byH = local('v128')
    const byC = local('v128')
    const one = local('v128')
    /** `x * y * (1 - y)` */
    const throughSigmoid = (x: typeof i, y: typeof i) => f32x4.mul(x, f32x4.sub(y, f32x4.mul(y, y)))
    return [
      set(one, f32x4.constant(1)),
      setInt(part, i32.shl(i32.and(i32.add(hidden, 3), -4), 2)),
      loop((nextRow) => [
        set(atI, gates),
        set(atBefore, before),
        set(atDh, dh),
        set(left, hidden),
        loop((again) => [
          setInt(atF, i32.add(atI, part)),
          setInt(atG, i32.add(atF, part)),
          setInt(atO, i32.add(atG, part)),
          setInt(atC, i32.add(atO, part)),
          set(squashed, v128.load(atC)),
          set(i, v128.load(atI)),
          set(f, v128.load(atF)),
          // The forward pass keeps them the other way about.
          set(g, v128.load(atO)),
          set(o, v128.load(atG)),
          set(byH, v128.and(v128.load(atDh), v128.firstLanes(left))),
          v128.store(atC, f32x4.mul(o, squashed)),
          set(byC, f32x4.madd(f32x4.mul(byH, o), f32x4.sub(one, f32x4.mul(squashed, squashed)), v128.load(dc))),
          set(byH, f32x4.mul(byH, squashed)),
          v128.store(atO, throughSigmoid(byH, o)),
          v128.store(dc, f32x4.mul(byC, f)),
          set(squashed, f32x4.mul(byC, v128.load(atBefore))),
          v128.store(atF, throughSigmoid(squashed, f)),
          set(squashed, f32x4.mul(byC, g)),
          v128.store(atI, throughSigmoid(squashed, i)),
          v128.store(atG, f32x4.mul(f32x4.mul(byC, i), f32x4.sub(one, f32x4.mul(g, g)))),
          advance(atI, 16),
          advance(atBefore, 16),
          advance(atDh, 16),
          advance(dc, 16),
          advance(left, -4),
          branchIf(i32.gt(left, 0), again),
        ]),
        advance(gates, ldGates),
        advance(before, ldBefore),
        advance(dh, ldDh),
        advance(rows, -1),
        branchIf(rows, nextRow),
      ]),
    ]
  },
)
