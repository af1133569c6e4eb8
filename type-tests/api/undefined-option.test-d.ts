import { type RNN, rnn } from 'shapefold'
import { expectType } from 'tsd'

// Options given as undefined are left out.
expectType<RNN<5, 3, 1, 1, false, true>>(
  rnn({
    inputSize: 5,
    hiddenSize: 3,
    numLayers: undefined,
    nonlinearity: undefined,
    bias: undefined,
    batchFirst: undefined,
    dropout: undefined,
    bidirectional: undefined,
  }),
)
