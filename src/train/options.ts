import * as sentences from '../../types/sentences.js'
import { camelCase } from '../layer/options.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'

const fail = /* @__PURE__ */ failOf(sentences.options, sentences.moduleOptions, sentences.training)

/**
 * Reads an optimiser's options. Their names are checked by the compiler, which also suggests the right one; that a number is in its range is
 * only known at run time.
 */

/** An option: how it is checked, and its default or, where it has none, what it is, for the sentence that asks for it. */
type Option<T> = { readonly check: (key: string, value: unknown) => T } & (
  | { readonly default: T }
  | { readonly meaning: string }
)

/** The options that have these values. */
export type OptionTable<Values> = { readonly [Key in keyof Values]: Option<Values[Key]> }

/** The options of an optimiser `who`, with the defaults filled in. Throws for the first one that does not fit. */
export const readOptions = <Values>(who: string, table: OptionTable<Values>, given: unknown): Values => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return fail('not optimizer options', { who })
  // The cast: an object may be asked for any key.
  const values = given as Readonly<Record<string, unknown>>
  for (const key of Object.keys(values)) {
    if (Object.hasOwn(table, key)) continue
    const want = camelCase(key)
    if (Object.hasOwn(table, want)) fail('snake case option', { key, want, who })
    fail('unknown optimizer option', { key, who })
  }
  const entries = Object.entries<Option<unknown>>(table).map(([key, option]) => {
    const value = values[key]
    if (value !== undefined) return [key, option.check(key, value)] as const
    return [
      key,
      'default' in option ? option.default : fail('missing option', { key, meaning: option.meaning, who }),
    ] as const
  })
  // The cast: every key of the table is there, with a value that its own check let through.
  return Object.fromEntries(entries) as Values
}

/** A number of 0 or more. */
export const amount = (key: string, value: unknown): number => {
  if (typeof value !== 'number') return fail('negative', { key, got: shown(value) })
  return value >= 0 ? value : fail('negative', { key, got: value })
}

/** The share of the old value in a moving average: from 0 to below 1. */
const beta = (key: string, value: unknown): number => {
  if (typeof value !== 'number') return fail('not a beta', { key, got: shown(value) })
  return value >= 0 && value < 1 ? value : fail('not a beta', { key, got: value })
}

/** Two of them, as Adam has. */
export const betas = (key: string, value: unknown): readonly [number, number] => {
  if (!Array.isArray(value) || value.length !== 2) return fail('not betas', { got: shown(value) })
  return [beta(`${key}[0]`, value[0]), beta(`${key}[1]`, value[1])]
}

/** `true` or `false`. */
export const flag = (key: string, value: unknown): boolean =>
  typeof value === 'boolean' ? value : fail('not a boolean', { key, got: shown(value) })

/** Any number. PyTorch asks nothing more of a dampening. */
export const anyNumber = (key: string, value: unknown): number =>
  typeof value === 'number' ? value : fail('no number', { key, got: shown(value) })

/** A positive integer. */
export const checkCount = (key: string, value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    ? value
    : fail('not a count', { key, got: shown(value) })

/** A part of a whole. */
export const checkPart = (key: string, value: unknown): number =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : fail('not a part', { key, got: shown(value) })
