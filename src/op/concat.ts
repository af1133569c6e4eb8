import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Add, Size } from '../../types/size.js'
import { axisOf } from '../tensor/axis.js'
import { countOf, labelOf } from '../tensor/shape.js'
import { addSizes } from '../tensor/size.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import type { LeadingAxes } from './leading.js'
import { record } from './record.js'

/**
 * Two tensors side by side along their features.
 *
 *   a : [..., A]   b : [..., B]   y : [..., A + B]
 */
export const concat = <Lead extends LeadingAxes, A extends Size, B extends Size>(
  a: FloatTensor<readonly [...Lead, Feature<A>]>,
  b: FloatTensor<readonly [...Lead, Feature<B>]>,
): FloatTensor<[...Lead, Feature<Add<A, B>>]> => {
  const lead = a.axes.slice(0, -1)
  const rows = countOf(lead)
  const [left, right] = [floatsOf(a), floatsOf(b)]
  const [widthA, widthB] = [left.length / rows, right.length / rows]
  const y = new Float32Array(left.length + right.length)
  for (let row = 0; row < rows; row++) {
    y.set(left.subarray(row * widthA, (row + 1) * widthA), row * (widthA + widthB))
    y.set(right.subarray(row * widthB, (row + 1) * widthB), row * (widthA + widthB) + widthA)
  }
  const [last] = a.axes.slice(-1)
  const [other] = b.axes.slice(-1)
  const label = last === undefined || other === undefined ? widthA + widthB : addSizes(labelOf(last), labelOf(other))
  const output: FloatTensor<[...Lead, Feature<Add<A, B>>]> = wrap(
    [...lead, axisOf('feature', label, widthA + widthB)],
    y,
  )
  return record([a, b], output, (dy, [needsA, needsB]) => [
    needsA ? columns(dy, rows, widthA + widthB, 0, widthA) : undefined,
    needsB ? columns(dy, rows, widthA + widthB, widthA, widthB) : undefined,
  ])
}

/** Some columns of `[rows, width]`: `count` of them, from `start` on. */
const columns = (y: Float32Array, rows: number, width: number, start: number, count: number): Float32Array => {
  const part = new Float32Array(rows * count)
  for (let row = 0; row < rows; row++)
    part.set(y.subarray(row * width + start, row * width + start + count), row * count)
  return part
}
