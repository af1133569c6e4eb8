import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { FactorOr, ProductShape } from '../../types/matmul.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { countOf, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { sameAxes, sameAxis } from './broadcast.js'
import { checkFloats } from './check.js'
import { productsFor } from './product.js'
import { record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/** A product as `count` products of matrices `[M, K] [K, N]`, one after the other in memory, and the axes of all. */
interface Plan {
  readonly axes: Shape
  readonly count: number
  readonly M: number
  readonly K: number
  readonly N: number
}

/** How two shapes are multiplied; the twin of `FactorOr`. */
const planOf = (a: Shape, b: Shape): Plan => {
  const refuse = (): never => fail('factor axes', { got: wordsOf(b), want: wordsOf(a) })
  const lead = a.slice(0, -1)
  const K = a.at(-1)
  const row = b.at(b.length === 1 ? 0 : -2)
  if (K === undefined || row === undefined || !sameAxis(row, K)) return refuse()
  const front = b.slice(0, -2)
  const N = b.slice(1).slice(-1)
  const sizes = { K: K.size, N: countOf(N) }
  if (front.length === 0) return { ...sizes, axes: [...lead, ...N], count: 1, M: countOf(lead) }
  if (!sameAxes(lead.slice(0, -1), front)) return refuse()
  return { ...sizes, axes: [...lead, ...N], count: countOf(front), M: countOf(lead.slice(-1)) }
}

/** One product after the other, of so many pairs of matrices. */
const each = (
  multiply: (a: Float32Array, b: Float32Array) => Float32Array,
  a: Float32Array,
  b: Float32Array,
  count: number,
): Float32Array => {
  if (count === 1) return multiply(a, b)
  const [lengthA, lengthB] = [a.length / count, b.length / count]
  const parts = Array.from({ length: count }, (_, i) =>
    multiply(a.subarray(i * lengthA, (i + 1) * lengthA), b.subarray(i * lengthB, (i + 1) * lengthB)),
  )
  const all = roomForFloats(parts.reduce((sum, part) => sum + part.length, 0))
  for (const [i, part] of parts.entries()) all.set(part, i * part.length)
  return all
}

/**
 * The product of matrices. The last axis of `a` meets the axis before the last of `b`, or its only one, and must have the same role and size. Sums
 * are taken in float64 and rounded once; from 512 multiplications on the kernel takes them, in float32.
 *
 * `y_mn = sum_k a_mk b_kn`, with `da = dy b^T` and `db = a^T dy`
 *
 *   a : [..., K]      b : [K]           y : [...]
 *   a : [..., K]      b : [K, N]        y : [..., N]
 *   a : [..., M, K]   b : [..., K, N]   y : [..., M, N]
 *
 * @throws ShapeError where the axes don't meet, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.matmul.html
 * @example
 * import * as assert from 'node:assert'
 * import { axis, batch, feature, matmul, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(2)], [[1, 2], [3, 4]])
 * const table = tensor([feature(2), axis('class', 3)], [[1, 0, 1], [0, 1, 1]])
 * assert.deepStrictEqual(matmul(x, table).toArray(), [[1, 2, 3], [3, 4, 7]])
 */
export const matmul = <A, B>(
  a: FloatsOr<A, 'a', 'matmul'>,
  b: FactorOr<A, B>,
): FloatTensor<ProductShape<FloatShape<A>, FloatShape<B>>> => {
  const [left, right] = [checkFloats(a, 'a', 'matmul'), checkFloats(b, 'b', 'matmul')]
  const { axes, count, M, K, N } = planOf(left.axes, right.axes)
  const [from, by] = [floatsOf(left), floatsOf(right)]
  const products = productsFor(M * K * N)
  const output = wrap<FloatTensor<ProductShape<FloatShape<A>, FloatShape<B>>>>(
    axes,
    each((x, y) => products.productOfRows(x, y, M, K, N), from, by, count),
  )
  return record([left, right], output, (dy, [needsA, needsB], wayBack) => [
    needsA ? each((d, y) => products.productByColumns(d, y, M, N, K), dy, by, count) : undefined,
    needsB ? each((x, d) => products.productOverRows(x, d, M, K, N, wayBack), from, dy, count) : undefined,
  ])
}
