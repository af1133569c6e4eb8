import type { AnyAxis, Axis, Batch, Feature, Layer, OpenAxis, Seq } from '../../types/axis.js'
import type { AxisFrom, AxisNumberOr, RoleOr } from '../../types/axis-of.js'
import * as sentences from '../../types/sentences.js'
import type { Size, SizeOr } from '../../types/size.js'
import { shown } from './message.js'
import { failOf } from './shape-error.js'
import { checkSize, isSymbol, LARGEST_SIZE } from './size.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes)
const failRole = /* @__PURE__ */ failOf(sentences.roles)

/** An axis that has a number or is still without one. */
export type AxisLike = AnyAxis | OpenAxis<AnyAxis>

const ROLE = /^[A-Za-z_][\w-]*$/

/** The one class behind axes: what it made is right and can't change, so that nobody need look at it again. */
class AxisValue {
  readonly #made = true
  readonly role: string
  readonly label: Size
  declare readonly size?: number

  constructor(role: string, label: Size, size: number | undefined) {
    this.role = role
    this.label = label
    if (size !== undefined) this.size = size
    Object.freeze(this)
  }

  static is(value: unknown): value is AxisValue {
    return typeof value === 'object' && value !== null && #made in value && value.#made
  }
}

const make = (role: string, size: unknown, number: unknown): AxisLike => {
  if (typeof size !== 'string') {
    if (number !== undefined) fail('size and number', { role, got: String(size) })
    const n = checkSize(size, role, role)
    return axisOf(role, n, n)
  }
  if (!isSymbol(size)) fail('not a name', { what: role, got: size })
  return axisLikeOf(role, size, number === undefined ? undefined : checkSize(number, role, role))
}

// The cast: without a size it is an open axis, with one it isn't.
const axisLikeOf = (role: string, label: Size, size: number | undefined): AxisLike =>
  new AxisValue(role, label, size) as AxisLike

/** An axis of a role and a size that are known to be right. The cast: it has a size. */
export const axisOf = (role: string, label: Size, size: number): AnyAxis => new AxisValue(role, label, size) as AnyAxis

/**
 * A value as an axis, with or without a number; undefined where it is none. One that was made here is taken as it is, and of any other object
 * each field is read once, into an axis that its owner can't change.
 */
export const toAxis = (value: unknown): AxisLike | undefined => {
  // The cast: as in axisLikeOf.
  if (AxisValue.is(value)) return value as AxisLike
  if (typeof value !== 'object' || value === null || !('role' in value) || !('label' in value)) return undefined
  // The cast: an object may be asked for any key.
  const { role, label, size } = value as { role: unknown; label: unknown; size?: unknown }
  if (typeof role !== 'string' || !ROLE.test(role)) return undefined
  if (typeof label !== 'string' && (typeof label !== 'number' || label !== size)) return undefined
  if (typeof label === 'string' && !isSymbol(label)) return undefined
  if (size === undefined) return axisLikeOf(role, label, undefined)
  return typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE
    ? axisOf(role, label, size)
    : undefined
}

/** Whether an axis has a number. */
export const hasSize = (axis: AxisLike): axis is AnyAxis => axis.size !== undefined

/** A value as an axis with a number; undefined where it is none. */
export const toSizedAxis = (value: unknown): AnyAxis | undefined => {
  const axis = toAxis(value)
  return axis !== undefined && hasSize(axis) ? axis : undefined
}

// The cast: `make` gives an axis of this very role and label, which the types compute from the arguments.
const factory =
  (role: string) =>
  (size: unknown, number?: unknown): never =>
    make(role, size, number) as never

/**
 * An axis of time steps: `seq(4)`, or with a named size `seq('T', n)`. Without a number, `seq('T')`, the name is read off the
 * data by `fromArray` and `refine`.
 *
 * @throws ShapeError for a size that is no positive integer
 * @example
 * import * as assert from 'node:assert'
 * import { seq } from 'shapefold'
 *
 * const four = seq(4)
 * const many = seq('T', [1, 2, 3].length)
 * assert.deepStrictEqual([four.size, many.label, many.size], [4, 'T', 3])
 */
export const seq: <const N, Count extends number = never>(
  size: SizeOr<N, 'seq', 'seq'>,
  number?: AxisNumberOr<N, Count, 'seq'>,
) => AxisFrom<N, Count, Seq<N & Size>> = factory('seq')

/**
 * An axis of independent sequences side by side: `batch(2)`, or with a named size `batch('B', n)`.
 *
 * @throws ShapeError for a size that is no positive integer
 * @example
 * import * as assert from 'node:assert'
 * import { batch } from 'shapefold'
 *
 * assert.strictEqual(batch(2).size, 2)
 */
export const batch: <const N, Count extends number = never>(
  size: SizeOr<N, 'batch', 'batch'>,
  number?: AxisNumberOr<N, Count, 'batch'>,
) => AxisFrom<N, Count, Batch<N & Size>> = factory('batch')

/**
 * An axis of the numbers that describe one thing: `feature(5)`, or with a named size `feature('H', n)`.
 *
 * @throws ShapeError for a size that is no positive integer
 * @example
 * import * as assert from 'node:assert'
 * import { feature } from 'shapefold'
 *
 * assert.strictEqual(feature(5).role, 'feature')
 */
export const feature: <const N, Count extends number = never>(
  size: SizeOr<N, 'feature', 'feature'>,
  number?: AxisNumberOr<N, Count, 'feature'>,
) => AxisFrom<N, Count, Feature<N & Size>> = factory('feature')

/**
 * An axis of the states of a stacked network, one for each layer and direction: `layer(2)`.
 *
 * @throws ShapeError for a size that is no positive integer
 * @example
 * import * as assert from 'node:assert'
 * import { layer } from 'shapefold'
 *
 * assert.strictEqual(layer(2).label, 2)
 */
export const layer: <const N, Count extends number = never>(
  size: SizeOr<N, 'layer', 'layer'>,
  number?: AxisNumberOr<N, Count, 'layer'>,
) => AxisFrom<N, Count, Layer<N & Size>> = factory('layer')

/**
 * An axis of a role of your own: `axis('vocab', 65)`, or with a named size `axis('vocab', 'V', n)`.
 *
 * @throws ShapeError for a size that is no positive integer, or a role that is no word
 * @example
 * import * as assert from 'node:assert'
 * import { axis, zeros } from 'shapefold'
 *
 * const table = zeros([axis('vocab', 65), axis('embedding', 8)])
 * assert.deepStrictEqual(table.shape, [65, 8])
 */
export const axis = <const R, const N, Count extends number = never>(
  role: RoleOr<R>,
  size: SizeOr<N, R & string, R>,
  number?: AxisNumberOr<N, Count, R & string>,
): AxisFrom<N, Count, Axis<R & string, N & Size>> => {
  if (typeof role !== 'string' || !ROLE.test(role)) return failRole('not a role', { got: shown(role) })
  return factory(role)(size, number)
}
