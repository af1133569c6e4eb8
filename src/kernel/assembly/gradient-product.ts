/**
 * What the gradients of weights are made of: products and sums whose long dimension is the rows of both operands.
 *
 *     C[M, N] += D[K, M]^T * X[K, N]
 *
 *     D : gradients by the gates, one row for each time step and sequence, rows `ldD` bytes apart
 *     X : what the weights were multiplied by, rows `ldX` bytes apart
 *     C : dense
 *
 * The tiles of the forward product do this one too: a block of D is transposed, a block of X packed into panels, and the
 * sums go on in C. Both copies together cost each number a few instructions for the M or N products that it takes part in.
 * Blocks bound the room that the copies need, and rows of a power of two, which fall on a few sets of a cache, are read only once.
 */
import { blockColumns, blockRows, ldTransposed } from '../gradient-scratch.js'
import type { Gemm } from './gemm.js'
import { advance, branchIf, call, define, type Func, f32x4, i32, loop, set, setInt, v128, when } from './instruction.js'
import { item } from './item.js'
import { packRows } from './pack.js'
import { storeTail } from './store-tail.js'

const transposedBytes = 4 * blockColumns * ldTransposed

/** Transposes `rows` rows of `columns` floats, four by four, into rows of `ldTransposed` floats; rows that are missing to four repeat the last. */
const transpose: Func = define(
  'f32_transpose',
  { from: 'i32', ld: 'i32', to: 'i32', rows: 'i32', columns: 'i32' },
  ({ from, ld, to, rows, columns }, local) => {
    const address = [0, 1, 2, 3].map(() => local('i32'))
    const x = [0, 1, 2, 3].map(() => local('v128'))
    const y = [0, 1, 2, 3].map(() => local('v128'))
    const target = local('i32')
    const left = local('i32')
    const pair = (low: number, high: number, first: number) =>
      f32x4.shuffle(item(x, low), item(x, high), [first, first + 4, first + 1, first + 5])
    return loop((nextRows) => [
      address.map((each, i) => [set(each, from), advance(from, i32.select(ld, 0, i32.gt(rows, i + 1)))]),
      set(target, to),
      set(left, columns),
      loop((again) => [
        x.map((each, i) => set(each, v128.load(item(address, i)))),
        y.map((each, i) => set(each, pair((i & 1) * 2, (i & 1) * 2 + 1, i & 2))),
        [0, 1, 2, 3].map((i) => {
          const [low, high] = [item(y, i & 2), item(y, (i & 2) + 1)]
          const row = f32x4.shuffle(low, high, i % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7])
          return v128.store(target, row, 4 * ldTransposed * i)
        }),
        address.map((each) => advance(each, 16)),
        advance(target, 16 * ldTransposed),
        advance(left, -4),
        branchIf(i32.gt(left, 0), again),
      ]),
      advance(to, 16),
      advance(rows, -4),
      branchIf(i32.gt(rows, 0), nextRows),
    ])
  },
)

/**
 * `to[N] += sum over k of from[k, N]`, block by block: of many rows, the sum of short sums is nearer to the true one.
 */
export const addColumnSums: Func = define(
  'f32_add_column_sums',
  { from: 'i32', ld: 'i32', to: 'i32', k: 'i32', n: 'i32' },
  ({ from, ld, to, k, n }, local) => {
    const sums = [0, 1, 2, 3].map(() => local('v128'))
    const rows = local('i32')
    const block = local('i32')
    const left = local('i32')
    const row = local('i32')
    return loop((nextColumns) => [
      set(row, from),
      set(left, k),
      loop((nextBlock) => [
        setInt(block, i32.select(left, blockRows, i32.lt(left, blockRows))),
        setInt(left, i32.sub(left, block)),
        sums.map((sum) => set(sum, f32x4.constant(0))),
        set(rows, block),
        loop((again) => [
          sums.map((sum, i) => set(sum, f32x4.add(sum, v128.load(row, 16 * i)))),
          advance(row, ld),
          advance(rows, -1),
          branchIf(rows, again),
        ]),
        sums.map((sum, i) => {
          const target = i32.add(to, 16 * i)
          const stored = call(storeTail, target, f32x4.add(sum, v128.load(target)), i32.sub(n, 4 * i))
          return when(i32.gt(n, 4 * i), stored)
        }),
        branchIf(left, nextBlock),
      ]),
      advance(from, 64),
      advance(to, 64),
      advance(n, -16),
      branchIf(i32.gt(n, 0), nextColumns),
    ])
  },
)

export const gradientProduct = ({ gemm }: Gemm): { product: Func; functions: readonly Func[] } => {
  const product = define(
    'f32_gradient_gemm',
    { d: 'i32', ldD: 'i32', x: 'i32', ldX: 'i32', c: 'i32', m: 'i32', n: 'i32', k: 'i32', scratch: 'i32' },
    ({ d, ldD, x, ldX, c, m, n, k, scratch }, local) => {
      const panels = local('i32')
      const ldC = local('i32')
      const rows = local('i32')
      const columns = local('i32')
      const left = local('i32')
      const columnD = local('i32')
      const rowC = local('i32')
      return [
        setInt(panels, i32.add(scratch, transposedBytes)),
        setInt(ldC, i32.shl(n, 2)),
        loop((nextRows) => [
          setInt(rows, i32.select(k, blockRows, i32.lt(k, blockRows))),
          call(packRows, x, ldX, panels, n, rows),
          set(left, m),
          set(columnD, d),
          set(rowC, c),
          loop((nextColumns) => [
            setInt(columns, i32.select(left, blockColumns, i32.lt(left, blockColumns))),
            call(transpose, columnD, ldD, scratch, rows, columns),
            call(gemm, scratch, 4 * ldTransposed, panels, rowC, ldC, rowC, ldC, columns, n, rows, 0),
            advance(columnD, 4 * blockColumns),
            advance(rowC, i32.mul(ldC, blockColumns)),
            setInt(left, i32.sub(left, columns)),
            branchIf(left, nextColumns),
          ]),
          advance(d, i32.mul(rows, ldD)),
          advance(x, i32.mul(rows, ldX)),
          setInt(k, i32.sub(k, rows)),
          branchIf(k, nextRows),
        ]),
      ]
    },
  )
  return { product, functions: [packRows, transpose, addColumnSums, product] }
}
