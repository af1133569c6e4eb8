import { advance, branchIf, type Code, call, define, type Func, i32, loop, loopWhile, set, v128 } from './instruction.js'
import { storeTail } from './store-tail.js'

/** Copies `rows` rows of `columns` floats, which are `ldFrom` and `ldTo` bytes apart. */
export const copyRows: Func = define(
  'f32_copy_rows',
  { from: 'i32', ldFrom: 'i32', to: 'i32', ldTo: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, ldFrom, to, ldTo, rows, columns }, local) => {
    const left = local('i32')
    const source = local('i32')
    const target = local('i32')
    const next = (vectors: number): Code => [
      [source, target].map((address) => advance(address, 16 * vectors)),
      advance(left, -4 * vectors),
    ]
    return loop((nextRow) => [
      set(left, columns),
      set(source, from),
      set(target, to),
      loopWhile(i32.ge(left, 16), [
        [0, 16, 32, 48].map((offset) => v128.store(target, v128.load(source, offset), offset)),
        next(4),
      ]),
      loopWhile(i32.gt(left, 0), [call(storeTail, target, v128.load(source), left), next(1)]),
      advance(from, ldFrom),
      advance(to, ldTo),
      advance(rows, -1),
      branchIf(rows, nextRow),
    ])
  },
)
