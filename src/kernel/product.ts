/**
 * Products of matrices on WebAssembly: copies a block of rows into the workbench, multiplies it, copies it out, and goes on to the next.
 *
 * The right factor is packed: into the workbench, or, once it has come twice, into a block of its own that lasts as long as its array. So the
 * weight of a linear map is packed once for a stream of frames, and what is used once, as weights are while a network learns, takes no room.
 *
 *     workbench : [bias][panels, unless they last][the factor while it is packed, then rows of a, rows of y]
 */
import { roomForFloats } from '../room.js'
import { copyRow } from '../rows.js'
import { type Arena, noBlock, panelColumns, roundUp } from './arena.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { KernelExports } from './kernel-exports.js'
import type { Residence, Resident, Workshop } from './workshop.js'

/** Floats of rows that go in and out at once: they stay in any second-level cache. */
const blockFloats = 65_536
/** A block has at least so many rows, or reading the panels again for each would cost more than the cache gains; whole tiles of any height. */
const leastRows = 96
/** So many terms are summed at once, and these sums added up: in float32 one long sum would be further from the true one. */
export const blockTerms = 128

/** How a right factor lies in memory: `rows` is `[K, N]`, `columns` is `[N, K]`, as the weight of a linear map. */
type Order = 'rows' | 'columns'

/** A right factor, and where its panels are if they last: for each block of terms [panels][terms][8]. */
export class PackedMatrix implements Resident {
  readonly numbers: Float32Array
  readonly K: number
  readonly N: number
  readonly order: Order
  readonly residence: Residence = { block: noBlock }
  readonly isPassing = false
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
    const { K, N } = this
    return this.order === 'rows' ? Math.min(blockTerms, K) * N : rowsAtOnce(N, K, 8) * K
  }

  fill(arena: Arena, staging: number): void {
    this.packTo(arena.exports, arena.floats, staging, this.residence.block.start)
    if (this.packs > 0) arena.packedAgain(this.size)
    this.packs += 1
  }

  /** Writes the panels at `to`, part by part by way of `staging`. */
  packTo(exports: KernelExports, floats: Float32Array, staging: number, to: number): void {
    const { numbers, K, N, order } = this
    const outputs = order === 'rows' ? N : rowsAtOnce(N, K, 8)
    for (let n = 0; n < N; n += outputs) {
      const count = Math.min(outputs, N - n)
      if (order === 'columns') copyRow(numbers, n * K, floats, staging, count * K)
      for (let k = 0; k < K; k += blockTerms) {
        const terms = Math.min(blockTerms, K - k)
        const at = (to + panelColumns(N) * k + n * terms) << 2
        if (order === 'columns') exports.f32_pack_panels((staging + k) << 2, K << 2, at, count, terms)
        else {
          copyRow(numbers, k * N, floats, staging, terms * N)
          exports.f32_pack_rows(staging << 2, N << 2, at, N, terms)
        }
      }
    }
  }
}

/** Right factors that came: once, or again and again. */
export class Factors {
  readonly #known = {
    rows: new WeakMap<Float32Array, PackedMatrix>(),
    columns: new WeakMap<Float32Array, PackedMatrix>(),
  }

  /** The factor, and whether it came before. */
  find(numbers: Float32Array, K: number, N: number, order: Order): readonly [factor: PackedMatrix, lasts: boolean] {
    const known = this.#known[order]
    const last = known.get(numbers)
    if (last !== undefined && last.K === K && last.N === N) return [last, true]
    const factor = new PackedMatrix(numbers, K, N, order)
    known.set(numbers, factor)
    return [factor, false]
  }
}

/** So many of `rows` rows of `width` floats at once. */
export const rowsAtOnce = (rows: number, width: number, least: number): number =>
  Math.min(rows, Math.max(1, Math.floor(blockFloats / width / least)) * least)

/** `y = a b + bias` : `[M, K] [K, N] + [N] -> [M, N]`; the panels of b are in its own block if it `lasts`. */
export const multiply = (
  engine: Workshop,
  a: Float32Array,
  [b, lasts]: readonly [factor: PackedMatrix, lasts: boolean],
  M: number,
  bias: Float32Array | undefined,
): Float32Array => {
  const { K, N } = b
  const rows = rowsAtOnce(M, K + N, leastRows)
  const placeA = roundUp(N) + (lasts ? 0 : roundUp(b.size))
  const placeY = placeA + roundUp(rows * K)
  engine.reserve(lasts ? b : undefined, Math.max(placeY + rows * N, lasts ? 0 : placeA + b.stagingSize))
  const { exports, floats, top: start } = engine.arena
  const atA = start + placeA
  const atY = start + placeY
  const panels = lasts ? b.residence.block.start : start + roundUp(N)
  if (!lasts) b.packTo(exports, floats, atA, panels)
  if (bias === undefined) clear(floats, start, N)
  else copyIn(floats, start, bias)
  // One block goes out as it is; of several, each into its place.
  const y = rows < M ? roomForFloats(M * N) : undefined
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
