import { mapNumbers } from './map-numbers.js'

/**
 * The hyperbolic tangent of each number.
 *
 * `y = tanh(x)`, with `dx = dy (1 - y^2)`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.tanh.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, tanh, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(tanh(tensor([feature(3)], [-100, 0, 100])).toArray(), [-1, 0, 1])
 */
export const tanh = mapNumbers('tanh', Math.tanh, (y) => 1 - y * y)
