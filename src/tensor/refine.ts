import type { either } from 'fp-ts'
import type { OpenAxesOr, TensorRead } from '../../types/constructor.js'
import type { DTypeOf } from '../../types/data.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { type AxisLike, axisOf, toAxis } from './axis.js'
import { left, right } from './either.js'
import { flatten, isList, isNested } from './flatten.js'
import { shown } from './message.js'
import { checkAxes, labelOf, rolesOf, wordsOf } from './shape.js'
import { failOf, ShapeError, shapeError } from './shape-error.js'
import { callOf, evaluate, isName } from './size.js'
import { isTensor, numbersOf, traceOf, wrap } from './tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes, sentences.tensors, sentences.reading)

/**
 * The crossing from untyped to typed: outside data gets a shape here, or a reason why it can't have it. What is exported never throws,
 * whatever it is given.
 */

/** What `read` gives, or why it throws: a `ShapeError` as it is, and what a getter or a proxy throws as the reason why `what` can't be read. */
const attempt = <A>(what: string, read: () => A): either.Either<ShapeError, A> => {
  try {
    return right(read())
  } catch (error) {
    return left(
      error instanceof ShapeError
        ? error
        : shapeError([sentences.tensors], 'unreadable', { what, got: reasonOf(error) }),
    )
  }
}

const reasonOf = (error: unknown): string => {
  try {
    return (error instanceof Error ? String(error.message) : shown(error)).replace(/\s+/g, ' ')
  } catch {
    return 'an unknown error'
  }
}

const openAxes = (axes: unknown): readonly AxisLike[] => {
  if (!Array.isArray(axes)) return fail('not axes', {})
  const list: readonly unknown[] = axes
  const open: AxisLike[] = []
  // By index, since a hole in a list is no axis either.
  for (let i = 0; i < list.length; i++) open.push(toAxis(list[i]) ?? fail('not an axis', {}))
  return open
}

/** What each plain name stands for, by the axes that have a number, or by `sizes`. */
const numbersIn = (axes: readonly AxisLike[], sizes: readonly number[]): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>()
  for (const [i, { label, size }] of axes.entries()) {
    const number = size ?? sizes[i]
    if (typeof label === 'string' && isName(label) && number !== undefined && !numbers.has(label))
      numbers.set(label, number)
  }
  return numbers
}

/** The axes with every name's number: by `sizes`, one for each axis. */
const close = (axes: readonly AxisLike[], sizes: readonly number[]): Shape =>
  checkAxes(
    axes.map((axis, i) => {
      const size = axis.size ?? sizes[i] ?? 0
      return size > 0
        ? axisOf(axis.role, labelOf(axis), size)
        : fail('not a positive integer', { what: `${axis.role} '${axis.label}'`, got: size })
    }),
  )

/** The sizes that a nested array has along its first elements. */
const nestedSizes = (axes: readonly AxisLike[], data: ArrayLike<unknown>): readonly number[] => {
  const sizes: number[] = []
  for (let inner: unknown = data; sizes.length < axes.length && isList(inner); inner = inner[0]) {
    sizes.push(inner.length)
    // An empty list ends it: the axis of no length is what is wrong.
    if (inner.length === 0) return [...sizes, ...axes.slice(sizes.length).map(() => 1)]
  }
  return sizes.length === axes.length
    ? sizes
    : fail('not nested', { got: sizes.length, axes: wordsOf(axes), want: axes.length })
}

/** The one size that flat data leaves open: the count over the product of the others. */
const flatSizes = (axes: readonly AxisLike[], count: number): readonly number[] => {
  const numbers = numbersIn(axes, [])
  const sizes = axes.map((axis) => axis.size ?? evaluate(labelOf(axis), numbers))
  const [first, second] = axes.filter((_, i) => sizes[i] === undefined)
  if (second !== undefined && first !== undefined)
    return fail('no open name', { role: first.role, got: String(first.label), call: callOf(first.role) })
  const known = sizes.reduce<number>((product, size) => product * (size ?? 1), 1)
  if (first !== undefined && count % known !== 0)
    return fail('not a multiple', { got: count, axes: wordsOf(axes), want: known })
  return sizes.map((size) => size ?? count / known)
}

const sizesOfData = (axes: readonly AxisLike[], data: unknown): readonly number[] => {
  if (axes.every(({ size }) => size !== undefined)) return []
  if (!isList(data)) return fail('not data', { got: shown(data) })
  const isFlat = data.length > 0 && axes.length > 1 && !isNested(data, axes.length)
  return isFlat || !Array.isArray(data) ? flatSizes(axes, data.length) : nestedSizes(axes, data)
}

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
 * assert.strictEqual(ragged.left.message, 'the data is ragged: data[1] has length 1, but the lists before it along axis 1 have 2')
 */
export const fromArray = <const A, Data>(
  axes: OpenAxesOr<A>,
  data: Data,
): either.Either<ShapeError, TensorRead<A, DTypeOf<Data>>> => {
  const open = attempt('the list of axes', () => openAxes(axes))
  if (open._tag === 'Left') return open
  return attempt('the data', () => {
    const shape = close(open.right, sizesOfData(open.right, data))
    return wrap(shape, flatten(shape, data))
  })
}

/**
 * A tensor with the axes that it is said to have, or the reason why it has others: the one step from a shape that only the run time knows to one
 * that the types know. The roles must be the tensor's own: a batch never turns into time here. The numbers are shared, not copied, since neither
 * tensor can change. Names may stand without numbers, as in `fromArray`.
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
  <T extends AnyTensor>(t: T): either.Either<ShapeError, TensorRead<A, T['dtype']>> => {
    const open = attempt('the list of axes', () => openAxes(axes))
    if (open._tag === 'Left') return open
    return attempt('the tensor', () => {
      if (!isTensor(t)) return fail('not a tensor', { what: 'the argument of refine' })
      checkFit(open.right, t)
      // The same numbers under the same axes, so that its place in a gradient is the tensor's own.
      return wrap(close(open.right, t.shape), numbersOf(t), traceOf(t))
    })
  }

/** Throws where a tensor has not these axes, as far as they are known. */
const checkFit = (axes: readonly AxisLike[], t: AnyTensor): void => {
  const [got, want] = [rolesOf(t.axes), rolesOf(axes)]
  if (got !== want) fail('refine axes', { got, want })
  for (const [index, { role, label, size }] of axes.entries()) {
    const got = t.shape[index] ?? 0
    if (size !== undefined && size !== got)
      fail('refine size', { index, role, got, want: typeof label === 'string' ? `${label} = ${size}` : size })
  }
}
