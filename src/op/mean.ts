import type { MaybeRoleOr, Reduced } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { alongOrAll, reduced } from './along.js'
import { checkFloats } from './check.js'
import { record } from './record.js'
import { spreadAlong, sumAlong } from './sum.js'

/**
 * The mean of all numbers, or along the axis of a role, which it takes away. Sums are taken in float64 and rounded once.
 *
 * `y = sum x_k / K` over the `K` places along the axis, with `dx_k = dy / K`
 *
 *   x : [..., Role, ...]   y : [..., ...]
 *   x : [...]              y : []             without a role
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.mean.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, mean, sub, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(3)], [[1, 2, 3], [4, 5, 6]])
 * assert.strictEqual(mean(x).toArray(), 3.5)
 * assert.deepStrictEqual(sub(x, mean(x, 'feature')).toArray(), [[-1, 0, 1], [-1, 0, 1]])
 */
export const mean = <X, const R = undefined>(
  x: FloatsOr<X, 'x', 'mean'>,
  role?: MaybeRoleOr<R, FloatShape<X>, 'x', 'mean'>,
): Reduced<X, NoInfer<R>> => {
  const t = checkFloats(x, 'x', 'mean')
  const cut = alongOrAll(t.axes, role, 'x', 'mean')
  const factor = 1 / cut.size
  const output = wrap<Reduced<X, NoInfer<R>>>(reduced(t.axes, role, cut.index), sumAlong(floatsOf(t), cut, factor))
  return record([t], output, (dy) => [spreadAlong(dy, cut, factor)])
}
