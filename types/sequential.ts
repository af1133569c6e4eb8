import type { FirstFeatures, FirstForm, LastForm, LastResult } from './joint.js'
import type { LayerText, NameOf, RuleOf } from './layer-rule.js'
import type { Message } from './message.js'
import type { Module } from './module.js'
import type { Rule, Through } from './rule.js'

/** The parameters of each layer under its name. */
type ByName<L extends readonly unknown[]> = {
  [Index in keyof L & `${number}` as NameOf<L[Index], Index>]: ParamsOfLayer<L[Index]>
}

type ParamsOfLayer<M> = RuleOf<M> extends infer R extends Rule ? R['params'] : never

type Path<Parts> = { [Name in keyof Parts & string]: `${Name}.${keyof Parts[Name] & string}` }[keyof Parts & string]

type Flat<Parts> = {
  readonly [Key in Path<Parts>]: Key extends `${infer Name extends keyof Parts & string}.${infer Rest}`
    ? Rest extends keyof Parts[Name]
      ? Parts[Name][Rest]
      : never
    : never
}

/**
 * The parameters of all layers in one flat record, with PyTorch's names: a layer's index or the name it was given, a dot, and the layer's
 * own name of it, as in `'0.weight'` or `'rnn.weight_ih_l0'`.
 */
export type SequentialParams<L extends readonly unknown[]> = Flat<ByName<L>>

type Prefixed<Name extends string, Keys extends readonly string[]> = {
  [Index in keyof Keys]: `${Name}.${Keys[Index]}`
}

/** The keys of `SequentialParams` in order. */
type SequentialKeys<
  L extends readonly unknown[],
  Done extends readonly unknown[] = [],
  Keys extends readonly string[] = [],
> = L extends readonly [infer M, ...infer Rest]
  ? RuleOf<M> extends infer R extends Rule
    ? SequentialKeys<Rest, [...Done, M], [...Keys, ...Prefixed<NameOf<M, `${Done['length']}`>, R['keys']>]>
    : never
  : Keys

/** What the layers, one after the other, make of `X`; or the sentence of the first that it does not fit. */
type Chain<X, L extends readonly unknown[], Done extends readonly unknown[] = []> = L extends readonly [
  infer M,
  ...infer Rest,
]
  ? RuleOf<M> extends infer R extends Rule
    ? Through<R, X> extends infer Y
      ? Y extends string
        ? Done extends readonly []
          ? Y
          : Message<'in layer', { at: LayerText<M, Done['length'] & number>; sentence: Y }>
        : Chain<Y, Rest, [...Done, M]>
      : never
    : never
  : X

/** The layers `L` as one. */
export interface SequentialRule<L extends readonly unknown[]> extends Rule {
  readonly output: Chain<this['input'], L>
  readonly who: 'Sequential'
  readonly data: L extends readonly [infer M, ...unknown[]] ? (RuleOf<M> & Rule)['data'] : 'f32'
  readonly takes: FirstForm<L>
  readonly gives: LastForm<L>
  readonly features: FirstFeatures<L>[0]
  readonly result: LastResult<L>
  readonly option: FirstFeatures<L>[1]
  readonly params: SequentialParams<L>
  readonly keys: SequentialKeys<L>
}

/** The layers as a sequential shows them: a tuple without `readonly`. */
export type LayersOf<L extends readonly unknown[]> = {
  -readonly [Index in keyof L]: L[Index] extends readonly [infer Name, infer Layer] ? [Name, Layer] : L[Index]
}

/** The description of layers one after the other. */
export interface Sequential<L extends readonly unknown[]> extends Module<SequentialRule<L>> {
  readonly layers: L
}
