import { advance, branchIf, call, define, type Func, i32, loop, set, setInt, v128 } from './instruction.js'
import { storeTail } from './store-tail.js'

/** Copies `rows` rows of `columns` floats, `ld` bytes apart, into a dense matrix. */
export const copyRows: Func = define(
  'f32_copy_rows',
  { from: 'i32', ld: 'i32', to: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, ld, to, rows, columns }, local) => {
    const left = local('i32')
    const source = local('i32')
    return loop((nextRow) => [
      set(left, columns),
      set(source, from),
      loop((again) => [
        call(storeTail, to, v128.load(source), left),
        advance(source, 16),
        advance(to, 16),
        setInt(left, i32.sub(left, 4)),
        branchIf(i32.gt(left, 0), again),
      ]),
      // `to` has passed the row's end by what the last vector lacked.
      advance(to, i32.shl(left, 2)),
      advance(from, ld),
      setInt(rows, i32.sub(rows, 1)),
      branchIf(rows, nextRow),
    ])
  },
)
