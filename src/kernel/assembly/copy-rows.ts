import { advance, branchIf, call, define, type Func, i32, loop, set, v128, when } from './instruction.js'
import { storeTail } from './store-tail.js'

/** Copies `rows` rows of `columns` floats, which are `ldFrom` and `ldTo` bytes apart. */
export const copyRows: Func = define(
  'f32_copy_rows',
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
        when(i32.ge(left, 4), v128.store(target, v128.load(source)), call(storeTail, target, v128.load(source), left)),
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
