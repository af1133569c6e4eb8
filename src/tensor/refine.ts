import type { either } from 'fp-ts'
import type { DTypeOf, OpenAxesOr, TensorFrom } from '../../types/constructor.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { type AxisLike, axisOf, isAxisLike } from './axis.js'
import { left, right } from './either.js'
import { flatten } from './flatten.js'
import { shown } from './message.js'
import { checkAxes, labelOf, rolesOf } from './shape.js'
import { ShapeError, shapeError } from './shape-error.js'
import { evaluate, isName } from './size.js'
import { isTensor, numbersOf, wrap } from './tensor.js'

/**
 * The crossing from untyped to typed: outside data gets a shape here, or a reason why it can't have it. Nothing in this file throws.
 */

type Result<A> = either.Either<ShapeError, A>

const caught = <A>(run: () => A): Result<A> => {
  try {
    return right(run())
  } catch (error) {
    if (error instanceof ShapeError) return left(error)
    throw error
  }
}

const checkOpenAxes = (axes: unknown): Result<readonly AxisLike[]> => {
  if (!Array.isArray(axes)) return left(shapeError('not axes', {}))
  const list: readonly unknown[] = axes
  return list.every(isAxisLike) ? right(list) : left(shapeError('not an axis', {}))
}

/** The sizes that a nested array has along its first elements; flat for a typed array. */
const nestedSizes = (data: unknown, rank: number): readonly number[] => {
  const sizes: number[] = []
  for (let inner = data; sizes.length < rank && Array.isArray(inner); inner = inner[0]) sizes.push(inner.length)
  return sizes
}

/**
 * The axes with every name's number, by `sizes`, one for each axis. The names are found first, then expressions over them are checked
 * by `checkAxes`.
 */
const close = (axes: readonly AxisLike[], sizes: readonly number[]): Result<Shape> => {
  const numbers = new Map<string, number>()
  for (const [i, { label, size }] of axes.entries()) {
    const number = size ?? sizes[i]
    if (typeof label === 'string' && isName(label) && number !== undefined && !numbers.has(label))
      numbers.set(label, number)
  }
  return caught(() =>
    checkAxes(
      axes.map((axis, i) =>
        axisOf(axis.role, labelOf(axis), axis.size ?? sizes[i] ?? evaluate(labelOf(axis), numbers) ?? 0),
      ),
    ),
  )
}

/** The one size that flat data leaves open: the count over the product of the others. */
const flatSizes = (axes: readonly AxisLike[], count: number): Result<readonly number[]> => {
  const open = axes.filter(({ size }) => size === undefined)
  const [first, second] = open
  if (first === undefined) return right([])
  if (second !== undefined) return left(shapeError('no open name', { role: first.role, got: String(first.label) }))
  const known = axes.reduce((product, { size }) => product * (size ?? 1), 1)
  if (count === 0 || count % known !== 0) {
    return left(shapeError('wrong count', { got: count, axes: `a multiple of ${rolesOf(axes)}`, want: known }))
  }
  return right(axes.map(({ size }) => size ?? count / known))
}

const isTyped = (data: unknown): data is { readonly length: number } => ArrayBuffer.isView(data) && 'length' in data

/**
 * Data from outside as a tensor of these axes, or the reason why it is none. A name may stand without its number, which is then read off the
 * data: `[batch('B'), feature(5)]`. Two axes of one name must then agree. Flat data can leave one number open, nested data any.
 *
 * Left: a `ShapeError`, whose message names the axis or the element.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, fromArray } from 'shapefold'
 * import { either as E } from 'fp-ts'
 *
 * const read = fromArray([batch('B'), feature(2)], [[1, 2], [3, 4], [5, 6]])
 * assert.ok(E.isRight(read))
 * assert.deepStrictEqual(read.right.shape, [3, 2])
 *
 * const ragged = fromArray([batch('B'), feature(2)], [[1, 2], [3]])
 * assert.ok(E.isLeft(ragged))
 * assert.match(ragged.left.message, /axis 1 of the data has length 1/)
 */
export const fromArray = <const A, Data>(
  axes: OpenAxesOr<A>,
  data: Data,
): either.Either<ShapeError, TensorFrom<A, DTypeOf<Data>>> => {
  const open = checkOpenAxes(axes)
  if (open._tag === 'Left') return open
  const sizes = sizesOfData(open.right, data)
  if (sizes._tag === 'Left') return sizes
  const closed = close(open.right, sizes.right)
  if (closed._tag === 'Left') return closed
  const numbers = flatten(closed.right, data)
  return numbers._tag === 'Left' ? numbers : right(wrap(closed.right, numbers.right))
}

const sizesOfData = (axes: readonly AxisLike[], data: unknown): Result<readonly number[]> => {
  if (axes.every(({ size }) => size !== undefined)) return right([])
  if (isTyped(data)) return flatSizes(axes, data.length)
  if (!Array.isArray(data)) return left(shapeError('not data', { got: shown(data) }))
  if (axes.length > 1 && !data.some(Array.isArray)) return flatSizes(axes, data.length)
  const sizes = nestedSizes(data, axes.length)
  return sizes.length === axes.length
    ? right(sizes)
    : left(shapeError('not nested', { got: sizes.length, axes: rolesOf(axes), want: axes.length }))
}

/**
 * A tensor under other axes, or the reason why it doesn't have them: the one step from a shape that only the run time knows to one
 * that the types know. The numbers are shared, not copied, since neither tensor can change. Names may stand without numbers, as in `fromArray`.
 *
 * Left: a `ShapeError`, whose message names the axis.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, refine, zeros } from 'shapefold'
 * import { either as E } from 'fp-ts'
 *
 * const unknown = zeros([batch('N', 6 / 2), feature(5)])
 * const known = refine([batch(3), feature(5)])(unknown)
 * assert.ok(E.isRight(known))
 * assert.deepStrictEqual(known.right.shape, [3, 5])
 */
export const refine =
  <const A>(axes: OpenAxesOr<A>) =>
  <T extends AnyTensor>(t: T): either.Either<ShapeError, TensorFrom<A, T['dtype']>> => {
    const open = checkOpenAxes(axes)
    if (open._tag === 'Left') return open
    if (!isTensor(t)) return left(shapeError('not a tensor', { what: 'the argument of refine' }))
    if (open.right.length !== t.shape.length) {
      return left(shapeError('refine rank', { got: t.shape.length, axes: rolesOf(t.axes), want: rolesOf(open.right) }))
    }
    for (const [index, { role, label, size }] of open.right.entries()) {
      const got = t.shape[index] ?? 0
      if (size !== undefined && size !== got)
        return left(
          shapeError('refine size', {
            index,
            role,
            got,
            want: String(typeof label === 'string' ? `${label} = ${size}` : size),
          }),
        )
    }
    const closed = close(open.right, t.shape)
    return closed._tag === 'Left' ? closed : right(wrap(closed.right, numbersOf(t)))
  }
