import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { NotFloatSteps } from './floats.js'
import type { Module } from './module.js'
import type { Rule } from './rule.js'
import type { Shape } from './shape.js'

/** Dropout has no parameters. */
export type NoParams = { readonly [Key in never]: never }

/** `[...] -> [...]` */
export interface DropoutRule extends Rule {
  readonly output: this['input'] extends FloatTensor<infer S extends Shape>
    ? FloatTensor<S>
    : this['input'] extends FloatPacked<infer S extends Shape>
      ? FloatPacked<S>
      : NotFloatSteps<this['input'], 'input', 'this Dropout'>
  readonly who: 'Dropout'
  readonly data: 'f32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: undefined
  readonly result: undefined
  readonly option: 'p'
  readonly params: NoParams
  readonly keys: []
}

/** The options of dropout with the defaults filled in. */
export interface DropoutConfig {
  readonly p: number
}

/** The description of dropout: in training each number is 0 with probability `p`. */
export interface Dropout extends Module<DropoutRule> {
  readonly config: DropoutConfig
}
