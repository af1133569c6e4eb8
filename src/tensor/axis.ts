import type { AnyAxis, Axis, Batch, Feature, Layer, OpenAxis, Seq } from '../../types/axis.js'
import type { AxisFrom, AxisNumberOr, RoleOr } from '../../types/axis-of.js'
import type { Size, SizeOr } from '../../types/size.js'
import { fail } from './shape-error.js'
import { checkSize, isSymbol } from './size.js'

/** An axis that has a number or is still without one. */
export type AxisLike = AnyAxis | OpenAxis<AnyAxis>

const make = (role: string, size: unknown, number: unknown): AxisLike => {
  if (typeof size !== 'string') {
    if (number !== undefined) fail('size and number', { role, got: String(size) })
    const n = checkSize(size, role, role)
    return Object.freeze({ role, label: n, size: n })
  }
  if (!isSymbol(size)) fail('not a name', { what: role, got: size })
  return Object.freeze(
    number === undefined ? { role, label: size } : { role, label: size, size: checkSize(number, role, role) },
  )
}

/** An axis of a role and a size that are known to be right. */
export const axisOf = (role: string, label: Size, size: number): AnyAxis => Object.freeze({ role, label, size })

/** Whether a value is an axis with a number. */
export const isAxis = (value: unknown): value is AnyAxis => isAxisLike(value) && value.size !== undefined

/** Whether a value is an axis, with or without a number. */
export const isAxisLike = (value: unknown): value is AxisLike => {
  if (typeof value !== 'object' || value === null || !('role' in value) || !('label' in value)) return false
  const { role, label, size } = value as { role: unknown; label: unknown; size?: unknown }
  if (typeof role !== 'string') return false
  if (size === undefined) return typeof label === 'string'
  return Number.isInteger(size) && (typeof label === 'string' || label === size)
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
  size: SizeOr<N, R & string, 'axis'>,
  number?: AxisNumberOr<N, Count, R & string>,
): AxisFrom<N, Count, Axis<R & string, N & Size>> => {
  if (typeof role !== 'string' || !/^[A-Za-z_][\w-]*$/.test(role)) return fail('not a role', { got: String(role) })
  return factory(role)(size, number)
}
