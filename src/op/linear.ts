import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Size } from '../../types/size.js'
import { countOf } from '../tensor/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import type { LeadingAxes } from './leading.js'
import { productOfRows, productOverRows, sumOfRows } from './matrix.js'
import { record } from './record.js'

/**
 * An affine map of the features: `y = x W^T + b`. Sums are taken in float64 and rounded once.
 *
 * `dx = dy W`, `dW = dy^T x`, `db` is the sum of `dy` over all rows
 *
 *   x      : [..., In]
 *   weight : [Out, In]
 *   bias   : [Out]
 *   y      : [..., Out]
 *
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.functional.linear.html
 */
export const linear = <Lead extends LeadingAxes, In extends Size, Out extends Size>(
  x: FloatTensor<readonly [...Lead, Feature<In>]>,
  weight: FloatTensor<readonly [Feature<Out>, Feature<In>]>,
  bias: FloatTensor<readonly [Feature<Out>]> | undefined,
): FloatTensor<[...Lead, Feature<Out>]> => {
  const inputs = weight.shape[1]
  const outputs = weight.shape[0]
  const lead = x.axes.slice(0, -1)
  const rows = countOf(lead)
  const from = floatsOf(x)
  const w = floatsOf(weight)
  const b = bias === undefined ? undefined : floatsOf(bias)
  const output: FloatTensor<[...Lead, Feature<Out>]> = wrap(
    [...lead, weight.axes[0]],
    affine(from, w, b, rows, inputs, outputs),
  )
  return record([x, weight, bias], output, (dy, [needsX, needsWeight, needsBias]) => [
    needsX ? productOfRows(dy, w, rows, outputs, inputs) : undefined,
    needsWeight ? productOverRows(dy, from, rows, outputs, inputs) : undefined,
    needsBias ? sumOfRows(dy, rows, outputs) : undefined,
  ])
}

const affine = (
  x: Float32Array,
  w: Float32Array,
  b: Float32Array | undefined,
  rows: number,
  inputs: number,
  outputs: number,
): Float32Array => {
  const y = new Float32Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < outputs; out++) {
      let sum = b === undefined ? 0 : (b[out] ?? 0)
      for (let i = 0; i < inputs; i++) sum += (x[row * inputs + i] ?? 0) * (w[out * inputs + i] ?? 0)
      y[row * outputs + out] = sum
    }
  }
  return y
}
