import type { MaybeRoleOr, Reduced } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type Along, alongOrAll, reduced } from './along.js'
import { checkFloats } from './check.js'
import { record } from './record.js'

/** A tensor's dimensions around an axis. */
export type Cut = Pick<Along, 'outer' | 'size' | 'inner'>

/** Sums along an axis, in float64 and rounded once; each is multiplied by `factor` first. */
export const sumAlong = (x: Float32Array, { outer, size, inner }: Cut, factor: number): Float32Array => {
  const y = roomForFloats(outer * inner)
  const sums = new Float64Array(inner)
  for (let o = 0; o < outer; o++) {
    sums.fill(0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++) sums[i] = (sums[i] ?? 0) + (x[at + i] ?? 0)
    for (let i = 0; i < inner; i++) y[o * inner + i] = (sums[i] ?? 0) * factor
  }
  return y
}

/** The numbers of `y` again for each place along an axis, times `factor`: where a sum's cotangent goes. */
export const spreadAlong = (y: Float32Array, { outer, size, inner }: Cut, factor: number): Float32Array => {
  const x = roomForFloats(outer * size * inner)
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++) x[at + i] = (y[o * inner + i] ?? 0) * factor
  return x
}

/**
 * The sum of all numbers, or along the axis of a role, which it takes away. Sums are taken in float64 and rounded once.
 *
 * `y = sum x_k` over `k` along the axis, with `dx_k = dy`
 *
 *   x : [..., Role, ...]   y : [..., ...]
 *   x : [...]              y : []             without a role
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.sum.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, sum, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(3)], [[1, 2, 3], [4, 5, 6]])
 * assert.strictEqual(sum(x).toArray(), 21)
 * assert.deepStrictEqual(sum(x, 'feature').toArray(), [6, 15])
 * assert.deepStrictEqual(sum(x, 'batch').toArray(), [5, 7, 9])
 */
export const sum = <X, const R = undefined>(
  x: FloatsOr<X, 'x', 'sum'>,
  role?: MaybeRoleOr<R, FloatShape<X>, 'x', 'sum'>,
): Reduced<X, NoInfer<R>> => {
  const t = checkFloats(x, 'x', 'sum')
  const cut = alongOrAll(t.axes, role, 'x', 'sum')
  const output = wrap<Reduced<X, NoInfer<R>>>(reduced(t.axes, role, cut.index), sumAlong(floatsOf(t), cut, 1))
  return record([t], output, (dy) => [spreadAlong(dy, cut, 1)])
}
