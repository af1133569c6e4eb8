import type { EmbeddingFrom } from '../../types/embedding.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Tensor as IntTensor } from '../../types/int-tensor.js'
import { type EmbeddingOptionOrder, type EmbeddingRequired, embeddingOptions } from '../../types/module-options.js'
import type { OptionsOr } from '../../types/option-check.js'
import type { Shape } from '../../types/shape.js'
import { checkIntegers } from '../op/check.js'
import { eachToken } from '../op/each-step.js'
import { lookup } from '../op/lookup.js'
import { axisOf } from '../tensor/axis.js'
import { drawNormal } from '../tensor/draw.js'
import { labelOf } from '../tensor/shape.js'
import { type Facts, passAll } from './facts.js'
import { checkNames } from './feature-input.js'
import type { Draw } from './init.js'
import { moduleOf } from './module.js'
import { index, vocab as tokens } from './module-options.js'
import { checkOptions, featureOf, size } from './options.js'

// The cast: of axes that were checked, which the types no longer see here.
const rowsOf = lookup as unknown as (
  table: FloatTensor<Shape> | undefined,
  tokens: IntTensor<Shape, 'i32'>,
  padding: number | undefined,
) => FloatTensor<Shape>

/**
 * A table with a row of features for each token, `torch.nn.Embedding`: `y[i] = weight[input[i]]`.
 *
 *   input  : [...], i32, each from 0 to Tokens - 1     weight : [Tokens, Features]
 *   output : [..., Features]
 *
 * `init` draws the table from N(0, 1). The row of `paddingIdx` is zeros, and no gradient reaches it; any number of tokens from data can be had by
 * name, `numEmbeddings: axis('vocab', 'V', n)`.
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile. A token outside the table
 * throws whatever the types are, since they do not see it: "input[1] is 7, but this Embedding has vocab 5, whose indices are 0 to 4"
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Embedding.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, embedding, manualSeed, seq, tensor } from 'shapefold'
 *
 * const letters = embedding({ numEmbeddings: 26, embeddingDim: 8 })
 * const [params] = letters.init(manualSeed(0))
 * const words = tensor([seq(3), batch(2)], Int32Array.of(2, 3, 0, 14, 19, 6))
 * assert.deepStrictEqual(letters.apply(params)(words).shape, [3, 2, 8])
 */
export const embedding = <const O>(
  options: OptionsOr<O, typeof embeddingOptions, EmbeddingOptionOrder, EmbeddingRequired, 'Embedding'>,
): EmbeddingFrom<O> => {
  const { numEmbeddings, embeddingDim, paddingIdx } = checkOptions(
    embeddingOptions,
    { size, vocab: tokens, index },
    options,
    'Embedding',
  )
  const count = typeof numEmbeddings === 'number' ? numEmbeddings : numEmbeddings.size
  const vocab = axisOf('vocab', typeof numEmbeddings === 'number' ? count : labelOf(numEmbeddings), count)
  const features = featureOf(embeddingDim)
  const facts: Facts = {
    who: 'Embedding',
    data: 'i32',
    takes: 'any',
    gives: 'any',
    features: undefined,
    result: features,
    option: 'numEmbeddings',
    pass: passAll,
  }
  const draw: Draw = (rng) => {
    const [table, next] = drawNormal(rng, count * features.size)
    if (paddingIdx !== undefined) table.fill(0, paddingIdx * features.size, (paddingIdx + 1) * features.size)
    return [table, next]
  }
  const module = moduleOf({
    config: { numEmbeddings: count, embeddingDim: features.size, paddingIdx },
    facts,
    params: [{ key: 'weight', axes: [vocab, features], draw }],
    check: (input) => {
      const tokens = checkIntegers(input, 'input', 'this Embedding')
      checkNames('Embedding', [vocab, features], tokens.axes)
      return tokens
    },
    read: eachToken,
    run: ([table], tokens) => rowsOf(table, tokens, paddingIdx),
  })
  // The cast: the rules that are checked here are the twins of the type's own.
  return module as unknown as EmbeddingFrom<O>
}
