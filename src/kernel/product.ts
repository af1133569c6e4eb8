/**
 * Products of matrices on WebAssembly: copies a block of rows into the workbench, multiplies it, copies it out, and goes on to the next.
 *
 * The right factor is packed: into the workbench, or, once it has come twice, into a block of its own that lasts as long as its array. So the
 * weight of a linear map is packed once for a stream of frames, and what is used once, as weights are while a network learns, takes no room.
 *
 *     workbench of a product          : [bias][panels, unless they last][the factor while it is packed, then rows of a, rows of y]
 *     workbench of one that sums rows : [y][scratch][rows of a][rows of b]
 */
import { type Arena, noBlock, panelColumns, roundUp } from './arena.js'
import { clear, copyIn, copyOut, copyRow } from './copy.js'
import { blockRows, gradientScratch } from './gradient-scratch.js'
import type { KernelExports } from './kernel-exports.js'
import type { Residence, Resident } from './resident.js'

/** Floats of rows that go in and out at once: they stay in any second-level cache. */
const blockFloats = 65_536
/** A block has at least so many rows, or reading the panels again for each would cost more than the cache gains; whole tiles of any height. */
const leastRows = 96

/** So many terms are summed at once, and these sums added up: in float32 one long sum would be further from the true one. */
const blockTerms = 128

/** How a right factor lies in memory: `rows` is `[K, N]`, `columns` is `[N, K]`, as the weight of a linear map. */
export type Order = 'rows' | 'columns'

/** A right factor, and where its panels are if they last: for each block of terms [panels][terms][8]. */
export class PackedMatrix implements Resident {
  readonly numbers: Float32Array
  readonly K: number
  readonly N: number
  readonly order: Order
  readonly residence: Residence = { block: noBlock }
  /** How often it was packed into its own block: once, unless a flush voided it. */
  packs = 0

  constructor(numbers: Float32Array, K: number, N: number, order: Order) {
    this.numbers = numbers
    this.K = K
    this.N = N
    this.order = order
  }

  get size(): number {
    return panelColumns(this.N) * this.K
  }

  get stagingSize(): number {
    return this.N * this.K
  }

  fill(arena: Arena, staging: number, exports: KernelExports): void {
    this.packTo(exports, arena.floats, staging, this.residence.block.start)
    if (this.packs > 0) arena.packedAgain(this.size)
    this.packs += 1
  }

  /** Writes the panels at `to`, by way of `staging`. */
  packTo(exports: KernelExports, floats: Float32Array, staging: number, to: number): void {
    const { numbers, K, N } = this
    copyIn(floats, staging, numbers)
    for (let k = 0; k < K; k += blockTerms) {
      const terms = Math.min(blockTerms, K - k)
      const at = (to + panelColumns(N) * k) << 2
      if (this.order === 'rows') exports.f32_pack_rows((staging + k * N) << 2, N << 2, at, N, terms)
      else exports.f32_pack_panels((staging + k) << 2, K << 2, at, N, terms)
    }
  }
}

/** So many rows of `width` floats at once. */
const rowsAtOnce = (rows: number, width: number, least: number): number =>
  Math.min(rows, Math.max(1, Math.floor(blockFloats / width / least)) * least)

/** Makes sure of a workbench of so many floats, and of a block of panels; gives the workbench's start. */
export type Reserve = (needed: number, resident: Resident | undefined) => number

/** `y = a b + bias` : `[M, K] [K, N] + [N] -> [M, N]`; the panels of b are in its own block if it `lasts`. */
export const multiply = (
  exports: KernelExports,
  arena: Arena,
  reserve: Reserve,
  a: Float32Array,
  b: PackedMatrix,
  M: number,
  bias: Float32Array | undefined,
  lasts: boolean,
): Float32Array => {
  const { K, N } = b
  const rows = rowsAtOnce(M, K + N, leastRows)
  const placeA = roundUp(N) + (lasts ? 0 : roundUp(b.size))
  const placeY = placeA + roundUp(rows * K)
  const needed = Math.max(placeY + rows * N, lasts ? 0 : placeA + b.stagingSize)
  const start = reserve(needed, lasts ? b : undefined)
  const { floats } = arena
  const atA = start + placeA
  const atY = start + placeY
  const panels = lasts ? b.residence.block.start : start + roundUp(N)
  if (!lasts) b.packTo(exports, floats, atA, panels)
  if (bias === undefined) clear(floats, start, N)
  else copyIn(floats, start, bias)
  // One block goes out as it is; of several, each into its place.
  const y = rows < M ? new Float32Array(M * N) : undefined
  for (let row = 0; row < M; row += rows) {
    const count = Math.min(rows, M - row)
    copyRow(a, row * K, floats, atA, count * K)
    for (let k = 0; k < K; k += blockTerms)
      exports.f32_gemm_blocked(
        (atA + k) << 2,
        K << 2,
        (panels + panelColumns(N) * k) << 2,
        (k === 0 ? start : atY) << 2,
        k === 0 ? 0 : N << 2,
        atY << 2,
        N << 2,
        count,
        N,
        Math.min(blockTerms, K - k),
      )
    if (y !== undefined) copyRow(floats, atY, y, row * N, count * N)
  }
  return y ?? copyOut(floats, atY, M * N)
}

/** `y = a^T b` : `[K, M]^T [K, N] -> [M, N]`. */
export const multiplyOverRows = (
  exports: KernelExports,
  arena: Arena,
  reserve: Reserve,
  a: Float32Array,
  b: Float32Array,
  K: number,
  M: number,
  N: number,
): Float32Array => {
  // A column is a row too, and as a row it fills the lanes.
  if (N === 1 && M > 1) return multiplyOverRows(exports, arena, reserve, b, a, K, N, M)
  const rows = rowsAtOnce(K, M + N, blockRows)
  const scratch = roundUp(M * N)
  const placeA = scratch + roundUp(gradientScratch(N))
  const placeB = placeA + roundUp(rows * M)
  const y = reserve(placeB + rows * N, undefined)
  const atA = y + placeA
  const atB = y + placeB
  const { floats } = arena
  clear(floats, y, M * N)
  for (let row = 0; row < K; row += rows) {
    const count = Math.min(rows, K - row)
    copyRow(a, row * M, floats, atA, count * M)
    copyRow(b, row * N, floats, atB, count * N)
    exports.f32_gradient_gemm(atA << 2, M << 2, atB << 2, N << 2, y << 2, M, N, count, (y + scratch) << 2)
  }
  return copyOut(floats, y, M * N)
}

/** `y[n] = sum over m of a[m, n]` : `[M, N] -> [N]`. */
export const sumOfRows = (
  exports: KernelExports,
  arena: Arena,
  reserve: Reserve,
  a: Float32Array,
  M: number,
  N: number,
): Float32Array => {
  const rows = rowsAtOnce(M, N, blockRows)
  const place = roundUp(N)
  const y = reserve(place + rows * N, undefined)
  const { floats } = arena
  clear(floats, y, N)
  for (let row = 0; row < M; row += rows) {
    const count = Math.min(rows, M - row)
    copyRow(a, row * N, floats, y + place, count * N)
    exports.f32_add_column_sums((y + place) << 2, N << 2, y << 2, count, N)
  }
  return copyOut(floats, y, N)
}
