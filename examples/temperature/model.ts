/** The network that learns tomorrow's temperature, and how. `twin.py` is the same in PyTorch, from the same seed. */
import {
  adam,
  type Batch,
  type Feature,
  fit,
  gru,
  last,
  linear,
  manualSeed,
  mse,
  type Seq,
  sequential,
  type Tensor,
} from 'shapefold'
import { FEATURES, type WINDOW } from './data.js'

/** Four weeks of six features in, one number out: the days are read one by one, and the last state is asked for an answer. */
export const network = sequential(
  gru({ inputSize: FEATURES, hiddenSize: 32, batchFirst: true }),
  last,
  linear({ inFeatures: 32, outFeatures: 1 }),
)

/** The rows to learn from; only the file knows how many there are. */
export interface Rows {
  readonly x: Tensor<[Batch<'rows'>, Seq<typeof WINDOW>, Feature<typeof FEATURES>]>
  readonly y: Tensor<[Batch<'rows'>, Feature<1>]>
}

/** The weights that PyTorch draws after `torch.manual_seed(0)`, and the generator as it stands then. */
export const [start, rng] = network.init(manualSeed(0))

/** Twelve passes over the rows, in batches of 32. */
export const training = (data: Rows) =>
  fit({
    params: start,
    rng,
    data,
    loss: (p, { x, y }) => mse(network.apply(p)(x), y),
    optimizer: adam({ lr: 2e-3 }),
    batchSize: 32,
    epochs: 12,
    clipNorm: 1,
  })
