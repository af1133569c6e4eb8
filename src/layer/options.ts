import type { AnyAxis } from '../../types/axis.js'
import { type Option, type OptionKind, type OptionTable, type OptionValues, ownOptions } from '../../types/options.js'
import * as sentences from '../../types/sentences.js'
import { axisOf, hasSize, toAxis, toSizedAxis } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { checkAxes, labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { callOf, checkSize, isSymbol } from '../tensor/size.js'

const fail = /* @__PURE__ */ failOf(sentences.options)

/** The run-time twin of `types/option-check.ts`: the same table, the same sentences, the same order. */

type Given = Readonly<Record<string, unknown>>

/** Options that fit, with the defaults filled in. */
export type Checked<Table extends OptionTable> = { readonly [Key in keyof Table]: CheckedOption<Table[Key]['kind']> }

/** A size keeps its name until the network is described. */
interface Kinds extends Omit<OptionValues, 'size' | 'vocab' | 'projection'> {
  readonly size: number | AnyAxis
  readonly vocab: number | AnyAxis
  readonly projection: number | AnyAxis
}
type CheckedOption<Kind extends OptionKind> = Kinds[Kind]

/** `hidden_size` as `hiddenSize`. */
export const camelCase = (key: string): string => key.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase())

const checkCount = (key: string, value: unknown): number => {
  const axis = toSizedAxis(value)
  if (typeof axis?.label === 'string') return fail('named count', { key, got: axis.label })
  if (typeof value !== 'number') return fail('not a count', { key, got: shown(value) })
  return checkSize(value, key, 'layer')
}

/** What an axis of a size counts; the twin of the type `Counted`. */
const counted = { feature: 'features', vocab: 'tokens' } as const

const sizeOption =
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

const checkSizeOption = sizeOption('feature')

/** A size in a comparison with another: its name, and the number beside it where the names alone do not tell. */
const compared = (one: AnyAxis, other: AnyAxis): string =>
  typeof one.label === 'string' && one.label !== other.label ? `${one.label} (${one.size})` : String(one.label)

/** 0 for none, or a size that is smaller than `hiddenSize`; the twin of `NarrowerOr`. */
const checkProjection = (key: string, value: unknown, given: Given, who: string): number | AnyAxis => {
  if (value === 0) return 0
  const size = checkSizeOption(key, value, given, who)
  // That it is missing is told when all options that are there have been looked at.
  if (given.hiddenSize === undefined) return size
  const projection = featureOf(size)
  const hidden = featureOf(checkSizeOption('hiddenSize', given.hiddenSize, given, who))
  return projection.size >= hidden.size || projection.label === hidden.label
    ? fail('too wide a projection', { key, got: compared(projection, hidden), want: compared(hidden, projection) })
    : size
}

/** A size, or the list of axes that a size stands for. */
const checkAxesOption = (key: string, value: unknown, given: Given, who: string): readonly AnyAxis[] => {
  if (!Array.isArray(value)) {
    const size = checkSizeOption(key, value, given, who)
    return [typeof size === 'number' ? axisOf('feature', size, size) : size]
  }
  return value.length === 0 ? fail('no axes', { key }) : Object.freeze(checkAxes(value))
}

const checkIndex = (key: string, value: unknown, given: Given, who: string): number => {
  const tokens = sizeOption('vocab')('numEmbeddings', given.numEmbeddings, given, who)
  const [count, size] = typeof tokens === 'number' ? [tokens, tokens] : [labelOf(tokens), tokens.size]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -size || value >= size)
    return fail('not an index', { key, got: shown(value), count, who })
  return value < 0 ? value + size : value
}

const checkChance = (key: string, value: unknown): number =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : fail('not a probability', { key, got: shown(value) })

const checkProbability = (key: string, value: unknown, options: Given, who: string): number => {
  if (typeof value !== 'number') return fail('not a probability', { key, got: shown(value) })
  if (!(value >= 0 && value <= 1)) return fail('not a probability', { key, got: value })
  const layers = options.numLayers ?? 1
  return value > 0 && layers === 1 ? fail('dropout of one layer', { got: value, who }) : value
}

const checks: {
  readonly [Kind in OptionKind]: (key: string, value: unknown, options: Given, who: string) => Kinds[Kind]
} = {
  size: checkSizeOption,
  projection: checkProjection,
  count: checkCount,
  boolean: (key, value) => (typeof value === 'boolean' ? value : fail('not a boolean', { key, got: shown(value) })),
  nonlinearity: (_, value, __, who) =>
    value === 'tanh' || value === 'relu' ? value : fail('unknown nonlinearity', { got: shown(value), who }),
  probability: checkProbability,
  vocab: sizeOption('vocab'),
  index: checkIndex,
  chance: checkChance,
  amount: (key, value) =>
    typeof value === 'number' && value >= 0 ? value : fail('negative', { key, got: shown(value) }),
  axes: checkAxesOption,
}

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
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return fail('not options', { who, required: requiredWords(table) })
  }
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

/** An axis of a size that an option gives: a number, or the name that an axis carries. */
export const featureOf = (option: number | AnyAxis): AnyAxis =>
  typeof option === 'number' ? axisOf('feature', option, option) : axisOf('feature', labelOf(option), option.size)
