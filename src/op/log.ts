import { mapNumbersByInput } from './map-numbers.js'

/**
 * The natural logarithm of each number; minus infinity of 0, and NaN below.
 *
 * `y = log(x)`, with `dx = dy / x`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.log.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, log, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(log(tensor([feature(2)], [1, 0])).toArray(), [0, Number.NEGATIVE_INFINITY])
 */
export const log = mapNumbersByInput('log', Math.log, (x) => 1 / x)
