/** The loops of the mean squared error on WebAssembly: block by block by way of the arena's scratch, from one array or two to another. */
import { copyRow } from '../rows.js'
import { scratch, scratchFloats } from './arena.js'
import { clear } from './copy.js'
import type { BackwardExports } from './kernel-exports.js'
import type { Workshop } from './workshop.js'

/** Half of the scratch for each operand: both stay in any first-level cache. */
const blockFloats = scratchFloats / 2
const placeA = scratch
const placeB = scratch + blockFloats

/** Has `run` compute with each block of a and b, with zeros up to a multiple of 8. */
const blocks = (
  { arena: { floats } }: Workshop,
  a: Float32Array,
  b: Float32Array,
  run: (start: number, count: number, padded: number) => void,
): void => {
  for (let start = 0; start < a.length; start += blockFloats) {
    const count = Math.min(blockFloats, a.length - start)
    const padded = (count + 7) & -8
    for (const [from, at] of [
      [a, placeA],
      [b, placeB],
    ] as const) {
      copyRow(from, start, floats, at, count)
      clear(floats, at + count, padded - count)
    }
    run(start, count, padded)
  }
}

/** The sum of `(a[i] - b[i])^2`. */
export const squaredDistance = (
  engine: Workshop,
  exports: BackwardExports,
  a: Float32Array,
  b: Float32Array,
): number => {
  let sum = 0
  blocks(engine, a, b, (_start, _count, padded) => {
    sum += exports.f64_squared_distance(placeA << 2, placeB << 2, padded)
  })
  return sum
}

/** `to[i] = scale * (a[i] - b[i])`. */
export const scaledDifference = (
  engine: Workshop,
  exports: BackwardExports,
  a: Float32Array,
  b: Float32Array,
  scale: number,
  to: Float32Array,
): void =>
  blocks(engine, a, b, (start, count, padded) => {
    exports.f32_scaled_difference(placeA << 2, placeB << 2, placeA << 2, padded, scale)
    copyRow(engine.arena.floats, placeA, to, start, count)
  })
