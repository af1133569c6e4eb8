import { mapNumbers } from './map-numbers.js'

/**
 * The positive part of each number. NaN stays NaN and -0 stays -0, as in PyTorch.
 *
 * `y = max(0, x)`, with `dx = dy` where `x > 0` and 0 elsewhere, at 0 too
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.functional.relu.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, relu, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(relu(tensor([feature(3)], [-2, 0, 2])).toArray(), [0, 0, 2])
 */
export const relu = mapNumbers(
  'relu',
  (x) => (x >= 0 || Number.isNaN(x) ? x : 0),
  (y) => (y > 0 || Number.isNaN(y) ? 1 : 0),
)
