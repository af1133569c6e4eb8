/**
 * The GRU's step after its products, four units of a row at once, in PyTorch's form: the reset gate meets the product of h, with its bias,
 * and not h itself.
 *
 *     r, z = sigmoid(gates + products)   n = tanh(gates + r * products)   h = (1 - z) * n + z * h
 *
 *     gates    : [rows, 3 Hp (+ Hp)], what x gives to r, z, n, rows `ldGates` bytes apart; to be kept, they are overwritten by their
 *                activations, and the fourth part by what h gives to n
 *     products : [rows, 3 Hp], what h gives to r, z, n, dense
 *     before   : [rows, H], h of the step before, rows `ldBefore` bytes apart
 *     h        : [rows, H], rows `ldH` bytes apart
 *
 * Hp is H rounded up to 4; what stands in the padding is not stored in h.
 */
import { curves } from './activation.js'
import { advance, branchIf, call, define, type Func, f32x4, i32, loop, set, setInt, v128, when } from './instruction.js'
import type { Isa } from './isa.js'
import { storeTail } from './store-tail.js'

export const gruPass = (isa: Isa): Func =>
  define(
    `f32_gru_pass_${isa.name}`,
    {
      gates: 'i32',
      ldGates: 'i32',
      products: 'i32',
      before: 'i32',
      ldBefore: 'i32',
      h: 'i32',
      ldH: 'i32',
      rows: 'i32',
      hidden: 'i32',
      keep: 'i32',
    },
    ({ gates, ldGates, products, before, ldBefore, h, ldH, rows, hidden, keep }, local) => {
      const part = local('i32')
      const atR = local('i32')
      const atZ = local('i32')
      const atN = local('i32')
      const from = local('i32')
      const to = local('i32')
      const left = local('i32')
      const r = local('v128')
      const z = local('v128')
      const n = local('v128')
      const product = local('v128')
      const { prepare, apply } = curves(isa, local)
      return [
        prepare,
        setInt(part, i32.shl(i32.and(i32.add(hidden, 3), -4), 2)),
        loop((nextRow) => [
          set(atR, gates),
          set(from, before),
          set(to, h),
          set(left, hidden),
          loop((again) => [
            setInt(atZ, i32.add(atR, part)),
            setInt(atN, i32.add(atZ, part)),
            set(r, f32x4.add(v128.load(atR), v128.load(products))),
            set(z, f32x4.add(v128.load(atZ), v128.load(i32.add(products, part)))),
            set(product, v128.load(i32.add(i32.add(products, part), part))),
            apply([r, z], ['sigmoid', 'sigmoid']),
            set(n, isa.madd(r, product, v128.load(atN))),
            apply([n], ['tanh']),
            when(keep, [
              v128.store(atR, r),
              v128.store(atZ, z),
              v128.store(atN, n),
              v128.store(i32.add(atN, part), product),
            ]),
            set(n, isa.madd(z, f32x4.sub(v128.load(from), n), n)),
            when(i32.ge(left, 4), v128.store(to, n), call(storeTail, to, n, left)),
            advance(atR, 16),
            advance(products, 16),
            advance(from, 16),
            advance(to, 16),
            advance(left, -4),
            branchIf(i32.gt(left, 0), again),
          ]),
          advance(gates, ldGates),
          // It has passed one part; the other two lie before the next row.
          advance(products, i32.shl(part, 1)),
          advance(before, ldBefore),
          advance(h, ldH),
          advance(rows, -1),
          branchIf(rows, nextRow),
        ]),
      ]
    },
  )
