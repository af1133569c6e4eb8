import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/**
 * Each row moved and scaled to mean 0 and variance 1, and then by a weight and a bias for each place of the row. A row is the last
 * `width` numbers. Sums are taken in float64.
 *
 * `y = z w + b`, `z = (x - mean) r`, `r = 1 / sqrt(variance + eps)`, the variance over all `width` numbers
 *
 * `dx = r (g - mean(g) - z mean(g z))` with `g = dy w`; `dw` is the sum of `dy z` over all rows, `db` that of `dy`
 *
 *   x, y         : [..., width numbers]
 *   weight, bias : [width numbers], or left out
 *
 * @see J. L. Ba, J. R. Kiros, G. E. Hinton, Layer normalization, 2016, equation 3
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LayerNorm.html
 */
export const normalize = <S extends Shape>(
  x: FloatTensor<S>,
  width: number,
  eps: number,
  weight: FloatTensor<Shape> | undefined,
  bias: FloatTensor<Shape> | undefined,
): FloatTensor<S> => {
  const from = floatsOf(x)
  const w = weight && floatsOf(weight)
  const b = bias && floatsOf(bias)
  const rows = from.length / width
  const y = roomForFloats(from.length)
  const means = new Float64Array(rows)
  const scales = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const at = row * width
    let sum = 0
    for (let i = 0; i < width; i++) sum += from[at + i] ?? 0
    const mean = sum / width
    let squares = 0
    for (let i = 0; i < width; i++) squares += ((from[at + i] ?? 0) - mean) ** 2
    const scale = 1 / Math.sqrt(squares / width + eps)
    for (let i = 0; i < width; i++) y[at + i] = ((from[at + i] ?? 0) - mean) * scale * (w?.[i] ?? 1) + (b?.[i] ?? 0)
    means[row] = mean
    scales[row] = scale
  }
  return record([x, weight, bias], wrap<FloatTensor<S>>(x.axes, y), (dy, [needsX, needsWeight, needsBias]) => {
    const dx = needsX ? roomForFloats(from.length) : undefined
    const dw = needsWeight ? new Float64Array(width) : undefined
    const db = needsBias ? new Float64Array(width) : undefined
    const z = new Float64Array(width)
    const g = new Float64Array(width)
    for (let row = 0; row < rows; row++) {
      const at = row * width
      const [mean, scale] = [means[row] ?? 0, scales[row] ?? 0]
      let meanG = 0
      let meanGZ = 0
      for (let i = 0; i < width; i++) {
        const d = dy[at + i] ?? 0
        const zi = ((from[at + i] ?? 0) - mean) * scale
        const gi = d * (w?.[i] ?? 1)
        z[i] = zi
        g[i] = gi
        meanG += gi / width
        meanGZ += (gi * zi) / width
        if (dw !== undefined) dw[i] = (dw[i] ?? 0) + d * zi
        if (db !== undefined) db[i] = (db[i] ?? 0) + d
      }
      if (dx === undefined) continue
      for (let i = 0; i < width; i++) dx[at + i] = scale * ((g[i] ?? 0) - meanG - (z[i] ?? 0) * meanGZ)
    }
    return [dx, dw && Float32Array.from(dw), db && Float32Array.from(db)]
  })
}
