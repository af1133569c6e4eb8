import type { AnyAxis, AxisOf, OpenAxis } from './axis.js'
import type { AxesOr } from './constructor.js'
import type { CompareDigits } from './digits.js'
import type { Message, Shown } from './message.js'
import type {
  GruOptionOrder,
  gruOptions,
  LstmOptionOrder,
  lstmOptions,
  Option,
  OptionOf,
  OptionTable,
  ownOptions,
  RecurrentRequired,
  RnnOptionOrder,
  rnnOptions,
  SizeOf,
} from './options.js'
import type { CallOf, Compare, CountOfLayers, IsUnion, SizeOr, SmallSize } from './size.js'
import type { IsSymbol } from './symbol.js'

/**
 * The check of options: each is itself where it fits, or the text of an error, which then stands on that option in the editor.
 */

/** `V` itself where an option of this kind may have it, otherwise what is wrong. One entry for each `OptionKind`. */
interface Checked<Key extends string, V, O, Own extends Option, Who extends string> {
  size: SizeOption<Key, V, Own, Who>
  projection: [V] extends [0 | undefined]
    ? V
    : SizeOption<Key, V, Own, Who> extends V
      ? NarrowerOr<V, Key, O>
      : SizeOption<Key, V, Own, Who>
  count: [V] extends [number] ? CountOr<Key, V> : CountFault<Key, V>
  boolean: [V] extends [true] ? V : [V] extends [false] ? V : BooleanFault<Key, V>
  nonlinearity: V extends 'tanh' | 'relu' | undefined ? V : NonlinearityFault<Key, V, Who>
  probability: V extends 0 | undefined ? V : ProbabilityOr<V, Key, O, Who>
  vocab: [V] extends [number] ? SizeOr<V, Key, 'vocab'> : SizeFault<Key, V, Own, Who, 'vocab'>
  index: V extends undefined ? V : IndexOr<V, Key, OptionOf<O, 'numEmbeddings', unknown>, Who>
  chance: V extends undefined ? V : ChanceOr<V, Key>
  amount: V extends undefined ? V : AmountOr<V, Key>
  axes: [V] extends [number]
    ? SizeOr<V, Key, 'feature'>
    : V extends readonly unknown[]
      ? AxesOfOption<V, Key>
      : SizeFault<Key, V, Own, Who, 'feature'>
}

type SizeOption<Key extends string, V, Own extends Option, Who extends string> = [V] extends [number]
  ? SizeOr<V, Key, 'feature'>
  : SizeFault<Key, V, Own, Who, 'feature'>

// Two names have no order, and a hiddenSize that is none has an error of its own.
type NarrowerOr<V, Key extends string, O> = O extends { readonly hiddenSize: infer Hidden }
  ? [Compare<SizeOf<V>, SizeOf<Hidden>>] extends [-1 | undefined]
    ? V
    : Message<'too wide a projection', { key: Key; got: SizeOf<V>; want: SizeOf<Hidden> }>
  : V

// What an axis of a size counts, for the error about another role.
interface Counted {
  feature: 'features'
  vocab: 'tokens'
}

// An axis of a named size, of the role `Role`; an undefined option of a size is a missing one.
type SizeFault<Key extends string, V, Own extends Option, Who extends string, Role extends keyof Counted> =
  IsUnion<V> extends true
    ? Message<'several sizes', { what: Key; call: CallOf<Role> }>
    : V extends AxisOf<Role>
      ? IsUnion<V['label']> extends true
        ? Message<'several sizes', { what: Key; call: CallOf<Role> }>
        : V
      : V extends OpenAxis<AxisOf<Role>>
        ? Message<'bare name', { key: Key; got: V['label'] & string; call: CallOf<Role> }>
        : V extends AnyAxis | OpenAxis<AnyAxis>
          ? Message<'another role', { key: Key; got: V['role']; who: Who; counted: Counted[Role]; call: CallOf<Role> }>
          : V extends undefined
            ? Own extends { readonly meaning: infer Meaning }
              ? Message<'missing option', { key: Key; meaning: Meaning; who: Who }>
              : V
            : V extends string
              ? string extends V
                ? Message<'not a size', { what: Key; call: CallOf<Role> }>
                : IsSymbol<V> extends true
                  ? Message<'bare name', { key: Key; got: V; call: CallOf<Role> }>
                  : Message<'not a size', { what: Key; call: CallOf<Role> }>
              : SizeOr<V, Key, Role>

type CountOr<Key extends string, V> = number extends V
  ? PlainOption<Key, 'number'>
  : IsUnion<V> extends true
    ? Message<'several values', { key: Key }>
    : `${V & number}` extends CountOfLayers
      ? V
      : SizeOr<V, Key, 'layer'> extends V
        ? Message<'too many layers', { key: Key; got: V }>
        : SizeOr<V, Key, 'layer'>

type CountFault<Key extends string, V> = [V] extends [undefined]
  ? V
  : IsUnion<V> extends true
    ? Message<'several values', { key: Key }>
    : V extends { readonly role: string; readonly label: infer Name extends string }
      ? Message<'named count', { key: Key; got: Name }>
      : Message<'not a count', { key: Key; got: Shown<V> }>

// `undefined` asks for the default, so `true | undefined` may be either.
type BooleanFault<Key extends string, V> = [V] extends [undefined]
  ? V
  : [V] extends [boolean | undefined]
    ? undefined extends V
      ? Message<'several values', { key: Key }>
      : PlainOption<Key, 'boolean'>
    : Message<'not a boolean', { key: Key; got: Shown<V> }>

type PlainOption<Key extends string, Got extends string> = Message<'plain option', { key: Key; got: Got }>

type NonlinearityFault<Key extends string, V, Who extends string> = V extends string
  ? string extends V
    ? PlainOption<Key, 'string'>
    : Message<'unknown nonlinearity', { got: Shown<V>; who: Who }>
  : Message<'unknown nonlinearity', { got: Shown<V>; who: Who }>

type ProbabilityOr<V, Key extends string, O, Who extends string> = V extends number
  ? number extends V
    ? V
    : `${V}` extends `-${string}`
      ? Message<'not a probability', { key: Key; got: `${V}` }>
      : `${V}` extends '1' | `0.${string}` | `${string}e-${string}`
        ? OptionOf<O, 'numLayers', 1> extends 1
          ? Message<'dropout of one layer', { got: `${V}`; who: Who }>
          : V
        : Message<'not a probability', { key: Key; got: `${V}` }>
  : Message<'not a probability', { key: Key; got: Shown<V> }>

type ChanceOr<V, Key extends string> = V extends number
  ? number extends V
    ? V
    : `${V}` extends '0' | '1' | `0.${string}` | `${Digit}${string}e-${string}`
      ? V
      : Message<'not a probability', { key: Key; got: `${V}` }>
  : Message<'not a probability', { key: Key; got: Shown<V> }>

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

type AmountOr<V, Key extends string> = V extends number
  ? `${V}` extends `-${string}`
    ? Message<'negative', { key: Key; got: `${V}` }>
    : V
  : Message<'negative', { key: Key; got: Shown<V> }>

type IndexOr<V, Key extends string, Count, Who extends string> = V extends number
  ? number extends V
    ? V
    : IsIndex<`${V}`, SizeOf<Count>> extends true
      ? V
      : Message<'not an index', { key: Key; got: `${V}`; count: SizeOf<Count>; who: Who }>
  : Message<'not an index', { key: Key; got: Shown<V>; count: SizeOf<Count>; who: Who }>

// Below a count that has a name any integer may be an index: the run time knows.
type IsIndex<V extends string, Count> = V extends `${bigint}`
  ? Count extends number
    ? V extends `-${infer Back}`
      ? CompareDigits<Back, `${Count}`> extends 1
        ? false
        : true
      : CompareDigits<V, `${Count}`> extends -1
        ? true
        : false
    : true
  : false

type AxesOfOption<V, Key extends string> = V extends readonly [] ? Message<'no axes', { key: Key }> : AxesOr<V>

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
