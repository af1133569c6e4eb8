/**
 * Stores of a row's cut end: vectors are computed whole, and what falls beyond the row must not be written, since the next
 * row, or the other direction's features, lie there.
 */
import { advance, define, type Func, f32x4, i32, set, v128, when } from './instruction.js'

/** Stores the first `count` (1 to 3, or more, then all) lanes of x: what falls beyond a row's end must not be written. */
export const storeTail: Func = define('f32_store_tail', { to: 'i32', x: 'v128', count: 'i32' }, ({ to, x, count }) =>
  when(i32.ge(count, 4), v128.store(to, x), [
    when(i32.and(count, 2), [v128.storeTwo(to, x), set(x, f32x4.shuffle(x, x, [2, 3, 2, 3])), advance(to, 8)]),
    when(i32.and(count, 1), v128.storeOne(to, x)),
  ]),
)

/** Stores the first `count` (1 to 7) of the eight columns in `low` and `high`. */
export const storePanelTail: Func = define(
  'f32_store_panel_tail',
  { to: 'i32', low: 'v128', high: 'v128', count: 'i32' },
  ({ to, low, high, count }) => [
    when(i32.and(count, 4), [v128.store(to, low), set(low, high), advance(to, 16)]),
    when(i32.and(count, 2), [v128.storeTwo(to, low), set(low, f32x4.shuffle(low, low, [2, 3, 2, 3])), advance(to, 8)]),
    when(i32.and(count, 1), v128.storeOne(to, low)),
  ],
)
