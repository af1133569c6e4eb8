import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { OrderOr, Permuted } from '../../types/rearrange.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { pick, placesOf } from './broadcast.js'
import { checkFloats } from './check.js'
import { record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/** The numbers of a tensor as they stand when its axes are taken in another order: the i-th is then what was the `order[i]`-th. */
const moved = (x: Float32Array, axes: Shape, order: readonly number[]): Float32Array => {
  const strides: number[] = []
  for (let i = axes.length - 1, stride = 1; i >= 0; stride *= axes[i]?.size ?? 1, i--) strides[i] = stride
  return pick(
    x,
    placesOf(
      permuted(axes, order),
      order.map((i) => strides[i] ?? 0),
    ),
  )
}

const permuted = (axes: Shape, order: readonly number[]): Shape =>
  order.map((i) => axes[i]).filter((axis): axis is AnyAxis => axis !== undefined)

/** A tensor with its axes in another order. */
export const inOrder = <T>(x: FloatTensor<Shape>, order: readonly number[]): T => {
  const axes = permuted(x.axes, order)
  const output = wrap<T>(axes, moved(floatsOf(x), x.axes, order))
  return record([x], output, (dy) => [moved(dy, axes, inverse(order))])
}

const inverse = (order: readonly number[]): readonly number[] => order.map((_, i) => order.indexOf(i))

/**
 * A tensor with its axes in the order of these roles.
 *
 * `dx` is `dy` in the order of `x`
 *
 *   x : [A, B, C]   roles : ['c', 'a', 'b']   y : [C, A, B]
 *
 * @throws ShapeError where the roles don't name each axis once, or x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.permute.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, permute, seq, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), seq(2), feature(1)], [[[1], [2]], [[3], [4]]])
 * assert.deepStrictEqual(permute(x, ['seq', 'batch', 'feature']).toArray(), [[[1], [3]], [[2], [4]]])
 */
export const permute = <X, const R>(
  x: FloatsOr<X, 'x', 'permute'>,
  roles: OrderOr<R, FloatShape<X>>,
): FloatTensor<Permuted<FloatShape<X>, R>> => {
  const t = checkFloats(x, 'x', 'permute')
  const wanted: readonly unknown[] = Array.isArray(roles) ? roles : []
  const order = wanted.map((role) => t.axes.findIndex((axis) => axis.role === role))
  // Where two axes have one role, or a role is named twice, an axis is missing from the order.
  if (wanted.length !== t.axes.length || !t.axes.every((_, i) => order.includes(i)))
    return fail('not an order', { order: `(${wanted.join(', ')})`, got: rolesOf(t.axes) })
  return inOrder(t, order)
}
