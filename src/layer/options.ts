import type { AnyAxis } from '../../types/axis.js'
import { type Option, type OptionKind, type OptionTable, type OptionValues, ownOptions } from '../../types/options.js'
import { axisOf, hasSize, toAxis, toSizedAxis } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { labelOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { checkSize, isSymbol } from '../tensor/size.js'

/** The run-time twin of `types/option-check.ts`: the same table, the same sentences, the same order. */

type Given = Readonly<Record<string, unknown>>

/** An option that fits: a size may be an axis, for its name. */
type CheckedOption<Kind extends OptionKind> = Kind extends 'size' | 'projection' ? number | AnyAxis : OptionValues[Kind]

/** Options that fit, with the defaults filled in. */
export type Checked<Table extends OptionTable> = { readonly [Key in keyof Table]: CheckedOption<Table[Key]['kind']> }

const camelCase = (key: string): string => key.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase())

const checkCount = (key: string, value: unknown): number => {
  const axis = toSizedAxis(value)
  if (typeof axis?.label === 'string') return fail('named count', { key, got: axis.label })
  if (typeof value !== 'number') return fail('not a count', { key, got: shown(value) })
  return checkSize(value, key, 'layer')
}

/** An axis of the size that an option gives: a number, or the name that an axis carries. */
export const featureOf = (option: number | AnyAxis): AnyAxis =>
  typeof option === 'number' ? axisOf('feature', option, option) : axisOf('feature', labelOf(option), option.size)

const checkSizeOption = (key: string, value: unknown, _: Given, who: string): number | AnyAxis => {
  const axis = toAxis(value)
  const name = axis === undefined ? value : axis.label
  if (axis !== undefined && axis.role !== 'feature') return fail('another role', { key, got: axis.role, who })
  if (axis !== undefined && hasSize(axis)) return axis
  if (typeof name === 'string' && isSymbol(name)) return fail('bare name', { key, got: name })
  return checkSize(value, key, 'feature')
}

/** A size as a sentence compares it with another: its name, and its number where the names alone don't tell. */
const compared = (axis: AnyAxis, other: AnyAxis): string =>
  axis.label === other.label || typeof axis.label === 'number' ? `${axis.label}` : `${axis.label} (${axis.size})`

const checkProjection = (key: string, value: unknown, options: Given, who: string): number | AnyAxis => {
  if (value === 0) return 0
  const option = checkSizeOption(key, value, options, who)
  if (options.hiddenSize === undefined) return option
  // hiddenSize stands before it in the table, so it has been checked.
  const [proj, hidden] = [featureOf(option), featureOf(checkSizeOption('hiddenSize', options.hiddenSize, options, who))]
  return proj.label === hidden.label || proj.size >= hidden.size
    ? fail('too wide a projection', { key, got: compared(proj, hidden), want: compared(hidden, proj) })
    : option
}

const checkProbability = (key: string, value: unknown, options: Given, who: string): number => {
  if (typeof value !== 'number') return fail('not a probability', { key, got: shown(value) })
  if (!(value >= 0 && value <= 1)) return fail('not a probability', { key, got: value })
  const layers = options.numLayers ?? 1
  return value > 0 && layers === 1 ? fail('dropout of one layer', { got: value, who }) : value
}

const checks: {
  readonly [Kind in OptionKind]: (key: string, value: unknown, options: Given, who: string) => CheckedOption<Kind>
} = {
  size: checkSizeOption,
  projection: checkProjection,
  count: checkCount,
  boolean: (key, value) => (typeof value === 'boolean' ? value : fail('not a boolean', { key, got: shown(value) })),
  nonlinearity: (_, value, __, who) =>
    value === 'tanh' || value === 'relu' ? value : fail('unknown nonlinearity', { got: shown(value), who }),
  probability: checkProbability,
}

const checkUnknown = (key: string, table: OptionTable, who: string): void => {
  if (Object.hasOwn(table, key)) return
  const want = camelCase(key)
  if (Object.hasOwn(table, want)) fail('snake case option', { key, want, who })
  const owner = Object.entries(ownOptions).find(([option]) => option === want)?.[1]
  if (owner !== undefined) fail('option of another', { key, owner, who })
  fail('unknown option', { key, who })
}

const valueOfOption = (key: string, option: Option, given: Given, who: string): unknown => {
  if (!Object.hasOwn(given, key)) return 'default' in option ? option.default : undefined
  const value = given[key]
  if (value !== undefined) return checks[option.kind](key, value, given, who)
  return 'default' in option ? option.default : fail('missing option', { key, meaning: option.meaning, who })
}

/** The options of a `who`, checked against their table. Throws the sentence of `OptionsOr` for the first one that does not fit. */
export const checkOptions = <Table extends OptionTable>(
  table: Table,
  options: unknown,
  who: string,
): Checked<Table> => {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return fail('not options', { who })
  // The cast: an object that is no array may be asked for any key.
  const given = options as Given
  const checked = Object.entries(table).map(([key, option]) => [key, valueOfOption(key, option, given, who)] as const)
  for (const key of Object.keys(given)) checkUnknown(key, table, who)
  for (const [key, option] of Object.entries(table)) {
    if (!Object.hasOwn(given, key) && 'meaning' in option) fail('missing option', { key, meaning: option.meaning, who })
  }
  // The cast: every key of the table is there, with a value that its own check let through.
  return Object.fromEntries(checked) as Checked<Table>
}
