import type { AnyAxis } from '../../types/axis.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { shown } from '../tensor/message.js'
import { countOf, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes, sentences.roles, sentences.parts)

/**
 * Where an axis lies among the numbers of a tensor: it is cut in `outer` blocks of `size` rows of `inner` numbers. The number `k` along the axis, of
 * the block `o` and the column `i`, stands at `(o * size + k) * inner + i`.
 */
export interface Along {
  readonly index: number
  readonly axis: AnyAxis
  readonly outer: number
  readonly size: number
  readonly inner: number
}

/** The axis of a role; throws the sentence of `RoleOr` where there isn't just one. */
export const along = (axes: Shape, role: unknown, what: string, who: string): Along => {
  if (typeof role !== 'string') return fail('not a role', { got: shown(role) })
  const index = axes.findIndex((axis) => axis.role === role)
  const axis = axes[index]
  if (axis === undefined) return fail('no such role', { what, got: rolesOf(axes), role, who })
  if (axes.some((other, i) => i > index && other.role === role))
    return fail('role twice', { what, got: rolesOf(axes), role, who })
  return alongAxis(axes, index, axis)
}

/** As `along`, where no role stands for the last axis; undefined where there is none. */
export const alongOrLast = (axes: Shape, role: unknown, what: string, who: string): Along | undefined => {
  if (role !== undefined) return along(axes, role, what, who)
  const axis = axes.at(-1)
  return axis && alongAxis(axes, axes.length - 1, axis)
}

/** As `along`, where no role stands for all axes as one. */
export const alongOrAll = (axes: Shape, role: unknown, what: string, who: string): Omit<Along, 'axis'> =>
  role === undefined ? { index: 0, outer: 1, size: countOf(axes), inner: 1 } : along(axes, role, what, who)

const alongAxis = (axes: Shape, index: number, axis: AnyAxis): Along => ({
  index,
  axis,
  outer: countOf(axes.slice(0, index)),
  size: axis.size,
  inner: countOf(axes.slice(index + 1)),
})

/** The axes without the one at an index, or without any; the twin of `Reduced`. */
export const reduced = (axes: Shape, role: unknown, index: number): Shape =>
  role === undefined ? [] : axes.filter((_, i) => i !== index)
