import { mapNumbers } from './map-numbers.js'

/**
 * The logistic function of each number.
 *
 * `y = 1 / (1 + exp(-x))`, with `dx = dy y (1 - y)`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.sigmoid.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, sigmoid, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(sigmoid(tensor([feature(3)], [-1000, 0, 1000])).toArray(), [0, 0.5, 1])
 */
export const sigmoid = mapNumbers(
  'sigmoid',
  (x) => 1 / (1 + Math.exp(-x)),
  (y) => y * (1 - y),
)
