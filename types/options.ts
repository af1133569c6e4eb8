import type { Size } from './size.js'

/**
 * What an option may be.
 *
 *   size          a literal, or an axis with a named size: `feature('H', n)`
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
export type OptionKind =
  | 'size'
  | 'count'
  | 'boolean'
  | 'probability'
  | 'nonlinearity'
  | 'vocab'
  | 'index'
  | 'chance'
  | 'amount'
  | 'axes'

/** An option: what it may be, and either its default or, where it has none, its meaning for the error that asks for it. */
export type Option = { readonly kind: OptionKind } & ({ readonly default: unknown } | { readonly meaning: string })

/** The options of a network. */
export type OptionTable = { readonly [Key in string]: Option }

/**
 * The options of `rnn`, with PyTorch's defaults. This table is the only place that knows them: the types below and the run time
 * (`src/layer/options.ts`) both read it, which is why this file emits code.
 */
export const rnnOptions = {
  inputSize: { kind: 'size', meaning: 'the number of features of the input' },
  hiddenSize: { kind: 'size', meaning: 'the number of features of the hidden state' },
  numLayers: { kind: 'count', default: 1 },
  nonlinearity: { kind: 'nonlinearity', default: 'tanh' },
  bias: { kind: 'boolean', default: true },
  batchFirst: { kind: 'boolean', default: false },
  dropout: { kind: 'probability', default: 0 },
  bidirectional: { kind: 'boolean', default: false },
} as const satisfies OptionTable

/** The options of `rnn` that have no default. */
export interface RnnRequired {
  readonly inputSize: unknown
  readonly hiddenSize: unknown
}

/** The options of `rnn` in PyTorch's order, in which errors are looked for. */
export type RnnOptionOrder = [
  'inputSize',
  'hiddenSize',
  'numLayers',
  'nonlinearity',
  'bias',
  'batchFirst',
  'dropout',
  'bidirectional',
]

/** The option `Key` of `O`, or its default. */
export type OptionOf<O, Key, Default> = Key extends keyof O ? (undefined extends O[Key] ? Default : O[Key]) : Default

/** A size that is an option: the literal, or the name that the axis carries. */
export type SizeOf<O> = O extends Size ? O : O extends { readonly label: infer Name extends Size } ? Name : never
