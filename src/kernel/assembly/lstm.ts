/**
 * The LSTM's step after its products, four units of a row at once: all gates, the cell and h in one pass, so that nothing but the
 * sums of the products is read from memory and nothing but c and h is written.
 *
 *     i, f, o = sigmoid(gates)   g = tanh(gates)   c = f * c + i * g   h = o * tanh(c)
 *
 *     gates : [rows, 4 Hp (+ Hp)], i, f, g, o, rows `ldGates` bytes apart; to be kept, they are overwritten by their
 *             activations, and the fifth part by c
 *     c     : [rows, Hp], dense, in place
 *     h     : [rows, H], rows `ldH` bytes apart
 *
 * Hp is H rounded up to 4. The last units of a row may be padding: their gates and cells are numbers like all others, their h is
 * not stored.
 */
import { curves } from './activation.js'
import { advance, branchIf, call, define, type Func, f32x4, i32, loop, set, setInt, v128, when } from './instruction.js'
import type { Isa } from './isa.js'
import { storeTail } from './store-tail.js'

export const lstmPass = (isa: Isa): Func =>
  define(
    `f32_lstm_pass_${isa.name}`,
    { gates: 'i32', ldGates: 'i32', c: 'i32', h: 'i32', ldH: 'i32', rows: 'i32', hidden: 'i32', keep: 'i32' },
    ({ gates, ldGates, c, h, ldH, rows, hidden, keep }, local) => {
      const part = local('i32')
      const atI = local('i32')
      const atF = local('i32')
      const atG = local('i32')
      const atO = local('i32')
      const to = local('i32')
      const left = local('i32')
      const i = local('v128')
      const f = local('v128')
      const g = local('v128')
      const o = local('v128')
      const cell = local('v128')
      const { prepare, apply } = curves(isa, local)
      return [
        prepare,
        setInt(part, i32.shl(i32.and(i32.add(hidden, 3), -4), 2)),
        loop((nextRow) => [
          set(atI, gates),
          set(to, h),
          set(left, hidden),
          loop((again) => [
            setInt(atF, i32.add(atI, part)),
            setInt(atG, i32.add(atF, part)),
            setInt(atO, i32.add(atG, part)),
            set(i, v128.load(atI)),
            set(f, v128.load(atF)),
            set(g, v128.load(atG)),
            set(o, v128.load(atO)),
            apply([i, f, g, o], ['sigmoid', 'sigmoid', 'tanh', 'sigmoid']),
            set(cell, isa.madd(f, v128.load(c), f32x4.mul(i, g))),
            v128.store(c, cell),
            when(keep, [
              v128.store(atI, i),
              v128.store(atF, f),
              v128.store(atG, g),
              v128.store(atO, o),
              v128.store(i32.add(atO, part), cell),
            ]),
            apply([cell], ['tanh']),
            set(o, f32x4.mul(o, cell)),
            when(i32.ge(left, 4), v128.store(to, o), call(storeTail, to, o, left)),
            advance(atI, 16),
            advance(c, 16),
            advance(to, 16),
            advance(left, -4),
            branchIf(i32.gt(left, 0), again),
          ]),
          advance(gates, ldGates),
          advance(h, ldH),
          advance(rows, -1),
          branchIf(rows, nextRow),
        ]),
      ]
    },
  )
