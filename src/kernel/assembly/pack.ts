/**
 * Packing: weights as PyTorch keeps them become the panels that the tiles read.
 *
 *     from : [N, K], row by row (one row for each output)
 *     to   : [ceil(N/8)][K][8]: the eight outputs of a panel lie side by side for each k; outputs beyond N are zero
 *
 * The tiles then read weights in one straight run, and one load serves four outputs.
 */
import { advance, define, type Func, f32x4, i32, loop, branchIf, loopWhile, set, setInt, v128, when, f32 } from './instruction.js'

export const packPanels: Func = define(
  'f32_pack_panels',
  { from: 'i32', to: 'i32', n: 'i32', k: 'i32' },
  ({ from, to, n, k }, local) => {
    const row = Array.from({ length: 8 }, () => local('i32'))
    const stride = local('i32')
    const left = local('i32')
    const low = local('v128')
    const high = local('v128')
    const zero = local('v128')
    return [
      setInt(stride, i32.shl(k, 2)),
      set(zero, f32x4.constant(0)),
      loopWhile(i32.ge(n, 8), [
        row.map((address, i) => setInt(address, i32.add(from, i32.mul(stride, i)))),
        set(left, k),
        loop((again) => [
          set(low, zero),
          set(high, zero),
          row.slice(0, 4).map((address, lane) => set(low, v128.loadLane(lane, address, low))),
          row.slice(4).map((address, lane) => set(high, v128.loadLane(lane, address, high))),
          v128.store(to, low),
          v128.store(to, high, 16),
          row.map((address) => advance(address, 4)),
          advance(to, 32),
          setInt(left, i32.sub(left, 1)),
          branchIf(left, again),
        ]),
        advance(from, i32.shl(stride, 3)),
        setInt(n, i32.sub(n, 8)),
      ]),
      when(i32.gt(n, 0), [
        // The last panel is cleared, then its n outputs are written one column after the other.
        ...((): ReturnType<typeof set>[] => [
          set(left, k),
          loop((again) => [
            v128.store(to, zero),
            v128.store(to, zero, 16),
            advance(to, 32),
            setInt(left, i32.sub(left, 1)),
            branchIf(left, again),
          ]),
          setInt(to, i32.sub(to, i32.shl(k, 5))),
        ])(),
        loop((nextOutput) => [
          set(left, k),
          loop((again) => [
            f32.store(to, f32.load(from)),
            advance(from, 4),
            advance(to, 32),
            setInt(left, i32.sub(left, 1)),
            branchIf(left, again),
          ]),
          setInt(to, i32.add(i32.sub(to, i32.shl(k, 5)), 4)),
          setInt(n, i32.sub(n, 1)),
          branchIf(n, nextOutput),
        ]),
      ]),
    ]
  },
)
