import type { AnyAxis } from '../../types/axis.js'
import { type Option, type OptionKind, type OptionTable, type OptionValues, ownOptions } from '../../types/options.js'
import * as sentences from '../../types/sentences.js'
import { axisOf, hasSize, toAxis } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { callOf, checkSize, isSymbol } from '../tensor/size.js'

const fail = /* @__PURE__ */ failOf(sentences.options)

/** The run-time twin of `types/option-check.ts`: the same table, the same sentences, the same order. */

export type Given = Readonly<Record<string, unknown>>

/** Options that fit, with the defaults filled in. */
export type Checked<Table extends OptionTable> = { readonly [Key in keyof Table]: CheckedOption<Table[Key]['kind']> }

/** A size keeps its name until the network is described. */
interface Kinds extends Omit<OptionValues, 'size' | 'vocab' | 'projection'> {
  readonly size: number | AnyAxis
  readonly vocab: number | AnyAxis
  readonly projection: number | AnyAxis
}
type CheckedOption<Kind extends OptionKind> = Kinds[Kind]

/** Gives an option of a kind, checked; throws the sentence of what does not fit. */
export type Check<Kind extends OptionKind> = (key: string, value: unknown, options: Given, who: string) => Kinds[Kind]

/** The checks that the options of a table ask for: each function brings its own, so that a bundle holds no others. */
type Checks<Table extends OptionTable> = { readonly [Kind in Table[keyof Table]['kind']]: Check<Kind> }
type AnyChecks = { readonly [Kind in OptionKind]?: Check<Kind> }

/** `hidden_size` as `hiddenSize`. */
export const camelCase = (key: string): string => key.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase())

/** What an axis of a size counts; the twin of the type `Counted`. */
const counted = { feature: 'features', vocab: 'tokens' } as const

export const sizeOption =
  (role: keyof typeof counted) =>
  (key: string, value: unknown, _: Given, who: string): number | AnyAxis => {
    const axis = toAxis(value)
    const name = axis === undefined ? value : axis.label
    const call = callOf(role)
    if (axis !== undefined && axis.role !== role)
      return fail('another role', { key, got: axis.role, who, counted: counted[role], call })
    if (axis !== undefined && hasSize(axis)) return axis
    if (typeof name === 'string' && isSymbol(name)) return fail('bare name', { key, got: name, call })
    return checkSize(value, key, role)
  }

export const size: Check<'size'> = sizeOption('feature')

export const boolean: Check<'boolean'> = (key, value) =>
  typeof value === 'boolean' ? value : fail('not a boolean', { key, got: shown(value) })

/** The options that have no default, as a sentence names them; the twin of `RequiredWords`. */
const requiredWords = (table: OptionTable): string => {
  const keys = Object.keys(table).filter((key) => table[key] !== undefined && 'meaning' in table[key])
  return keys.length === 0 ? (Object.keys(table)[0] ?? '') : keys.join(' and ')
}

const checkUnknown = (key: string, table: OptionTable, who: string): void => {
  if (Object.hasOwn(table, key)) return
  const want = camelCase(key)
  if (Object.hasOwn(table, want)) fail('snake case option', { key, want, who })
  const owner = Object.entries(ownOptions).find(([own]) => own === want)?.[1]
  if (owner !== undefined) fail('option of another', { key, owner, who })
  fail('unknown option', { key, who })
}

const valueOfOption = (key: string, option: Option, checks: AnyChecks, given: Given, who: string): unknown => {
  if (!Object.hasOwn(given, key)) return 'default' in option ? option.default : undefined
  const value = given[key]
  if (value !== undefined) return checks[option.kind]?.(key, value, given, who)
  return 'default' in option ? option.default : fail('missing option', { key, meaning: option.meaning, who })
}

/** The options of a `who`, checked against their table. Throws the sentence of `OptionsOr` for the first one that does not fit. */
export const checkOptions = <Table extends OptionTable>(
  table: Table,
  checks: Checks<Table> & AnyChecks,
  options: unknown,
  who: string,
): Checked<Table> => {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return fail('not options', { who, required: requiredWords(table) })
  }
  // The cast: an object that is no array may be asked for any key.
  const given = options as Given
  const checked = Object.entries(table).map(
    ([key, option]) => [key, valueOfOption(key, option, checks, given, who)] as const,
  )
  for (const key of Object.keys(given)) checkUnknown(key, table, who)
  for (const [key, option] of Object.entries(table)) {
    if (!Object.hasOwn(given, key) && 'meaning' in option) fail('missing option', { key, meaning: option.meaning, who })
  }
  // The cast: every key of the table is there, with a value that its own check let through.
  return Object.fromEntries(checked) as Checked<Table>
}

/** An axis of a size that an option gives: a number, or the name that an axis carries. */
export const featureOf = (option: number | AnyAxis): AnyAxis =>
  typeof option === 'number' ? axisOf('feature', option, option) : axisOf('feature', labelOf(option), option.size)
