import type { AnyAxis } from './axis.js'
import type { CountOfLayers, Size } from './size.js'

/**
 * What an option may be.
 *
 *   size          a literal, or an axis with a named size: `feature('H', n)`
 *   projection    0 for none, or a size that is smaller than `hiddenSize`
 *   count         a positive integer literal
 *   boolean       `true` or `false`, known to the types
 *   probability   a number from 0 to 1
 *   nonlinearity  `'tanh'` or `'relu'`
 *   vocab         a literal, or an axis with a named size: `axis('vocab', 'V', n)`
 *   index         an integer below a count of tokens; a negative one counts from the end
 *   chance        a number from 0 to 1, which asks for no second layer as `probability` does
 *   amount        a number of 0 or more
 *   axes          a literal for the features, an axis with a named size, or a list of axes
 */
export type OptionKind = keyof OptionValues

/** An option of each kind once it is checked, with sizes as numbers. */
export interface OptionValues {
  readonly size: number
  readonly projection: number
  readonly count: number
  readonly boolean: boolean
  readonly probability: number
  readonly nonlinearity: 'tanh' | 'relu'
  readonly vocab: number
  readonly index: number | undefined
  readonly chance: number
  readonly amount: number
  readonly axes: readonly AnyAxis[]
}

/** An option: what it may be, and either its default or, where it has none, its meaning for the error that asks for it. */
export type Option = { readonly kind: OptionKind } & ({ readonly default: unknown } | { readonly meaning: string })

/** The options of a network. */
export type OptionTable = { readonly [Key in string]: Option }

/** The options of a table with the defaults filled in and the sizes as numbers. */
export type ConfigOf<Table extends OptionTable> = { readonly [Key in keyof Table]: OptionValues[Table[Key]['kind']] }

// What `rnn`, `lstm` and `gru` share: the options before and after the place where PyTorch has `nonlinearity`.
const sizes = {
  inputSize: { kind: 'size', meaning: 'the number of features of the input' },
  hiddenSize: { kind: 'size', meaning: 'the number of features of the hidden state' },
  numLayers: { kind: 'count', default: 1 },
} as const satisfies OptionTable
const switches = {
  bias: { kind: 'boolean', default: true },
  batchFirst: { kind: 'boolean', default: false },
  dropout: { kind: 'probability', default: 0 },
  bidirectional: { kind: 'boolean', default: false },
} as const satisfies OptionTable

/**
 * The options of `gru`, with PyTorch's defaults and in PyTorch's order. This table and the two below are the only place that knows options: the
 * types and the run time (`src/layer/options.ts`) both read them, which is why this file emits code.
 */
export const gruOptions = { ...sizes, ...switches } as const satisfies OptionTable

/** The options of `rnn`. */
export const rnnOptions = {
  ...sizes,
  nonlinearity: { kind: 'nonlinearity', default: 'tanh' },
  ...switches,
} as const satisfies OptionTable

/** The options of `lstm`. */
export const lstmOptions = {
  ...sizes,
  ...switches,
  projSize: { kind: 'projection', default: 0 },
} as const satisfies OptionTable

/** Options that only one of the networks has, for the error where another is given it. */
export const ownOptions = { nonlinearity: 'rnn', projSize: 'lstm' } as const

/** The options of recurrent networks that have no default. */
export interface RecurrentRequired {
  readonly inputSize: unknown
  readonly hiddenSize: unknown
}

/** The options of a table in its order, in which errors are looked for: the types can't read it off the table. */
type RecurrentOrder<Third extends readonly string[], Last extends readonly string[]> = [
  'inputSize',
  'hiddenSize',
  'numLayers',
  ...Third,
  'bias',
  'batchFirst',
  'dropout',
  'bidirectional',
  ...Last,
]
export type RnnOptionOrder = RecurrentOrder<['nonlinearity'], []>
export type LstmOptionOrder = RecurrentOrder<[], ['projSize']>
export type GruOptionOrder = RecurrentOrder<[], []>

/** The option `Key` of `O`, or its default. */
export type OptionOf<O, Key, Default> = Key extends keyof O
  ? undefined extends O[Key]
    ? GivenOr<O[Key], Default>
    : O[Key]
  : Default

// Without `strictNullChecks` all types take undefined, `0` as well: then only what is nothing else asks for the default.
type GivenOr<V, Default> = undefined extends 0 ? (V extends undefined ? Default : V) : Default

/**
 * A count that is an option. What is no count has an error of its own; 1 in its place, since the names of parameters are counted up to it, and no count
 * ever comes to -1.
 */
type CountOf<V> = V extends number ? (number extends V ? V : `${V}` extends CountOfLayers ? V : 1) : 1

/** A size that is an option: the literal, or the name that the axis carries. */
export type SizeOf<O> = O extends Size ? O : O extends { readonly label: infer Name extends Size } ? Name : never

type DefaultOf<Key extends keyof typeof lstmOptions> = (typeof lstmOptions)[Key] extends { readonly default: infer D }
  ? D
  : never

/** What the options `O` of a recurrent network say. */
export type LayersOf<O> = CountOf<OptionOf<O, 'numLayers', DefaultOf<'numLayers'>>>
export type DirectionsOf<O> = OptionOf<O, 'bidirectional', DefaultOf<'bidirectional'>> extends true ? 2 : 1
export type BatchFirstOf<O> = OptionOf<O, 'batchFirst', DefaultOf<'batchFirst'>> & boolean
export type BiasOf<O> = OptionOf<O, 'bias', DefaultOf<'bias'>> & boolean
export type ProjectionOf<O> = SizeOf<OptionOf<O, 'projSize', DefaultOf<'projSize'>>>
