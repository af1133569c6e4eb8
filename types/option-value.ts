import type { AnyAxis, AxisOf, OpenAxis } from './axis.js'
import type { AxesOr } from './constructor.js'
import type { CompareDigits } from './digits.js'
import type { Message, Shown } from './message.js'
import type { Option, OptionOf, SizeOf } from './options.js'
import type { CallOf, Compare, CountOfLayers, IsUnion, SizeOr } from './size.js'
import type { IsSymbol } from './symbol.js'

/**
 * The check of one option's value, by its kind. `option-check.ts` puts them together for a network.
 */

/** `V` itself where an option of this kind may have it, otherwise what is wrong. One entry for each `OptionKind`. */
export interface Checked<Key extends string, V, O, Own extends Option, Who extends string> {
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
