/**
 * The step of a gated cell after its products, row by row, so that nothing but the sums of the products is read from far away:
 *
 *     lstm : i, f, o = sigmoid(gates)   g = tanh(gates)               c = f * c + i * g   h = o * tanh(c)
 *     gru  : r, z = sigmoid(gates)      n = tanh(gates + r * product)                     h = (1 - z) * n + z * h
 *
 *     gates   : [rows, 4 Hp (+ Hp)], i, f, o, g, or [rows, 3 Hp (+ Hp)], r, z, n; rows `ldGates` bytes apart. The sigmoids, which lie
 *               together and are one run, are left in place, and with `keep` all that recurrent.ts says
 *     c       : lstm [rows, Hp], the cell, dense, in place; gru [rows, Hp], dense, the product U_n h + b_hn
 *     before  : gru [rows, H], h of the step before, rows `ldBefore` bytes apart
 *     h       : [rows, H], rows `ldH` bytes apart
 *
 * Hp is H rounded up to 4. Sixteen units are computed at once, since each vector alone waits on its own chain of products. The cut end of a row
 * takes no longer than one vector alone would: it is computed like all others, from what lies beyond the row, and only what belongs to it is
 * stored: whole vectors, padding included, in `gates` and `c`, single numbers in `h`.
 */
import { curves, interleaved, vectors } from './activation.js'
import {
  advance,
  branchIf,
  type Code,
  call,
  define,
  type Func,
  f32x4,
  type Int,
  i32,
  type Local,
  loop,
  set,
  setInt,
  type Value,
  v128,
  when,
} from './instruction.js'
import { storeTail } from './store-tail.js'

export const gatedPass: Func = define(
  'f32_gated_pass',
  {
    isLstm: 'i32',
    gates: 'i32',
    ldGates: 'i32',
    c: 'i32',
    before: 'i32',
    ldBefore: 'i32',
    h: 'i32',
    ldH: 'i32',
    rows: 'i32',
    hidden: 'i32',
    keep: 'i32',
  },
  ({ isLstm, gates, ldGates, c, before, ldBefore, h, ldH, rows, hidden, keep }, local) => {
    const part = local('i32')
    // Where the parts of a row are: i and f, or r and z; o of an LSTM; g or n; what else is kept.
    const first = local('i32')
    const second = local('i32')
    const third = local('i32')
    const last = local('i32')
    const kept = local('i32')
    const from = local('i32')
    const to = local('i32')
    const left = local('i32')
    const isGate = local('i32')
    const xs = interleaved(vectors, local)
    const { prepare, apply } = curves(local, gates)
    const each = (step: (x: Local<'v128'>, offset: number, i: number) => Code): Code =>
      xs.map((x, i) => step(x, 16 * i, i))
    const load = (from: Int): Code => each((x, offset) => set(x, v128.load(from, offset)))
    /** Vectors of a cut row that begin beyond its end are not stored. */
    const store = (to: Int, stored: (x: Value<'v128'>, offset: number) => Value<'v128'> = (x) => x): Code =>
      each((x, offset, i) => {
        const code = v128.store(to, stored(x, offset), offset)
        return i === 0 ? code : when(i32.gt(left, 4 * i), code)
      })
    const lstm = when(
      isGate,
      [
        when(keep, store(last)),
        each((x, offset) => {
          const added = f32x4.mul(v128.load(first, offset), x)
          return set(x, f32x4.madd(v128.load(second, offset), v128.load(c, offset), added))
        }),
        store(c),
        when(keep, store(kept)),
      ],
      each((x, offset) => set(x, f32x4.mul(x, v128.load(third, offset)))),
    )
    const gru = [
      when(keep, [store(last), store(kept, (_, offset) => v128.load(c, offset))]),
      each((x, offset) => {
        const change = f32x4.sub(v128.load(from, offset), x)
        return set(x, f32x4.madd(v128.load(second, offset), change, x))
      }),
    ]
    return [
      prepare,
      setInt(part, i32.shl(i32.and(i32.add(hidden, 3), -4), 2)),
      loop((nextRow) => [
        set(first, gates),
        setInt(left, i32.mul(i32.add(isLstm, 2), i32.shr(part, 2))),
        loop((again) => [
          load(first),
          apply('sigmoid', xs),
          store(first),
          advance(first, 16 * vectors),
          advance(left, -4 * vectors),
          branchIf(i32.gt(left, 0), again),
        ]),
        set(first, gates),
        set(from, before),
        set(to, h),
        set(left, hidden),
        loop((nextUnits) => [
          setInt(second, i32.add(first, part)),
          setInt(third, i32.add(second, part)),
          setInt(last, i32.add(third, i32.select(part, 0, isLstm))),
          setInt(kept, i32.add(last, part)),
          load(last),
          when(
            i32.eq(isLstm, 0),
            each((x, offset) => set(x, f32x4.madd(v128.load(first, offset), v128.load(c, offset), x))),
          ),
          set(isGate, isLstm),
          // Of an LSTM twice: first g, then c.
          loop((again) => [
            apply('tanh', xs),
            when(isLstm, lstm, gru),
            setInt(isGate, i32.sub(isGate, 1)),
            branchIf(i32.eq(isGate, 0), again),
          ]),
          when(
            i32.ge(left, 4 * vectors),
            each((x, offset) => v128.store(to, x, offset)),
            each((x, offset, i) =>
              when(i32.gt(left, 4 * i), call(storeTail, i32.add(to, offset), x, i32.sub(left, 4 * i))),
            ),
          ),
          advance(first, 16 * vectors),
          advance(c, 16 * vectors),
          advance(from, 16 * vectors),
          advance(to, 16 * vectors),
          advance(left, -4 * vectors),
          branchIf(i32.gt(left, 0), nextUnits),
        ]),
        // `c` has passed the row's end by the vectors that the last round lacked.
        advance(c, i32.shl(i32.and(i32.add(left, 3), -4), 2)),
        advance(gates, ldGates),
        advance(before, ldBefore),
        advance(h, ldH),
        advance(rows, -1),
        branchIf(rows, nextRow),
      ]),
    ]
  },
)
