import type { MaybeRoleOr, Reduced } from '../../types/along.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { alongOrAll, reduced } from './along.js'
import { checkFloats } from './check.js'
import { record } from './record.js'
import type { Cut } from './sum.js'

/** The largest numbers along an axis; NaN where there is one. */
export const maxAlong = (x: Float32Array, { outer, size, inner }: Cut): Float32Array => {
  const y = roomForFloats(outer * inner).fill(Number.NEGATIVE_INFINITY)
  for (let o = 0; o < outer; o++)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        y[o * inner + i] = Math.max(y[o * inner + i] ?? 0, x[at + i] ?? 0)
  return y
}

const isThere = (x: number, y: number): boolean => x === y || (Number.isNaN(x) && Number.isNaN(y))

/** Each cotangent in equal shares to the numbers that are the largest. */
export const share = (
  dy: Float32Array,
  x: Float32Array,
  y: Float32Array,
  { outer, size, inner }: Cut,
): Float32Array => {
  const dx = roomForFloats(x.length)
  const counts = new Int32Array(inner)
  for (let o = 0; o < outer; o++) {
    counts.fill(0)
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        if (isThere(x[at + i] ?? 0, y[o * inner + i] ?? 0)) counts[i] = (counts[i] ?? 0) + 1
    for (let k = 0; k < size; k++)
      for (let i = 0, at = (o * size + k) * inner; i < inner; i++)
        if (isThere(x[at + i] ?? 0, y[o * inner + i] ?? 0)) dx[at + i] = (dy[o * inner + i] ?? 0) / (counts[i] ?? 1)
  }
  return dx
}

/**
 * The largest of all numbers, or along the axis of a role, which it takes away. NaN is the largest, as in PyTorch.
 *
 * `y = max x_k` over `k` along the axis. Where `n` numbers are the largest, each gets `dy / n`, as in `torch.amax`.
 *
 *   x : [..., Role, ...]   y : [..., ...]
 *   x : [...]              y : []             without a role
 *
 * @throws ShapeError where x has no such axis, or two, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.amax.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, max, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(3)], [[1, 9, 3], [4, 5, 6]])
 * assert.strictEqual(max(x).toArray(), 9)
 * assert.deepStrictEqual(max(x, 'feature').toArray(), [9, 6])
 */
export const max = <X, const R = undefined>(
  x: FloatsOr<X, 'x', 'max'>,
  role?: MaybeRoleOr<R, FloatShape<X>, 'x', 'max'>,
): Reduced<X, NoInfer<R>> => {
  const t = checkFloats(x, 'x', 'max')
  const cut = alongOrAll(t.axes, role, 'x', 'max')
  const from = floatsOf(t)
  const y = maxAlong(from, cut)
  return record([t], wrap<Reduced<X, NoInfer<R>>>(reduced(t.axes, role, cut.index), y), (dy) => [
    share(dy, from, y, cut),
  ])
}
