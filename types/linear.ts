import type { Feature } from './axis.js'
import type { FeatureFault } from './feature-input.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Module } from './module.js'
import type { LinearRequired } from './module-options.js'
import type { OptionOf, SizeOf } from './options.js'
import type { Rule } from './rule.js'
import type { Shape } from './shape.js'
import type { Size } from './size.js'

/**
 * The parameters of an affine map.
 *
 *   weight : [Out, In]   bias : [Out]
 */
export type LinearParams<In extends Size, Out extends Size, Bias extends boolean = true> = {
  readonly [Key in 'weight' | (Bias extends true ? 'bias' : never)]: Key extends 'weight'
    ? FloatTensor<[Feature<Out>, Feature<In>]>
    : FloatTensor<[Feature<Out>]>
}

/** `[..., In] -> [..., Out]` */
export interface LinearRule<In extends Size, Out extends Size, Bias extends boolean> extends Rule {
  readonly output: this['input'] extends FloatTensor<readonly [...infer Lead extends Shape, Feature<In>]>
    ? FloatTensor<[...Lead, Feature<Out>]>
    : this['input'] extends FloatPacked<readonly [...infer Lead extends Shape, Feature<In>]>
      ? FloatPacked<[...Lead, Feature<Out>]>
      : FeatureFault<this['input'], LinearRule<In, Out, Bias>>
  readonly who: 'Linear'
  readonly data: 'f32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: In
  readonly result: Out
  readonly option: 'inFeatures'
  readonly params: LinearParams<In, Out, Bias>
  readonly keys: Bias extends true ? ['weight', 'bias'] : ['weight']
}

/** The options of an affine map with the defaults filled in and the sizes as numbers. */
export interface LinearConfig {
  readonly inFeatures: number
  readonly outFeatures: number
  readonly bias: boolean
}

/** The description of an affine map of the features. */
export interface Linear<In extends Size, Out extends Size, Bias extends boolean = true>
  extends Module<LinearRule<In, Out, Bias>> {
  readonly config: LinearConfig
}

/** The map that the options `O` describe. */
export type LinearFrom<O> = O extends LinearRequired
  ? Linear<SizeOf<O['inFeatures']>, SizeOf<O['outFeatures']>, OptionOf<O, 'bias', true> & boolean>
  : never
