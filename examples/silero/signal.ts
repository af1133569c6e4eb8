/** What the network needs of signal processing: how samples and features are laid out for a product. */

/** The samples with their last `count` mirrored after the end; the last one itself is not repeated. */
export const reflected = (samples: Float32Array, count: number): Float32Array => {
  const { length } = samples
  return Float32Array.from({ length: length + count }, (_, i) => samples[i < length ? i : 2 * length - 2 - i] ?? 0)
}

/** All windows of `width` samples, each `hop` after the one before, one after another. */
export const windows = (samples: Float32Array, width: number, hop: number): Float32Array => {
  const count = Math.floor((samples.length - width) / hop) + 1
  const rows = new Float32Array(count * width)
  for (let row = 0; row < count; row++) rows.set(samples.subarray(row * hop, row * hop + width), row * width)
  return rows
}

/** The lengths of complex numbers: in each row, `count` real parts and then `count` imaginary ones. */
export const magnitudes = (rows: ArrayLike<number>, count: number): Float32Array =>
  Float32Array.from({ length: rows.length / 2 }, (_, i) => {
    const real = Math.floor(i / count) * 2 * count + (i % count)
    return Math.hypot(rows[real] ?? 0, rows[real + count] ?? 0)
  })

/**
 * What a convolution of width 3 sees: for every `stride`-th step, each channel before, at and after it. Beyond the ends there are zeros.
 *
 *   steps : [Time, Channels]   patches : [ceil(Time / stride), Channels * 3]
 */
export const patches = (steps: ArrayLike<number>, channels: number, stride: number): Float32Array => {
  const time = steps.length / channels
  const rows = new Float32Array(Math.ceil(time / stride) * channels * 3)
  let at = 0
  for (let t = 0; t < time; t += stride) {
    for (let channel = 0; channel < channels; channel++) {
      for (const near of [t - 1, t, t + 1])
        rows[at++] = near < 0 || near >= time ? 0 : (steps[near * channels + channel] ?? 0)
    }
  }
  return rows
}
