import type { AnyAxis } from '../../types/axis.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { isAxis, isAxisLike } from './axis.js'
import { fail } from './shape-error.js'
import { callOf, evaluate, isName, LARGEST_SIZE } from './size.js'

/** The roles of a shape as a reader sees them: `(seq, batch, feature)`; the run-time twin of the type `Roles`. */
export const rolesOf = (axes: readonly { readonly role: string }[]): string =>
  `(${axes.map(({ role }) => role).join(', ')})`

/** The sizes of a shape as a reader sees them: `(4, 2, 3)`; the run-time twin of the type `SizesOf`. */
export const sizesOf = (axes: readonly { readonly label: unknown }[]): string =>
  `(${axes.map(({ label }) => String(label)).join(', ')})`

/** A shape as a reader sees it: `(seq 4, batch 2, feature 3)`. */
export const wordsOf = (axes: readonly { readonly role: string; readonly label: unknown }[]): string =>
  `(${axes.map(({ role, label }) => `${role} ${label}`).join(', ')})`

/** The label of an axis. The cast: an axis is labelled with a size, which its type leaves open for type parameters. */
export const labelOf = (axis: { readonly label: unknown }): Size => axis.label as Size

/** How many numbers a shape holds. */
export const countOf = (axes: Shape): number => axes.reduce((product, { size }) => product * size, 1)

/** Gathers what each name stands for. Throws where one name stands for two numbers. */
export class Names {
  readonly #numbers = new Map<string, number>()
  readonly #places = new Map<string, string>()

  /** Takes note of the axes of `where`. */
  add(axes: readonly AnyAxis[], where: string): this {
    for (const axis of axes) if (typeof axis.label === 'string') this.#note(axis.label, axis.size, where)
    return this
  }

  #note(label: string, size: number, where: string): void {
    const known = this.#numbers.get(label) ?? (isName(label) ? undefined : evaluate(label, this.#numbers))
    if (known !== undefined && known !== size) {
      fail('name of two sizes', {
        got: label,
        first: known,
        where: this.#places.get(label) ?? 'its parts',
        second: size,
        here: where,
      })
    }
    this.#numbers.set(label, size)
    this.#places.set(label, where)
  }
}

/** `axes` as a shape that nobody can change. Throws the sentence of `AxesOr` where they are none. */
export const checkAxes = (axes: unknown): Shape => {
  if (!Array.isArray(axes)) return fail('not axes', {})
  const shape: AnyAxis[] = []
  let count = 1
  let named = false
  for (const axis of axes as readonly unknown[]) {
    if (!isAxisLike(axis)) return fail('not an axis', {})
    if (!isAxis(axis))
      return fail('name without a number', { role: axis.role, got: String(axis.label), call: callOf(axis.role) })
    shape.push(axis)
    count *= axis.size
    named ||= typeof axis.label === 'string'
  }
  if (named) new Names().add(shape, wordsOf(shape))
  if (count > LARGEST_SIZE) return fail('too many numbers', { axes: wordsOf(shape), got: count })
  return Object.freeze(shape)
}
