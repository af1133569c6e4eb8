import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Size } from '../../types/size.js'
import { countOf } from '../tensor/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import type { LeadingAxes } from './leading.js'
import { productsFor } from './product.js'
import { record } from './record.js'

/**
 * An affine map of the features: `y = x W^T + b`. Sums as in `matmul`.
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
  const products = productsFor(rows * inputs * outputs)
  const output: FloatTensor<[...Lead, Feature<Out>]> = wrap(
    [...lead, weight.axes[0]],
    products.productByColumns(from, w, rows, inputs, outputs, b),
  )
  return record([x, weight, bias], output, (dy, [needsX, needsWeight, needsBias], wayBack) => [
    needsX ? products.productOfRows(dy, w, rows, outputs, inputs) : undefined,
    needsWeight ? products.productOverRows(dy, from, rows, outputs, inputs, wayBack) : undefined,
    needsBias ? productsFor(rows * outputs).sumOfRows(dy, rows, outputs, wayBack) : undefined,
  ])
}
