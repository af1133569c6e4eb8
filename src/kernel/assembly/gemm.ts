/**
 * The matrix product: deals rows and panels out to the tiles.
 *
 *     C[M, N] = init[M, N] + A[M, K] * W[N, K]^T
 *
 *     A    : [M, K], rows `lda` bytes apart
 *     W    : packed panels [ceil(N/8)][K][8]
 *     init : a bias row for all (ldInit = 0), or C itself to add to what is there (ldInit = ldC)
 *     C    : [M, N], rows `ldC` bytes apart; nothing beyond column N is written
 *
 * Panels run outside and rows inside: a panel (32 K bytes) stays in the first-level cache while the rows pass by. There is
 * no blocking over K: at the sizes of recurrent layers it gained nothing.
 * M rows are dealt out evenly over the least number of tiles: 8 rows are 4+4, not 6+2, since a short tile has too few sums to
 * hide the multiplier's latency. With fma an even number of rows goes in pairs through a wide tile instead, a tenth faster; but more than 8 only where the
 * first-level cache holds its three panels, which each pair reads again.
 *
 * A matrix-vector product reads each weight once, so what it takes is the way of the weights to the core. Where the same weights come again, step after
 * step, and a cache holds only a part of them, the same order each time finds nothing there: each panel was thrown out just before. So
 * `backward` takes the panels from the last to the first, and a caller that alternates finds as much as the cache holds. The numbers are the same.
 */
import {
  advance,
  branchIf,
  type Code,
  call,
  define,
  type Func,
  type Int,
  i32,
  type Local,
  loop,
  loopWhile,
  set,
  setInt,
  when,
} from './instruction.js'
import type { Isa } from './isa.js'
import { storePanelTail, storeTail } from './store-tail.js'
import { tile } from './tile.js'

/** Floats of A, 64 KB, that stay in any second-level cache with room for panels and C beside them. */
const blockFloats = 16_384

/** Panels of the wide tile of one row. */
const vectorPanels = 4

/** Floats, 32 KB, that stay in any first-level cache. */
const cached = 8_192

export interface Gemm {
  readonly gemm: Func
  /** The same product for many rows, which no cache may hold: block by block, so that A is read from far away once. */
  readonly blockedGemm: Func
  /** The functions of the product that both instruction sets have, and those that only one has. */
  readonly functions: readonly Func[]
  readonly others: readonly Func[]
}

export const gemm = (isa: Isa): Gemm => {
  const tallest = isa.tallestTile
  const vectorWide = tile(isa, 1, vectorPanels)
  const vectorNarrow = tile(isa, 1, 1)
  const pairWide = tile(isa, 2, isa.pairPanels)
  const pairNarrow = tile(isa, 2, 1)
  // Tallest first; 5 rows in tiles of at most 4 are 3+2.
  const tall = [...Array.from({ length: tallest - 2 }, (_, i) => tile(isa, tallest - i, 1)), pairNarrow, vectorNarrow]

  const product = define(
    'f32_gemm',
    {
      a: 'i32',
      lda: 'i32',
      w: 'i32',
      init: 'i32',
      ldInit: 'i32',
      c: 'i32',
      ldC: 'i32',
      m: 'i32',
      n: 'i32',
      k: 'i32',
      backward: 'i32',
    },
    ({ a, lda, w, init, ldInit, c, ldC, m, n, k, backward }, local) => {
      const columns = local('i32')
      const groups = local('i32')
      const group = local('i32')
      const step = local('i32')
      const tiles = local('i32')
      const rows = local('i32')
      const longer = local('i32')
      const left = local('i32')
      const rowA = local('i32')
      const rowInit = local('i32')
      const rowC = local('i32')
      const tail = (columns: Int): Int => i32.select(columns, 8, i32.lt(columns, 8))
      const isVector = i32.eq(m, 1)
      const isEven = i32.eq(i32.and(m, 1), 0)
      const inPairs =
        isa.pairPanels === 2
          ? i32.eq(m, 2)
          : i32.and(isEven, i32.or(i32.lt(m, 9), i32.lt(k, Math.ceil(cached / 8 / 3))))
      const nextRows: Code = [
        advance(rowA, i32.mul(rows, lda)),
        advance(rowInit, i32.mul(rows, ldInit)),
        advance(rowC, i32.mul(rows, ldC)),
      ]
      /** Goes on by so many columns. */
      const move = (columns: Int): Code => [
        advance(w, i32.shl(i32.mul(columns, k), 2)),
        advance(init, i32.shl(columns, 2)),
        advance(c, i32.shl(columns, 2)),
        setInt(n, i32.sub(n, columns)),
      ]
      /** Whole groups of panels through a wide tile, the last group's last panel perhaps cut; leaves the panels that fill no group. */
      const wideTiles: Code = [
        setInt(columns, i32.select(8 * vectorPanels, 8 * isa.pairPanels, isVector)),
        setInt(rows, i32.select(1, 2, isVector)),
        setInt(groups, i32.div(i32.add(n, 7), columns)),
        set(group, groups),
        setInt(step, i32.select(i32.sub(0, columns), columns, backward)),
        when(backward, move(i32.mul(i32.sub(groups, 1), columns))),
        loopWhile(group, [
          set(rowA, a),
          set(rowInit, init),
          set(rowC, c),
          set(left, m),
          loop((again) => [
            when(
              isVector,
              call(vectorWide, rowA, lda, w, rowInit, ldInit, rowC, ldC, k, tail(i32.sub(n, i32.sub(columns, 8)))),
              call(pairWide, rowA, lda, w, rowInit, ldInit, rowC, ldC, k, tail(i32.sub(n, i32.sub(columns, 8)))),
            ),
            nextRows,
            setInt(left, i32.sub(left, rows)),
            branchIf(left, again),
          ]),
          move(step),
          setInt(group, i32.sub(group, 1)),
        ]),
        when(backward, move(i32.mul(i32.add(groups, 1), columns))),
      ]
      const oneTile = (height: Local<'i32'>): Code =>
        tall.reduceRight<Code>((otherwise, shape, i) => {
          const run = call(shape, rowA, lda, w, rowInit, ldInit, rowC, ldC, k, tail(n))
          return i === tall.length - 1 ? run : when(i32.eq(height, tallest - i), run, otherwise)
        }, [])
      return [
        when(i32.or(isVector, inPairs), wideTiles),
        setInt(tiles, i32.div(i32.add(m, tallest - 1), tallest)),
        loopWhile(i32.gt(n, 0), [
          set(rowA, a),
          set(rowInit, init),
          set(rowC, c),
          set(left, tiles),
          // The first `longer` tiles have one row more.
          setInt(rows, i32.add(i32.div(m, tiles), 1)),
          setInt(longer, i32.rem(m, tiles)),
          loop((again) => [
            when(i32.eq(longer, 0), setInt(rows, i32.sub(rows, 1))),
            setInt(longer, i32.sub(longer, 1)),
            oneTile(rows),
            nextRows,
            setInt(left, i32.sub(left, 1)),
            branchIf(left, again),
          ]),
          move(8),
        ]),
      ]
    },
  )
  const blocked = define(
    'f32_gemm_blocked',
    { a: 'i32', lda: 'i32', w: 'i32', init: 'i32', ldInit: 'i32', c: 'i32', ldC: 'i32', m: 'i32', n: 'i32', k: 'i32' },
    ({ a, lda, w, init, ldInit, c, ldC, m, n, k }, local) => {
      const rows = local('i32')
      const block = local('i32')
      // Whole tiles, and a few of them whatever K is.
      const most = i32.mul(i32.add(i32.div(Math.floor(blockFloats / tallest), k), 2), tallest)
      return [
        setInt(block, most),
        loop((again) => [
          setInt(rows, i32.select(m, block, i32.lt(m, block))),
          call(product, a, lda, w, init, ldInit, c, ldC, rows, n, k, 0),
          advance(a, i32.mul(rows, lda)),
          advance(init, i32.mul(rows, ldInit)),
          advance(c, i32.mul(rows, ldC)),
          setInt(m, i32.sub(m, rows)),
          branchIf(m, again),
        ]),
      ]
    },
  )
  return {
    gemm: product,
    blockedGemm: blocked,
    functions: [storeTail, storePanelTail, vectorWide, pairWide, ...tall.slice(-4), product, blocked],
    others: tall.slice(0, -4),
  }
}
