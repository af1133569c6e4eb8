import * as sentences from '../../types/sentences.js'
import type { LargestSize, Size } from '../../types/size.js'
import { failOf } from './shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes)

/** The run-time twin of `types/size.ts` and `types/symbol.ts`: sizes with names, and arithmetic on them in the same canonical form. */

/** The largest size of an axis, and of a whole tensor. */
export const LARGEST_SIZE: LargestSize = 2147483648

/** A sum of terms: from the names of each term, in order and joined by `*` (`''` for the plain number), to its factor. */
type Sum = ReadonlyMap<string, bigint>

const parse = (size: Size): Sum => {
  const sum = new Map<string, bigint>()
  for (const term of String(size).split('+')) {
    const [, factor, names = ''] = /^(?:(\d+)(?:\*|$))?(.*)$/.exec(term) ?? []
    const sorted = names === '' ? '' : names.split('*').sort(byName).join('*')
    sum.set(sorted, (sum.get(sorted) ?? 0n) + BigInt(factor ?? 1))
  }
  return sum
}

/** ASCII order, in which a name stands before its own continuations. */
const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** As `byName`, with the plain number last. */
const byTerm = (a: string, b: string): number => (a === '' ? 1 : b === '' ? -1 : byName(a, b))

const print = (sum: Sum): Size => {
  const terms = [...sum].sort(([a], [b]) => byTerm(a, b))
  const text = terms
    .map(([names, factor]) => (names === '' ? `${factor}` : factor === 1n ? names : `${factor}*${names}`))
    .join('+')
  return /^\d+$/.test(text) ? Number(text) : text
}

/** `a + b`; names stay names: `addSizes('H', 'H')` is `'2*H'`. */
export const addSizes = (a: Size, b: Size): Size => {
  const sum = new Map(parse(a))
  for (const [names, factor] of parse(b)) sum.set(names, (sum.get(names) ?? 0n) + factor)
  return print(sum)
}

/** `a * b`; names stay names: `multiplySizes(4, 'H')` is `'4*H'`. */
export const multiplySizes = (a: Size, b: Size): Size => {
  const product = new Map<string, bigint>()
  for (const [namesA, factorA] of parse(a)) {
    for (const [namesB, factorB] of parse(b)) {
      const names = [namesA, namesB]
        .filter((part) => part !== '')
        .flatMap((part) => part.split('*'))
        .sort(byName)
        .join('*')
      product.set(names, (product.get(names) ?? 0n) + factorA * factorB)
    }
  }
  return print(product)
}

const NAME = /^[A-Za-z_]\w*$/
const EXPRESSION =
  /^(?:[1-9]\d*\*)?[A-Za-z_]\w*(?:\*[A-Za-z_]\w*)*(?:\+(?:[1-9]\d*\*)?[A-Za-z_]\w*(?:\*[A-Za-z_]\w*)*)*(?:\+[1-9]\d*)?$/

/** Whether `text` is a plain name, such as `'B'`. */
export const isName = (text: string): boolean => NAME.test(text)

/** Whether `text` may stand for a size: a name, or an expression over names in canonical form. */
export const isSymbol = (text: string): boolean =>
  isName(text) || (EXPRESSION.test(text) && print(parse(text)) === text)

/** The number that an expression stands for where its names stand for `numbers`; undefined if a name is missing. */
export const evaluate = (label: Size, numbers: ReadonlyMap<string, number>): number | undefined => {
  let total = 0n
  for (const [names, factor] of parse(label)) {
    let product = factor
    for (const name of names === '' ? [] : names.split('*')) {
      const value = numbers.get(name)
      if (value === undefined) return undefined
      product *= BigInt(value)
    }
    total += product
  }
  return Number(total)
}

/** How an axis of a role begins to be written: `batch(`, or `axis('vocab', ` for a role of one's own; the twin of `CallOf`. */
export const callOf = (role: string): string =>
  ['seq', 'batch', 'feature', 'layer'].includes(role) ? `${role}(` : `axis('${role}', `

/** `n` where it is a number that may be a size; throws the sentence of `SizeOr` where it isn't. */
export const checkSize = (n: unknown, what: string, role: string): number => {
  if (typeof n !== 'number') return fail('not a size', { what, call: callOf(role) })
  if (!Number.isInteger(n) || n < 1) return fail('not a positive integer', { what, got: n })
  return n > LARGEST_SIZE ? fail('too large a size', { what, got: n }) : n
}
