import type { Rng } from '../../types/rng.js'
import { placesOf, scattered } from '../op/own-steps.js'
import { roomForFloats } from '../room.js'
import { drawBernoulli } from '../tensor/draw.js'

/**
 * The masks of dropout between layers: 0 with probability `p`, otherwise 1 / (1 - p), so that the mean stays. One mask of `size` numbers for
 * each of `count` layers, in time-major order whatever the input's layout, the same numbers as PyTorch's.
 *
 * Undefined where nothing is dropped: then nothing is drawn. Where everything is, nothing is drawn either.
 *
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Dropout.html
 */
export const dropoutMasks = (
  rng: Rng,
  p: number,
  count: number,
  size: number,
): readonly [masks: readonly Float32Array[] | undefined, rng: Rng] => {
  if (p === 0 || count === 0) return [undefined, rng]
  if (p === 1) return [Array.from({ length: count }, () => roomForFloats(size)), rng]
  const scale = Math.fround(1 / Math.fround(1 - p))
  const masks: Float32Array[] = []
  let next = rng
  for (let i = 0; i < count; i++) {
    const [kept, after] = drawBernoulli(next, size, 1 - p)
    masks.push(kept.map((k) => k * scale))
    next = after
  }
  return [masks, next]
}

/**
 * A mask of packed sequences in its places in `[Time, Batch, Width]`. PyTorch draws it for the rows of `PackedSequence.data`, in their order.
 */
export const inPlaces = (mask: Float32Array, width: number, time: number, lengths: readonly number[]): Float32Array => {
  const batch = lengths.length
  const places = placesOf(lengths, { time, batch, width, isBatchFirst: false })
  return scattered(mask, places, width, time * batch)
}
