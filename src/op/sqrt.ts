import { mapNumbers } from './map-numbers.js'

/**
 * The square root of each number; NaN below zero. The gradient at 0 is infinite, as in PyTorch.
 *
 * `y = sqrt(x)`, with `dx = dy / (2 y)`
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.sqrt.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, sqrt, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(sqrt(tensor([feature(2)], [9, 0.25])).toArray(), [3, 0.5])
 */
export const sqrt = mapNumbers('sqrt', Math.sqrt, (y) => 0.5 / y)
