import { mapNumbers } from './map-numbers.js'

/**
 * The exponential of each number.
 *
 * `y = exp(x)`, with `dx = dy y`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.exp.html
 * @example
 * import * as assert from 'node:assert'
 * import { exp, feature, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(exp(tensor([feature(2)], [0, -1000])).toArray(), [1, 0])
 */
export const exp = mapNumbers('exp', Math.exp, (y) => y)
