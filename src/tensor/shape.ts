import type { AnyAxis } from '../../types/axis.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { hasSize, toAxis } from './axis.js'
import { failOf } from './shape-error.js'
import { callOf, evaluate, isName, LARGEST_SIZE } from './size.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes, sentences.tensors)

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

/** Gathers what each name, and each expression over names, stands for. Throws where one stands for two numbers. */
export class Names {
  readonly #numbers = new Map<string, number>()
  readonly #places = new Map<string, string>()

  /** Takes note of the axes of `where`. */
  add(axes: readonly AnyAxis[], where: string): this {
    for (const { label, size } of axes) {
      if (typeof label !== 'string') continue
      this.#check(label, this.#numbers.get(label), this.#places.get(label) ?? '', size, where)
      this.#numbers.set(label, size)
      this.#places.set(label, where)
    }
    // An expression may stand before the names that it is made of, so all of them are looked at again.
    for (const [label, size] of this.#numbers) {
      if (isName(label)) continue
      this.#check(label, evaluate(label, this.#numbers), 'its parts', size, this.#places.get(label) ?? '')
    }
    return this
  }

  #check(got: string, first: number | undefined, where: string, second: number, here: string): void {
    if (first !== undefined && first !== second) fail('name of two sizes', { got, first, where, second, here })
  }
}

/** `axes` as a list of our own, which a tensor freezes when it shows it. Throws the sentence of `AxesOr` where they are none. */
export const checkAxes = (axes: unknown): Shape => {
  if (!Array.isArray(axes)) return fail('not axes', {})
  const list: readonly unknown[] = axes
  const shape: AnyAxis[] = []
  let count = 1
  let named = false
  // By index, since a hole in a list is no axis either.
  for (let i = 0; i < list.length; i++) {
    const axis = toAxis(list[i])
    if (axis === undefined) return fail('not an axis', {})
    if (!hasSize(axis))
      return fail('name without a number', { role: axis.role, got: String(axis.label), call: callOf(axis.role) })
    shape.push(axis)
    count *= axis.size
    named ||= typeof axis.label === 'string'
  }
  if (named) {
    const names = new Names()
    for (const [i, axis] of shape.entries()) names.add([axis], `axis ${i} (${axis.role})`)
  }
  if (count > LARGEST_SIZE) return fail('too many numbers', { axes: wordsOf(shape), got: count })
  return shape
}
