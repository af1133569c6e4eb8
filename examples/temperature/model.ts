/** The network that learns tomorrow's temperature, and how. `twin.py` is the same in PyTorch, from the same seed. */
import { adam, fit, gru, last, linear, manualSeed, mse, sequential, type Tensor } from 'shapefold'
import { FEATURES } from './data.js'

/** Four weeks of six features, one number out: the days are read one by one, and the last state is asked for an answer. */
export const network = sequential(
  gru({ inputSize: FEATURES, hiddenSize: 32, batchFirst: true }),
  last,
  linear({ inFeatures: 32, outFeatures: 1 }),
)

/** The weights that PyTorch draws after `torch.manual_seed(0)`, and the generator as it stands then. */
const [params, rng] = network.init(manualSeed(0))

export const EPOCHS = 12

/** Training on rows of days. */
export const training = (data: Parameters<typeof lossOf>[1]) =>
  fit({ params, rng, data, loss: lossOf, optimizer: adam({ lr: 2e-3 }), batchSize: 32, epochs: EPOCHS, clipNorm: 1 })
