import type { OptionText } from './feature-input.js'
import type { LayerText, NameOf, RuleOf } from './layer-rule.js'
import type { Message, Shown } from './message.js'
import type { Form, Rule } from './rule.js'
import type { Size } from './size.js'
import type { AnyTensor } from './tensor.js'

/**
 * The joints of a `sequential`. A walk along the layers carries what is known of the tensor at each place: how many features it has, whether it is a
 * sequence, and which layer made it so. A layer that does not fit is replaced by the sentence that says why.
 */

/** What is known of the tensor between two layers. */
interface Flow {
  readonly features: Size | undefined
  readonly featuresFrom: string
  readonly form: Form
  readonly formFrom: string
  readonly names: string
}

interface Unknown extends Flow {
  readonly features: undefined
  readonly form: 'any'
  readonly names: never
}

/** `L` itself where all joints fit; otherwise `L` with the sentence in the place of the first layer that does not. */
export type JointsOr<L extends readonly unknown[]> = [L] extends [Joints<L>] ? L : Joints<L>

type Joints<
  L extends readonly unknown[],
  F extends Flow = Unknown,
  Done extends readonly unknown[] = [],
> = number extends L['length']
  ? readonly Message<'layers of any length', object>[]
  : L extends readonly [infer M, ...infer Rest]
    ? Fault<M, F, Done['length'] & number> extends infer Sentence extends string
      ? [...Done, Sentence, ...Rest]
      : Joints<Rest, After<M, F, Done['length'] & number>, [...Done, M]>
    : Done

/** What is wrong with the layer `M` in this place; true where it fits, since undefined is a text without `strictNullChecks`. */
type Fault<M, F extends Flow, Index extends number> =
  RuleOf<M> extends infer R
    ? R extends Rule
      ? NameFault<M, F, Index> extends infer Sentence extends string
        ? Sentence
        : R['data'] extends 'i32'
          ? Index extends 0
            ? true
            : Message<'joint data', { at: LayerText<M, Index>; who: R['who'] }>
          : [R['takes'], F['form']] extends ['sequence', 'step'] | ['step', 'sequence']
            ? Message<
                R['takes'] extends 'step' ? 'joint step' : 'joint sequence',
                { at: LayerText<M, Index>; who: R['who']; from: F['formFrom'] }
              >
            : SizeFault<M, R, F, Index>
      : [GivenBy<M>] extends [never]
        ? Message<'not a layer', { at: `${Index}`; got: Shown<M> }>
        : Message<'unknown function', { at: `${Index}` }>
    : never

/** The tensor that a function gives; never for anything else. */
type GivenBy<M> = M extends (...args: never) => infer Y ? Extract<Y, AnyTensor> : never

type SizeFault<M, R extends Rule, F extends Flow, Index extends number> = R['features'] extends undefined
  ? true
  : F['features'] extends undefined
    ? true
    : [R['features']] extends [F['features']]
      ? true
      : Message<
          [R['option']] extends [never] ? 'joint function' : 'joint size',
          {
            at: LayerText<M, Index>
            who: R['who']
            want: R['features']
            from: F['featuresFrom']
            got: F['features']
            key: R['option']
            option: OptionText<F['features']>
          }
        >

type NameFault<M, F extends Flow, Index extends number> = M extends readonly [infer Name extends string, unknown]
  ? string extends Name
    ? Message<'plain string', { what: `layer ${Index}` }>
    : Name extends '' | `${string}.${string}`
      ? Message<'not a layer name', { at: `${Index}`; got: Name }>
      : Name extends F['names']
        ? Message<'two layers of a name', { at: `${Index}`; got: Name }>
        : true
  : `${Index}` extends F['names']
    ? Message<'two layers of a name', { at: `${Index}`; got: `${Index}` }>
    : true

/** What is known behind the layer `M`. */
type After<M, F extends Flow, Index extends number> =
  RuleOf<M> extends infer R extends Rule
    ? {
        readonly features: R['result'] extends undefined ? Known<R['features'], F['features']> : R['result']
        readonly featuresFrom: R['result'] extends undefined
          ? F['features'] extends undefined
            ? Place<M, R, Index>
            : F['featuresFrom']
          : Place<M, R, Index>
        readonly form: R['gives'] extends 'any' ? KnownForm<R['takes'], F['form']> : R['gives']
        readonly formFrom: R['gives'] extends 'any'
          ? F['form'] extends 'any'
            ? Place<M, R, Index>
            : F['formFrom']
          : Place<M, R, Index>
        readonly names: F['names'] | NameOf<M, `${Index}`>
      }
    : never

type Known<A, B> = A extends undefined ? B : A
type KnownForm<A, B> = A extends 'any' ? B : A
type Place<M, R extends Rule, Index extends number> = `layer ${LayerText<M, Index>} (${R['who']})`

/** The form that the first layer takes that asks for one. */
export type FirstForm<L extends readonly unknown[]> = L extends readonly [infer M, ...infer Rest]
  ? RuleOf<M> extends infer R extends Rule
    ? R['takes'] extends 'any'
      ? R['gives'] extends 'any'
        ? FirstForm<Rest>
        : 'any'
      : R['takes']
    : 'any'
  : 'any'

/** The form that the last layer gives that gives one. */
export type LastForm<L extends readonly unknown[]> = L extends readonly [...infer Rest, infer M]
  ? RuleOf<M> extends infer R extends Rule
    ? R['gives'] extends 'any'
      ? LastForm<Rest>
      : R['gives']
    : 'any'
  : 'any'

/** The features that the first layer takes that asks for some, unless one before it makes its own; and the option that sets them. */
export type FirstFeatures<L extends readonly unknown[]> = L extends readonly [infer M, ...infer Rest]
  ? RuleOf<M> extends infer R extends Rule
    ? R['features'] extends undefined
      ? R['result'] extends undefined
        ? FirstFeatures<Rest>
        : [undefined, never]
      : [R['features'], R['option']]
    : [undefined, never]
  : [undefined, never]

/** The features that the last layer gives that makes its own. */
export type LastResult<L extends readonly unknown[]> = L extends readonly [...infer Rest, infer M]
  ? RuleOf<M> extends infer R extends Rule
    ? R['result'] extends undefined
      ? LastResult<Rest>
      : R['result']
    : undefined
  : undefined
