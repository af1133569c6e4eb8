import type { AnyAxis, Feature } from './axis.js'
import type { FeatureFault } from './feature-input.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps } from './floats.js'
import type { Message } from './message.js'
import type { Module } from './module.js'
import type { LayerNormRequired } from './module-options.js'
import type { OptionOf, SizeOf } from './options.js'
import type { Rule } from './rule.js'
import type { Roles, Shape, SizesOf } from './shape.js'

/** The parameters of a layer normalisation, each of the axes that are normalised. */
export type LayerNormParams<Norm extends Shape, Affine extends boolean = true> = {
  readonly [Key in Affine extends true ? 'weight' | 'bias' : never]: FloatTensor<Norm>
}

/** `[..., ...Norm] -> [..., ...Norm]` */
export interface LayerNormRule<Norm extends Shape, Affine extends boolean> extends Rule {
  readonly output: this['input'] extends FloatTensor<readonly [...Shape, ...Norm]>
    ? this['input'] extends FloatTensor<infer S extends Shape>
      ? FloatTensor<S>
      : never
    : this['input'] extends FloatPacked<readonly [AnyAxis, AnyAxis, ...Shape, ...Norm]>
      ? this['input'] extends FloatPacked<infer S extends Shape>
        ? FloatPacked<S>
        : never
      : NormFault<this['input'], LayerNormRule<Norm, Affine>, Norm>
  readonly who: 'LayerNorm'
  readonly data: 'f32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: Norm extends readonly [...Shape, infer Last extends AnyAxis]
    ? Last extends Feature<infer N>
      ? N
      : undefined
    : undefined
  readonly result: undefined
  readonly option: 'normalizedShape'
  readonly params: LayerNormParams<Norm, Affine>
  readonly keys: Affine extends true ? ['weight', 'bias'] : []
}

type NormFault<X, R extends Rule, Norm extends Shape> = Norm extends readonly [{ readonly role: 'feature' }]
  ? FeatureFault<X, R>
  : X extends FloatTensor<infer S>
    ? Message<
        'last axes',
        { got: Roles<S>; sizes: SizesOf<S>; want: Roles<Norm>; wanted: SizesOf<Norm>; key: R['option']; who: R['who'] }
      >
    : X extends FloatPacked<infer S>
      ? S extends readonly [...Shape, ...Norm]
        ? Message<'norm over packed', { want: Roles<Norm>; who: R['who'] }>
        : NormFault<FloatTensor<S>, R, Norm>
      : NotFloatSteps<X, 'input', `this ${R['who']}`>

/** The options of a layer normalisation with the defaults filled in and the sizes as numbers. */
export interface LayerNormConfig {
  readonly normalizedShape: readonly number[]
  readonly eps: number
  readonly elementwiseAffine: boolean
}

/** The description of a normalisation over the last axes. */
export interface LayerNorm<Norm extends Shape, Affine extends boolean = true>
  extends Module<LayerNormRule<Norm, Affine>> {
  readonly config: LayerNormConfig
}

/** The normalisation that the options `O` describe. */
export type LayerNormFrom<O> = O extends LayerNormRequired
  ? LayerNorm<NormOf<O['normalizedShape']>, OptionOf<O, 'elementwiseAffine', true> & boolean>
  : never

type NormOf<N> = N extends Shape ? [...N] : [Feature<SizeOf<N>>]
