import type { FloatStepsOr } from '../../types/floats.js'
import { mapNumbersByInput } from './map-numbers.js'

/**
 * Each number brought between two bounds. NaN stays NaN.
 *
 * `y = min(max(x, low), high)`, with `dx = dy` where `low <= x <= high` and 0 elsewhere
 *
 *   x, y : [...]
 *
 * @throws ShapeError where x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.clamp.html
 * @example
 * import * as assert from 'node:assert'
 * import { clamp, feature, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(clamp(tensor([feature(3)], [-2, 0.5, 2]), -1, 1).toArray(), [-1, 0.5, 1])
 */
export const clamp = <X>(x: FloatStepsOr<X, 'x', 'clamp'>, low: number, high: number): X =>
  mapNumbersByInput(
    'clamp',
    (one) => Math.min(Math.max(one, low), high),
    (one) => (one >= low && one <= high ? 1 : 0),
  )<X>(x)
