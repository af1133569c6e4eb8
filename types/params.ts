import type { Feature } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message } from './message.js'
import type { SizesOf } from './shape.js'
import type { Double, Size } from './size.js'
import type { AnyTensor, Tensor } from './tensor.js'

type OfDirection<Suffix extends string, Bias extends boolean> = Bias extends true
  ? [`weight_ih_l${Suffix}`, `weight_hh_l${Suffix}`, `bias_ih_l${Suffix}`, `bias_hh_l${Suffix}`]
  : [`weight_ih_l${Suffix}`, `weight_hh_l${Suffix}`]

type OfLayer<Index extends number, Directions extends 1 | 2, Bias extends boolean> = Directions extends 2
  ? [...OfDirection<`${Index}`, Bias>, ...OfDirection<`${Index}_reverse`, Bias>]
  : OfDirection<`${Index}`, Bias>

/** PyTorch's state-dict names in PyTorch's order: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `weight_ih_l0_reverse`, ... */
export type ParamKeys<
  Layers extends number,
  Directions extends 1 | 2,
  Bias extends boolean,
  Done extends readonly unknown[] = [],
  Keys extends readonly string[] = [],
> = Done['length'] extends Layers
  ? Keys
  : ParamKeys<Layers, Directions, Bias, [...Done, 1], [...Keys, ...OfLayer<Done['length'] & number, Directions, Bias>]>

type Index<Layers extends number, Done extends readonly unknown[] = []> = Done['length'] extends Layers
  ? never
  : Done['length'] | Index<Layers, [...Done, 1]>

/** One of `ParamKeys`. It is a conditional type because the compiler keeps the results of those, and this one is asked for at each use of parameters. */
export type ParamKey<Layers extends number, Directions extends 1 | 2, Bias extends boolean> = Layers extends unknown
  ? `${'weight_ih' | 'weight_hh' | (Bias extends true ? 'bias_ih' | 'bias_hh' : never)}_l${Index<Layers> & number}${'' | (Directions extends 2 ? '_reverse' : never)}`
  : never

/**
 * The parameters of an Elman network. The keys are PyTorch's state-dict names; each of the later layers takes the output of
 * the one below, which is as wide as all directions together.
 *
 *   weight_ih_l0 : [Hidden, Input]                 weight_hh_l* : [Hidden, Hidden]
 *   weight_ih_l* : [Hidden, Directions * Hidden]   bias_*_l*    : [Hidden]
 */
export type RnnParams<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  Bias extends boolean = true,
> = {
  readonly [Key in ParamKey<Layers, Directions, Bias>]: Key extends `weight_ih_l0${'' | '_reverse'}`
    ? Tensor<[Feature<Hidden>, Feature<Input>]>
    : Key extends `weight_ih${string}`
      ? Tensor<[Feature<Hidden>, Feature<Directions extends 2 ? Double<Hidden> : Hidden>]>
      : Key extends `weight_hh${string}`
        ? Tensor<[Feature<Hidden>, Feature<Hidden>]>
        : Tensor<[Feature<Hidden>]>
}

/**
 * `P` itself where it fits the network, otherwise the first thing that is wrong with it: a key that is missing, then one too many,
 * then a shape. A parameter fits by its sizes: weights that come from elsewhere may call their axes as they like.
 *
 * The first test takes `P` as a function's parameter and as its result, so it asks for both directions at once: no key too few, none too many.
 */
export type RnnParamsOr<P, Want, Of extends RnnParamsOf> = ((params: P) => P) extends (params: Want) => Want
  ? P
  : NoInfer<RnnParamsFault<P, Want, Of>>

/** What the keys of the parameters depend on. */
type RnnParamsOf = readonly [layers: number, directions: 1 | 2, bias: boolean]

type RnnParamsFault<P, Want, Of extends RnnParamsOf> = P extends object
  ? P extends (...args: never) => unknown
    ? Message<'not parameters', object>
    : Fault<P, Want, ParamKeys<Of[0], Of[1], Of[2]>, Of[0], 'RNN'>
  : Message<'not parameters', object>

type Fault<P, Want, Keys extends readonly string[], Layers extends number, Who extends string> =
  P extends Record<keyof P, AnyTensor>
    ? FirstMissing<P, Keys> extends infer Key extends string
      ? Message<'missing parameter', { key: Key; who: Who }>
      : [Exclude<keyof P, Keys[number]>] extends [never]
        ? FirstMisshapen<P, Want, Keys, Who> extends infer Sentence extends string
          ? Sentence
          : P
        : Unexpected<P, Keys[number], Layers, Who>
    : Message<'not parameters', object>

export type FirstMissing<P, Keys extends readonly string[]> = Keys extends readonly [
  infer Key extends string,
  ...infer Rest extends readonly string[],
]
  ? Key extends keyof P
    ? FirstMissing<P, Rest>
    : Key
  : undefined

// A union has no order, so the keys that another network may have are tried in turn before any other.
type Unexpected<P, Known, Layers extends number, Who extends string> = Message<
  'unexpected parameter',
  {
    key: `weight_ih_l${Layers}` extends keyof P
      ? `weight_ih_l${Layers}`
      : 'weight_ih_l0_reverse' extends Exclude<keyof P, Known>
        ? 'weight_ih_l0_reverse'
        : 'bias_ih_l0' extends Exclude<keyof P, Known>
          ? 'bias_ih_l0'
          : Exclude<keyof P, Known>
    who: Who
  }
>

export type FirstMisshapen<P, Want, Keys extends readonly string[], Who extends string> = Keys extends readonly [
  infer Key extends keyof P & keyof Want & string,
  ...infer Rest extends readonly string[],
]
  ? P[Key] extends FloatTensor<infer Got>
    ? Want[Key] extends FloatTensor<infer Wanted>
      ? SizesOf<Got> extends SizesOf<Wanted>
        ? FirstMisshapen<P, Want, Rest, Who>
        : Message<'misshapen parameter', { key: Key; got: SizesOf<Got>; want: SizesOf<Wanted>; who: Who }>
      : never
    : Message<'parameter type', { key: Key; got: 'i32'; want: 'f32'; who: Who }>
  : undefined
