/**
 * Products and sums over all rows, as gradients of weights are: block by block of rows, which the sums go on with.
 *
 *     workbench : [y][scratch][rows of a][rows of b]
 */
import { copyRow } from '../rows.js'
import { roundUp } from './arena.js'
import { clear, copyOut } from './copy.js'
import { blockRows, gradientScratch } from './gradient-scratch.js'
import type { BackwardExports } from './kernel-exports.js'
import { rowsAtOnce } from './product.js'
import type { Workshop } from './workshop.js'

/** What works in the memory that the engine has now. */
type ExportsOf = (engine: Workshop) => BackwardExports

/** `y = a^T b` : `[K, M]^T [K, N] -> [M, N]`. */
export const multiplyOverRows = (
  engine: Workshop,
  exportsOf: ExportsOf,
  a: Float32Array,
  b: Float32Array,
  K: number,
  M: number,
  N: number,
): Float32Array => {
  // A column is a row too, and as a row it fills the lanes.
  if (N === 1 && M > 1) return multiplyOverRows(engine, exportsOf, b, a, K, N, M)
  const rows = rowsAtOnce(K, M + N, blockRows)
  const scratch = roundUp(M * N)
  const placeA = scratch + roundUp(gradientScratch(K, N))
  const placeB = placeA + roundUp(rows * M)
  engine.reserve(undefined, placeB + rows * N)
  const { floats, top: y } = engine.arena
  const exports = exportsOf(engine)
  clear(floats, y, M * N)
  for (let row = 0; row < K; row += rows) {
    const count = Math.min(rows, K - row)
    copyRow(a, row * M, floats, y + placeA, count * M)
    copyRow(b, row * N, floats, y + placeB, count * N)
    exports.f32_gradient_gemm(
      (y + placeA) << 2,
      M << 2,
      (y + placeB) << 2,
      N << 2,
      y << 2,
      M,
      N,
      count,
      (y + scratch) << 2,
    )
  }
  return copyOut(floats, y, M * N)
}

/** `y[n] = sum over m of a[m, n]` : `[M, N] -> [N]`. */
export const sumOverRows = (
  engine: Workshop,
  exportsOf: ExportsOf,
  a: Float32Array,
  M: number,
  N: number,
): Float32Array => {
  const rows = rowsAtOnce(M, N, blockRows)
  const place = roundUp(N)
  engine.reserve(undefined, place + rows * N)
  const { floats, top: y } = engine.arena
  const exports = exportsOf(engine)
  clear(floats, y, N)
  for (let row = 0; row < M; row += rows) {
    const count = Math.min(rows, M - row)
    copyRow(a, row * N, floats, y + place, count * N)
    exports.f32_add_column_sums((y + place) << 2, N << 2, y << 2, count, N)
  }
  return copyOut(floats, y, N)
}
