import { mapNumbersByInput } from './map-numbers.js'

/**
 * The square of each number.
 *
 * `y = x^2`, with `dx = 2 dy x`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.square.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, square, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(square(tensor([feature(2)], [3, -4])).toArray(), [9, 16])
 */
export const square = mapNumbersByInput(
  'square',
  (x) => x * x,
  (x) => 2 * x,
)
