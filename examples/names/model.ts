/** The network that learns to spell names, and how. `twin.py` is the same in PyTorch, from the same seed. */
import {
  adam,
  type Batch,
  crossEntropy,
  embedding,
  fit,
  gru,
  linear,
  manualSeed,
  type Seq,
  sequential,
  type Tensor,
  type TrainState,
} from 'shapefold'
import type { TIME } from './data.js'

/** A letter in, and how likely each letter is to come next. There are 28 of them, the end of a name among them. */
export const letters = embedding({ numEmbeddings: 28, embeddingDim: 16 })
export const memory = gru({ inputSize: 16, hiddenSize: 96, batchFirst: true })
export const guess = linear({ inFeatures: 96, outFeatures: 28 })

export const network = sequential(['letters', letters], ['memory', memory], ['guess', guess])

/** Names; only the file knows how many there are. */
export interface Rows {
  readonly x: Tensor<[Batch<'names'>, Seq<typeof TIME>], 'i32'>
  readonly y: Tensor<[Batch<'names'>, Seq<typeof TIME>], 'i32'>
}

/** The weights that PyTorch draws after `torch.manual_seed(0)`, and the generator as it stands then. */
export const [start, rng] = network.init(manualSeed(0))
export type Params = typeof start

export const EPOCHS = 6

/** Six passes over the names, in batches of 64; or on from a state that was saved, to so many passes. */
export const training = (data: Rows, more: { readonly from?: TrainState<Params>; readonly steps?: number } = {}) =>
  fit({
    params: start,
    rng,
    data,
    loss: (params, { x, y }) => crossEntropy(network.apply(params)(x), y),
    optimizer: adam({ lr: 4e-3 }),
    batchSize: 64,
    epochs: EPOCHS,
    clipNorm: 1,
    ...more,
  })

/** The mean of -log p over all letters of these names. */
export const lossOn = (params: Params, { x, y }: Rows): number => crossEntropy(network.apply(params)(x), y).toArray()
