/**
 * Packing: weights as PyTorch keeps them become the panels that the tiles read.
 *
 *     from : [N, K], row by row (one row for each output), rows `ld` bytes apart
 *     to   : [ceil(N/8)][K][8]: the eight outputs of a panel lie side by side for each k
 *
 * The tiles then read weights in one straight run, and one load serves four outputs. Where the last panel has more columns than there are
 * outputs, the last output is repeated: a tile computes those columns and stores none of them.
 */
import { advance, branchIf, define, type Func, f32x4, i32, loop, set, setInt, v128 } from './instruction.js'

export const packPanels: Func = define(
  'f32_pack_panels',
  { from: 'i32', ld: 'i32', to: 'i32', n: 'i32', k: 'i32' },
  ({ from, ld, to, n, k }, local) => {
    const row = Array.from({ length: 8 }, () => local('i32'))
    const left = local('i32')
    const low = local('v128')
    const high = local('v128')
    return [
      loop((nextPanel) => [
        row.map((address, i) => [set(address, from), advance(from, i32.select(ld, 0, i32.gt(n, i + 1)))]),
        set(left, k),
        loop((again) => [
          set(low, f32x4.constant(0)),
          set(high, f32x4.constant(0)),
          row.slice(0, 4).map((address, lane) => set(low, v128.loadLane(lane, address, low))),
          row.slice(4).map((address, lane) => set(high, v128.loadLane(lane, address, high))),
          v128.store(to, low),
          v128.store(to, high, 16),
          row.map((address) => advance(address, 4)),
          advance(to, 32),
          setInt(left, i32.sub(left, 1)),
          branchIf(left, again),
        ]),
        advance(n, -8),
        branchIf(i32.gt(n, 0), nextPanel),
      ]),
    ]
  },
)

/**
 * Packs a row-by-row matrix, of which the rows are summed over, into panels.
 *
 *     from : [K, N], rows `ld` bytes apart
 *     to   : [ceil(N/8)][K][8]; beyond column N stands what stood beyond the row, for lanes that are never stored
 */
export const packRows: Func = define(
  'f32_pack_rows',
  { from: 'i32', ld: 'i32', to: 'i32', n: 'i32', k: 'i32' },
  ({ from, ld, to, n, k }, local) => {
    const row = local('i32')
    const left = local('i32')
    return loop((nextPanel) => [
      set(row, from),
      set(left, k),
      loop((again) => [
        v128.store(to, v128.load(row)),
        v128.store(to, v128.load(row, 16), 16),
        advance(row, ld),
        advance(to, 32),
        advance(left, -1),
        branchIf(left, again),
      ]),
      advance(from, 32),
      advance(n, -8),
      branchIf(i32.gt(n, 0), nextPanel),
    ])
  },
)
