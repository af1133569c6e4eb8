import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape } from '../../types/floats.js'
import type { MatrixOr, Transposed } from '../../types/rearrange.js'
import * as sentences from '../../types/sentences.js'
import { rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { checkFloats } from './check.js'
import { inOrder } from './permute.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/**
 * The last two axes changed over: the transposed matrix.
 *
 * `y_ij = x_ji`, with `dx_ij = dy_ji`
 *
 *   x : [..., M, N]   y : [..., N, M]
 *
 * For any other order there is `permute`.
 *
 * @throws ShapeError where x has fewer than two axes, or is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.t.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, tensor, transpose } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(3)], [[1, 2, 3], [4, 5, 6]])
 * assert.deepStrictEqual(transpose(x).toArray(), [[1, 4], [2, 5], [3, 6]])
 */
export const transpose = <X>(x: MatrixOr<X, 'transpose'>): FloatTensor<Transposed<FloatShape<X>>> => {
  const t = checkFloats(x, 'x', 'transpose')
  const last = t.axes.length - 1
  if (last < 1) return fail('too few axes', { what: 'x', got: rolesOf(t.axes), who: 'transpose' })
  const order = t.axes.map((_, i) => (i < last - 1 ? i : i === last ? last - 1 : last))
  return inOrder(t, order)
}
