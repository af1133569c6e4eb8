import type { Axis, Feature } from './axis.js'
import type { Packed as FloatPacked } from './float-packed.js'
import type { Tensor as FloatTensor } from './float-tensor.js'
import type { Packed as IntPacked } from './int-packed.js'
import type { Tensor as IntTensor } from './int-tensor.js'
import type { Message } from './message.js'
import type { Module } from './module.js'
import type { EmbeddingRequired } from './module-options.js'
import type { SizeOf } from './options.js'
import type { AnyPacked } from './packed.js'
import type { Rule } from './rule.js'
import type { Shape } from './shape.js'
import type { Size } from './size.js'
import type { AnyTensor } from './tensor.js'

/** The table of an embedding, `weight : [Tokens, Features]`. */
export interface EmbeddingParams<Tokens extends Size, Features extends Size> {
  readonly weight: FloatTensor<[Axis<'vocab', Tokens>, Feature<Features>]>
}

/** `[...] -> [..., Features]` */
export interface EmbeddingRule<Tokens extends Size, Features extends Size> extends Rule {
  readonly output: this['input'] extends IntTensor<infer S extends Shape, 'i32'>
    ? FloatTensor<[...S, Feature<Features>]>
    : this['input'] extends IntPacked<infer S extends Shape, 'i32'>
      ? FloatPacked<[...S, Feature<Features>]>
      : NotTokens<this['input']>
  readonly who: 'Embedding'
  readonly data: 'i32'
  readonly takes: 'any'
  readonly gives: 'any'
  readonly features: undefined
  readonly result: Features
  readonly option: 'numEmbeddings'
  readonly params: EmbeddingParams<Tokens, Features>
  readonly keys: ['weight']
}

type NotTokens<X> = X extends AnyTensor | AnyPacked
  ? Message<'wrong type of data', { what: 'input'; got: 'f32'; want: 'i32'; who: 'this Embedding' }>
  : Message<'not a tensor', { what: 'input' }>

/** The options of an embedding with the defaults filled in and the sizes as numbers. */
export interface EmbeddingConfig {
  readonly numEmbeddings: number
  readonly embeddingDim: number
  /** From 0 on, also where it was given from the end. */
  readonly paddingIdx: number | undefined
}

/** The description of a table that has a row of features for each token. */
export interface Embedding<Tokens extends Size, Features extends Size> extends Module<EmbeddingRule<Tokens, Features>> {
  readonly config: EmbeddingConfig
}

/** The embedding that the options `O` describe. */
export type EmbeddingFrom<O> = O extends EmbeddingRequired
  ? Embedding<SizeOf<O['numEmbeddings']>, SizeOf<O['embeddingDim']>>
  : never
