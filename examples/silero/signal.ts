/** What the network needs of signal processing: how samples and features are laid out for a product. */

/** The samples of both, one after the other. */
export const joined = (first: Float32Array, second: Float32Array): Float32Array => {
  const all = new Float32Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** The samples with their last `count` mirrored after the end; the last one itself is not repeated. */
export const reflected = (samples: Float32Array, count: number): Float32Array =>
  joined(samples, samples.slice(-1 - count, -1).reverse())

/** All windows of `width` samples, each `hop` after the one before, one after another. */
export const windows = (samples: Float32Array, width: number, hop: number): Float32Array => {
  const count = Math.floor((samples.length - width) / hop) + 1
  const rows = new Float32Array(count * width)
  for (let row = 0; row < count; row++) rows.set(samples.subarray(row * hop, row * hop + width), row * width)
  return rows
}

/** The lengths of complex numbers: in each row, `count` real parts and then `count` imaginary ones. */
export const magnitudes = (rows: ArrayLike<number>, count: number): Float32Array => {
  const lengths = new Float32Array(rows.length / 2)
  for (let i = 0; i < lengths.length; i++) {
    const at = i + count * Math.floor(i / count)
    const [real, imaginary] = [rows[at] ?? 0, rows[at + count] ?? 0]
    lengths[i] = Math.sqrt(real * real + imaginary * imaginary)
  }
  return lengths
}

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
