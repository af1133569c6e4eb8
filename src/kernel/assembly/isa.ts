/**
 * The two instruction sets that the kernel is emitted for, from one source.
 *
 * - `fma`: relaxed SIMD's `relaxed_madd`, one rounding and one instruction (Node 22 and later, browsers since 2023).
 * - `mul-add`: fixed SIMD's `mul` and `add` (Node 20, Safari).
 */
export interface Isa {
  readonly name: 'fma' | 'mul-add'
  /** The bytes behind y and behind z in `x * y + z`, which is otherwise the same code (`f32x4.madd`). */
  readonly times: readonly number[]
  readonly plus: readonly number[]
  /**
   * Rows of the large tile, each 8 columns wide. The machine has 16 vector registers and the compiler keeps one for itself.
   * fma: 6 x 2 sums, 2 weights, 1 input = 15. mul-add needs another for the product; 5 x 2 + 2 + 1 + 1 = 14 would fit, but
   * needs twice the barriers, and 4 x 2 was as fast or faster at all sizes.
   */
  readonly tallestTile: 4 | 6
  /** How many products may stand between two scheduling barriers (see tile.ts) before Node 20's and 22's compiler spills. */
  readonly barrierEvery: 2 | 4
  /**
   * How one input gets into all four lanes in a matrix-vector product, whose loads are its limit: four inputs by one load, and then
   * shuffles (fma: 3% faster), or one load each (mul-add: faster, since there the arithmetic units have no time left for shuffles).
   */
  readonly shuffleInputs: boolean
  /**
   * Panels of the tile of two rows. fma: 2 x 6 sums, 2 inputs, 1 weight = 15. mul-add needs another for the product, and waits less: an addition
   * takes less time than a fused multiply-add, so 8 sums are enough.
   */
  readonly pairPanels: 2 | 3
}

export const fma: Isa = {
  name: 'fma',
  times: [],
  // f32x4.relaxed_madd
  plus: [0xfd, 0x85, 0x02],
  tallestTile: 6,
  barrierEvery: 2,
  shuffleInputs: true,
  pairPanels: 3,
}

export const mulAdd: Isa = {
  name: 'mul-add',
  // f32x4.mul
  times: [0xfd, 0xe6, 0x01],
  // f32x4.add
  plus: [0xfd, 0xe4, 0x01],
  tallestTile: 4,
  barrierEvery: 4,
  shuffleInputs: false,
  pairPanels: 2,
}
