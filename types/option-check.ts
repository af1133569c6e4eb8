import type { Message } from './message.js'
import type { Checked } from './option-value.js'
import type {
  GruOptionOrder,
  gruOptions,
  LstmOptionOrder,
  lstmOptions,
  OptionTable,
  ownOptions,
  RecurrentRequired,
  RnnOptionOrder,
  rnnOptions,
} from './options.js'
import type { IsUnion, SmallSize } from './size.js'

/**
 * The check of options: each is itself where it fits, or the text of an error, which then stands on that option in the editor.
 */

/** `hidden_size` as `hiddenSize`. */
type CamelCase<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<CamelCase<B>>}` : S

type UnknownOption<Key, Table, Who extends string> =
  CamelCase<Key & string> extends infer Camel
    ? Camel extends keyof Table
      ? Message<'snake case option', { key: Key; want: Camel; who: Who }>
      : Camel extends keyof typeof ownOptions
        ? Message<'option of another', { key: Key; owner: (typeof ownOptions)[Camel]; who: Who }>
        : Message<'unknown option', { key: Key; who: Who }>
    : never

/** Each option of `O`: itself, or what is wrong with it. */
export type EachOption<O, Table extends OptionTable, Who extends string> = {
  [Key in keyof O]: Key extends keyof Table
    ? Checked<Key & string, O[Key], O, Table[Key], Who>[Table[Key]['kind']]
    : UnknownOption<Key, Table, Who>
}

/** The first option, in the given order, that is at fault; then any that is not among them. */
type FirstFault<O, Each, Order extends readonly string[]> = Order extends readonly [
  infer Key extends string,
  ...infer Rest extends readonly string[],
]
  ? Key extends keyof O & keyof Each
    ? [O[Key]] extends [Each[Key]]
      ? FirstFault<O, Each, Rest>
      : Each[Key] & string
    : FirstFault<O, Each, Rest>
  : { [Key in keyof O & keyof Each]: [O[Key]] extends [Each[Key]] ? never : Each[Key] & string }[keyof O & keyof Each]

type FirstMissing<
  O,
  Table extends OptionTable,
  Order extends readonly string[],
  Who extends string,
> = Order extends readonly [infer Key extends string, ...infer Rest extends readonly string[]]
  ? Key extends keyof O
    ? FirstMissing<O, Table, Rest, Who>
    : Table[Key] extends { readonly meaning: infer Meaning }
      ? Message<'missing option', { key: Key; meaning: Meaning; who: Who }>
      : FirstMissing<O, Table, Rest, Who>
  : never

// `const` inference makes the properties of an inline object readonly, and those of a variable stay as they are.
type IsVariable<O> =
  (<T>() => T extends { [Key in keyof O]: O[Key] } ? 1 : 2) extends <T>() => T extends {
    -readonly [Key in keyof O]: O[Key]
  }
    ? 1
    : 2
    ? true
    : false

/** Whether no option has a place of its own: in a variable, or in one that was spread, whose sizes are then all plain numbers. */
type HasNoPlace<O, Required> = IsVariable<O> extends true ? true : AreAllPlain<O, keyof O & keyof Required>

type AreAllPlain<O, Keys extends keyof O> = [Keys] extends [never]
  ? false
  : { [Key in Keys]: number extends O[Key] ? true : false }[Keys] extends true
    ? true
    : false

/**
 * `O` itself where these may be the options of a `Who`. Otherwise an inline object gets each option's own error, on that option; a
 * variable, which has no place to put them on, gets the first one as a sentence.
 *
 * Required   an object type with the options that have no default
 */
export type OptionsOr<
  O,
  Table extends OptionTable,
  Order extends readonly string[],
  Required,
  Who extends string,
> = O extends Required
  ? O extends EachOption<O, Table, Who>
    ? O
    : NoInfer<OptionsFault<O, Table, Order, Required, Who>>
  : NoInfer<OptionsFault<O, Table, Order, Required, Who>>

/**
 * `OptionsOr` for the options of a recurrent network, which stands behind the shortest way through: most are two small sizes and nothing else, which is seen at a
 * glance. The two are taken together as one string, which is a union if either of them is.
 */
type RecurrentOptionsOr<O, Table extends OptionTable, Order extends readonly string[], Who extends string> = NoInfer<
  OptionsOr<O, Table, Order, RecurrentRequired, Who>
>

/** `O` itself where these may be the options of `rnn`, otherwise what is wrong with them. */
export type RnnOptionsOr<O> =
  O extends TwoSizes<O> ? O : RecurrentOptionsOr<O, typeof rnnOptions, RnnOptionOrder, 'RNN'>

/** `O` itself where these may be the options of `lstm`, otherwise what is wrong with them. */
export type LstmOptionsOr<O> =
  O extends TwoSizes<O> ? O : RecurrentOptionsOr<O, typeof lstmOptions, LstmOptionOrder, 'LSTM'>

/** `O` itself where these may be the options of `gru`, otherwise what is wrong with them. */
export type GruOptionsOr<O> =
  O extends TwoSizes<O> ? O : RecurrentOptionsOr<O, typeof gruOptions, GruOptionOrder, 'GRU'>

type TwoSizes<O> = O extends { readonly inputSize: infer I extends number; readonly hiddenSize: infer H extends number }
  ? keyof O extends keyof RecurrentRequired
    ? `${I}` | `${H}` extends SmallSize
      ? IsUnion<`${I} ${H}`> extends false
        ? unknown
        : never
      : never
    : never
  : never

type OptionsFault<
  O,
  Table extends OptionTable,
  Order extends readonly string[],
  Required,
  Who extends string,
> = O extends object
  ? O extends readonly unknown[] | ((...args: never) => unknown)
    ? Message<'not options', { who: Who; required: RequiredWords<Table, Order> }>
    : O extends EachOption<O, Table, Who>
      ? FirstMissing<O, Table, Order, Who>
      : HasNoPlace<O, Required> extends true
        ? FirstFault<O, EachOption<O, Table, Who>, Order>
        : EachOption<O, Table, Who>
  : Message<'not options', { who: Who; required: RequiredWords<Table, Order> }>

/** The options that have no default, as a sentence names them: `inputSize and hiddenSize`; where all have one, the first option. */
type RequiredWords<
  Table extends OptionTable,
  Order extends readonly string[],
  Words extends string = Order[0],
  Found extends boolean = false,
> = Order extends readonly [infer Key extends string, ...infer Rest extends readonly string[]]
  ? Table[Key] extends { readonly meaning: string }
    ? RequiredWords<Table, Rest, Found extends true ? `${Words} and ${Key}` : Key, true>
    : RequiredWords<Table, Rest, Words, Found>
  : Words
