import { mapNumbersByInput } from './map-numbers.js'

/**
 * The absolute value of each number.
 *
 * `y = |x|`, with `dx = dy sign(x)`, which is 0 at 0 and, as in PyTorch, of NaN
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.abs.html
 * @example
 * import * as assert from 'node:assert'
 * import { abs, feature, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(abs(tensor([feature(2)], [3, -4])).toArray(), [3, 4])
 */
export const abs = mapNumbersByInput('abs', Math.abs, (x) => (x > 0 ? 1 : x < 0 ? -1 : 0))
