import type { OptionTable } from './options.js'

/** The options of the modules, as `rnnOptions` in `options.ts`: read by the types and by the run time. */

/** The options of `linear`. */
export const linearOptions = {
  inFeatures: { kind: 'size', meaning: 'the number of features of the input' },
  outFeatures: { kind: 'size', meaning: 'the number of features of the output' },
  bias: { kind: 'boolean', default: true },
} as const satisfies OptionTable

/** The options of `linear` that have no default. */
export interface LinearRequired {
  readonly inFeatures: unknown
  readonly outFeatures: unknown
}

/** The options of `linear` in PyTorch's order, in which errors are looked for. */
export type LinearOptionOrder = ['inFeatures', 'outFeatures', 'bias']

/** The options of `embedding`. */
export const embeddingOptions = {
  numEmbeddings: { kind: 'vocab', meaning: 'the number of tokens' },
  embeddingDim: { kind: 'size', meaning: 'the number of features of a token' },
  paddingIdx: { kind: 'index', default: undefined },
} as const satisfies OptionTable

/** The options of `embedding` that have no default. */
export interface EmbeddingRequired {
  readonly numEmbeddings: unknown
  readonly embeddingDim: unknown
}

/** The options of `embedding` in PyTorch's order, in which errors are looked for. */
export type EmbeddingOptionOrder = ['numEmbeddings', 'embeddingDim', 'paddingIdx']

/** The options of `layerNorm`. */
export const layerNormOptions = {
  normalizedShape: { kind: 'axes', meaning: 'the number of features, or the last axes' },
  eps: { kind: 'amount', default: 1e-5 },
  elementwiseAffine: { kind: 'boolean', default: true },
} as const satisfies OptionTable

/** The options of `layerNorm` that have no default. */
export interface LayerNormRequired {
  readonly normalizedShape: unknown
}

/** The options of `layerNorm` in PyTorch's order, in which errors are looked for. */
export type LayerNormOptionOrder = ['normalizedShape', 'eps', 'elementwiseAffine']

/** The options of `dropout`. */
export const dropoutOptions = {
  p: { kind: 'chance', default: 0.5 },
} as const satisfies OptionTable

/** The options of `dropout` in which errors are looked for. */
export type DropoutOptionOrder = ['p']

// What the three cells share, in PyTorch's order.
const cell = {
  inputSize: { kind: 'size', meaning: 'the number of features of the input' },
  hiddenSize: { kind: 'size', meaning: 'the number of features of the hidden state' },
  bias: { kind: 'boolean', default: true },
} as const satisfies OptionTable

/** The options of `rnnCell`. */
export const rnnCellOptions = {
  ...cell,
  nonlinearity: { kind: 'nonlinearity', default: 'tanh' },
} as const satisfies OptionTable

/** The options of `lstmCell`. */
export const lstmCellOptions = cell

/** The options of `gruCell`. */
export const gruCellOptions = cell

/** The options of cells in PyTorch's order, in which errors are looked for. */
export type CellOptionOrder = ['inputSize', 'hiddenSize', 'bias']
export type RnnCellOptionOrder = [...CellOptionOrder, 'nonlinearity']
