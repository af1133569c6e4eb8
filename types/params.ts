import type { Feature } from './axis.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Message } from './message.js'
import type { SizesOf } from './shape.js'
import type { Double, Quadruple, Size, Triple } from './size.js'
import type { AnyTensor } from './tensor.js'

type OfDirection<Suffix extends string, Bias extends boolean, Projected extends boolean> = [
  `weight_ih_l${Suffix}`,
  `weight_hh_l${Suffix}`,
  ...(Bias extends true ? [`bias_ih_l${Suffix}`, `bias_hh_l${Suffix}`] : []),
  ...(Projected extends true ? [`weight_hr_l${Suffix}`] : []),
]

type OfLayer<
  Index extends number,
  Directions extends 1 | 2,
  Bias extends boolean,
  Projected extends boolean,
> = Directions extends 2
  ? [...OfDirection<`${Index}`, Bias, Projected>, ...OfDirection<`${Index}_reverse`, Bias, Projected>]
  : OfDirection<`${Index}`, Bias, Projected>

/** PyTorch's state-dict names in PyTorch's order: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `weight_ih_l0_reverse`, ... */
export type ParamKeys<
  Layers extends number,
  Directions extends 1 | 2,
  Bias extends boolean,
  Projected extends boolean = false,
  Done extends readonly unknown[] = [],
  Keys extends readonly string[] = [],
> = Done['length'] extends Layers
  ? Keys
  : ParamKeys<
      Layers,
      Directions,
      Bias,
      Projected,
      [...Done, 1],
      [...Keys, ...OfLayer<Done['length'] & number, Directions, Bias, Projected>]
    >

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

// The digits below one.
interface Below {
  '0': never
  '1': '0'
  '2': '0' | '1'
  '3': '0' | '1' | '2'
  '4': '0' | '1' | '2' | '3'
  '5': '0' | '1' | '2' | '3' | '4'
  '6': '0' | '1' | '2' | '3' | '4' | '5'
  '7': '0' | '1' | '2' | '3' | '4' | '5' | '6'
  '8': '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7'
  '9': '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8'
}

/** The numbers below `Layers`: for 23 those of one digit, 10 to 19, and 20, 21 and 22. Beyond 99 any number, since the options go no further. */
type Index<Layers extends number> = `${Layers}` extends Digit
  ? Below[`${Layers}` & Digit]
  : `${Layers}` extends `${infer Tens extends Digit}${infer Units extends Digit}`
    ? Digit | `${Exclude<Below[Tens], '0'>}${Digit}` | `${Tens}${Below[Units]}`
    : `${number}`

/** One of `ParamKeys`. It is a conditional type because the compiler keeps the results of those, and this one is asked for at each use of parameters. */
export type ParamKey<
  Layers extends number,
  Directions extends 1 | 2,
  Bias extends boolean,
  Projected extends boolean = false,
> = Layers extends unknown
  ? `${'weight_ih' | 'weight_hh' | (Bias extends true ? 'bias_ih' | 'bias_hh' : never) | (Projected extends true ? 'weight_hr' : never)}_l${Index<Layers>}${'' | (Directions extends 2 ? '_reverse' : never)}`
  : never

/**
 * The parameters of a recurrent network. The keys are PyTorch's state-dict names; each of the later layers takes the output of
 * the one below, which is as wide as all directions together. Each gate of a cell has rows of its own, one gate below the other.
 *
 *   weight_ih_l0 : [Rows, Input]              weight_hh_l* : [Rows, Out]        Rows : Gates * Hidden
 *   weight_ih_l* : [Rows, Directions * Out]   bias_*_l*    : [Rows]             Out  : the projection, or Hidden
 *   weight_hr_l* : [Out, Hidden]
 */
type RecurrentParams<
  Key extends string,
  Input extends Size,
  Gates extends 1 | 3 | 4,
  Hidden extends Size,
  Out extends Size,
  Directions extends 1 | 2,
> = {
  readonly [K in Key]: K extends `bias${string}`
    ? FloatTensor<[Feature<Rows<Gates, Hidden>>]>
    : K extends `weight_ih_l0${'' | '_reverse'}`
      ? FloatTensor<[Feature<Rows<Gates, Hidden>>, Feature<Input>]>
      : K extends `weight_hh${string}`
        ? FloatTensor<[Feature<Rows<Gates, Hidden>>, Feature<Out>]>
        : K extends `weight_ih${string}`
          ? FloatTensor<[Feature<Rows<Gates, Hidden>>, Feature<Directions extends 2 ? Double<Out> : Out>]>
          : FloatTensor<[Feature<Out>, Feature<Hidden>]>
}

// Computed where a parameter is looked at: to name the type of the parameters costs no arithmetic.
type Rows<Gates extends 1 | 3 | 4, Hidden extends Size> = Gates extends 1
  ? Hidden
  : Gates extends 3
    ? Triple<Hidden>
    : Quadruple<Hidden>

/**
 * The parameters of an Elman network, by PyTorch's state-dict names.
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
> = RecurrentParams<ParamKey<Layers, Directions, Bias>, Input, 1, Hidden, Hidden, Directions>

/**
 * The parameters of a GRU, by PyTorch's state-dict names. The rows are those of the reset, the update and the new gate.
 *
 *   weight_ih_l0 : [3 * Hidden, Input]                 weight_hh_l* : [3 * Hidden, Hidden]
 *   weight_ih_l* : [3 * Hidden, Directions * Hidden]   bias_*_l*    : [3 * Hidden]
 */
export type GruParams<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  Bias extends boolean = true,
> = RecurrentParams<ParamKey<Layers, Directions, Bias>, Input, 3, Hidden, Hidden, Directions>

/** Whether an LSTM has a projection. */
export type IsProjected<Proj extends Size> = Proj extends 0 ? false : true

/** The width of an LSTM's hidden state: that of its projection where it has one. */
export type ProjectedSize<Hidden extends Size, Proj extends Size> = Proj extends 0 ? Hidden : Proj

/**
 * The parameters of an LSTM, by PyTorch's state-dict names. The rows are those of the input, the forget, the cell and the output gate. `Out` is
 * `Proj`, or `Hidden` where there is no projection, and then there is no `weight_hr_l*`.
 *
 *   weight_ih_l0 : [4 * Hidden, Input]              weight_hh_l* : [4 * Hidden, Out]
 *   weight_ih_l* : [4 * Hidden, Directions * Out]   bias_*_l*    : [4 * Hidden]
 *   weight_hr_l* : [Proj, Hidden]
 */
export type LstmParams<
  Input extends Size,
  Hidden extends Size,
  Layers extends number = 1,
  Directions extends 1 | 2 = 1,
  Bias extends boolean = true,
  Proj extends Size = 0,
> = RecurrentParams<
  ParamKey<Layers, Directions, Bias, IsProjected<Proj>>,
  Input,
  4,
  Hidden,
  ProjectedSize<Hidden, Proj>,
  Directions
>

/**
 * `P` itself where it fits the network, otherwise the first thing that is wrong with it: a key that is missing, then one too many,
 * then a shape. A parameter fits by its sizes: weights that come from elsewhere may call their axes as they like.
 *
 * The first test takes `P` as a function's parameter and as its result, so it asks for both directions at once: no key too few, none too many.
 */
export type ParamsOr<P, Want, Of extends ParamsOf, Who extends string> = ((params: P) => P) extends (
  params: Want,
) => Want
  ? P
  : NoInfer<NetParamsFault<P, Want, Of, Who>>

// Asks for an object first, and so computes the keys only where there is something wrong.
type NetParamsFault<P, Want, Of extends ParamsOf, Who extends string> = P extends object
  ? ParamsFault<
      P,
      Want,
      ParamKeys<Of[0], Of[1], Of[2], Of extends readonly [unknown, unknown, unknown, true] ? true : false>,
      LikelyKeys<Of[0]>,
      Who
    >
  : Message<'not parameters', object>

/** What the keys of the parameters depend on. */
export type ParamsOf = readonly [layers: number, directions: 1 | 2, bias: boolean, projected?: boolean]

/** The keys that another network is likely to have. A union has no order, so these are tried in turn before any other. */
type LikelyKeys<Layers extends number> = [`weight_ih_l${Layers}`, 'weight_ih_l0_reverse', 'bias_ih_l0', 'weight_hr_l0']

/** What is wrong with the parameters `P` of a `Who`, where the keys, in order, and the shapes of `Want` are asked for. */
export type ParamsFault<
  P,
  Want,
  Keys extends readonly string[],
  Likely extends readonly string[],
  Who extends string,
> = P extends object
  ? P extends (...args: never) => unknown
    ? Message<'not parameters', object>
    : P extends Record<keyof P, AnyTensor>
      ? FirstMissing<P, Keys> extends infer Key extends string
        ? Message<'missing parameter', { key: Key; who: Who }>
        : [Exclude<keyof P, Keys[number]>] extends [never]
          ? FirstMisshapen<P, Want, Keys, Who> extends infer Sentence extends string
            ? Sentence
            : P
          : Message<'unexpected parameter', { key: FirstOf<Exclude<keyof P, Keys[number]>, Likely>; who: Who }>
      : Message<'not parameters', object>
  : Message<'not parameters', object>

/** The first of the keys that `P` lacks; true where it has all. */
export type FirstMissing<P, Keys extends readonly string[]> = Keys extends readonly [
  infer Key extends string,
  ...infer Rest extends readonly string[],
]
  ? Key extends keyof P
    ? FirstMissing<P, Rest>
    : Key
  : true

type FirstOf<Unexpected, Likely extends readonly string[]> = Likely extends readonly [
  infer Key,
  ...infer Rest extends readonly string[],
]
  ? Key extends Unexpected
    ? Key
    : FirstOf<Unexpected, Rest>
  : Unexpected

/** What is wrong with the first parameter that does not fit; true where all do. */
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
  : true
