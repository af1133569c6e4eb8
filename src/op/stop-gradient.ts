import type { AnyTensor } from '../../types/tensor.js'
import { numbersOf, wrap } from '../tensor/tensor.js'
import { checkTensor } from './check.js'

/**
 * The same tensor as a constant: no gradient goes back through it. It cuts a history short (truncated backpropagation), or holds a target still.
 *
 * `y = x`, with `dx = 0`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor
 * @see https://pytorch.org/docs/1.13/generated/torch.Tensor.detach.html
 * @example
 * import * as assert from 'node:assert'
 * import { grad, mul, stopGradient, type Tensor, tensor } from 'shapefold'
 *
 * const slope = grad((x: Tensor<[]>) => mul(x, stopGradient(x)))
 * assert.strictEqual(slope(tensor([], [3])).toArray(), 3)
 */
export const stopGradient = <T extends AnyTensor>(x: T): T => {
  const t = checkTensor(x, 'x')
  return wrap(t.axes, numbersOf(t))
}
