import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Size } from '../../types/size.js'
import { countOf } from '../tensor/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import type { LeadingAxes } from './leading.js'

/**
 * An affine map of the features: `y = x W^T + b`. Sums are taken in float64 and rounded once.
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
  const y = new Float32Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < outputs; out++) {
      let sum = b === undefined ? 0 : (b[out] ?? 0)
      for (let i = 0; i < inputs; i++) sum += (from[row * inputs + i] ?? 0) * (w[out * inputs + i] ?? 0)
      y[row * outputs + out] = sum
    }
  }
  return wrap([...lead, weight.axes[0]], y)
}
