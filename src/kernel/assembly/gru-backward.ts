/**
 * The GRU's step on the way back, four units of a row at once: from the gradient by h that by the gates, and what of it goes past them.
 *
 *     dn = dh * (1 - z) * (1 - n^2)      dz = dh * (h[t-1] - n) * z (1 - z)      dr = dn * u * r (1 - r)      du = dn * r
 *     dh[t-1] += dh * z
 *
 *     gates    : [rows, 4 Hp], r, z, n, u = U_n h + b_hn as the forward pass kept them, rows `ldGates` bytes apart; in their places
 *                come dn, dr, dz, du. In this order the first three belong to what x gave and the last three to what h gave.
 *     before   : [rows, H], h of the step before, rows `ldBefore` bytes apart
 *     dh       : [rows, H], rows `ldDh` bytes apart
 *     dBefore  : [rows, H], rows `ldDBefore` bytes apart
 *
 * The padding of dh and of `before` is taken as zero, whatever stands there; so the gradients' padding is zero, and takes no part in products.
 */
import { advance, branchIf, call, define, type Func, f32x4, i32, loop, set, setInt, v128, when } from './instruction.js'
import { storeTail } from './store-tail.js'

export const gruBack: Func = define(
  'f32_gru_back',
  {
    gates: 'i32',
    ldGates: 'i32',
    before: 'i32',
    ldBefore: 'i32',
    dh: 'i32',
    ldDh: 'i32',
    dBefore: 'i32',
    ldDBefore: 'i32',
    rows: 'i32',
    hidden: 'i32',
  },
  ({ gates, ldGates, before, ldBefore, dh, ldDh, dBefore, ldDBefore, rows, hidden }, local) => {
    const part = local('i32')
    const atR = local('i32')
    const atZ = local('i32')
    const atN = local('i32')
    const atU = local('i32')
    const atBefore = local('i32')
    const atDh = local('i32')
    const to = local('i32')
    const left = local('i32')
    const r = local('v128')
    const z = local('v128')
    const n = local('v128')
    const byH = local('v128')
    const byN = local('v128')
    const held = local('v128')
    const mask = local('v128')
    const one = local('v128')
    return [
      set(one, f32x4.constant(1)),
      setInt(part, i32.shl(i32.and(i32.add(hidden, 3), -4), 2)),
      loop((nextRow) => [
        set(atR, gates),
        set(atBefore, before),
        set(atDh, dh),
        set(to, dBefore),
        set(left, hidden),
        loop((again) => [
          setInt(atZ, i32.add(atR, part)),
          setInt(atN, i32.add(atZ, part)),
          setInt(atU, i32.add(atN, part)),
          set(r, v128.load(atR)),
          set(z, v128.load(atZ)),
          set(n, v128.load(atN)),
          set(mask, v128.firstLanes(left)),
          set(byH, v128.and(v128.load(atDh), mask)),
          set(byN, f32x4.mul(f32x4.mul(byH, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)))),
          set(held, f32x4.mul(byN, v128.load(atU))),
          v128.store(atZ, f32x4.mul(held, f32x4.sub(r, f32x4.mul(r, r)))),
          v128.store(atU, f32x4.mul(byN, r)),
          v128.store(atR, byN),
          set(held, f32x4.mul(byH, f32x4.sub(v128.and(v128.load(atBefore), mask), n))),
          v128.store(atN, f32x4.mul(held, f32x4.sub(z, f32x4.mul(z, z)))),
          set(held, f32x4.madd(byH, z, v128.load(to))),
          when(i32.ge(left, 4), v128.store(to, held), call(storeTail, to, held, left)),
          advance(atR, 16),
          advance(atBefore, 16),
          advance(atDh, 16),
          advance(to, 16),
          advance(left, -4),
          branchIf(i32.gt(left, 0), again),
        ]),
        advance(gates, ldGates),
        advance(before, ldBefore),
        advance(dh, ldDh),
        advance(dBefore, ldDBefore),
        advance(rows, -1),
        branchIf(rows, nextRow),
      ]),
    ]
  },
)
