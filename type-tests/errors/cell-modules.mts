/** What does not fit a cell. */
import {
  batch,
  feature,
  gruCell,
  layer,
  linear,
  lstmCell,
  manualSeed,
  rnn,
  rnnCell,
  seq,
  sequential,
  zeros,
} from 'shapefold'

const elman = rnnCell({ inputSize: 5, hiddenSize: 3 })
const [params, rng] = elman.init(manualSeed(0))
const step = elman.apply(params)
const long = lstmCell({ inputSize: 5, hiddenSize: 3 })
const longStep = long.apply(long.init(rng)[0])
const x = zeros([batch(2), feature(5)])

// Options.

// ! this LSTMCell lacks hiddenSize: the number of features of the hidden state
lstmCell({ inputSize: 5 })
//       ^^^^^^^^^^^^^^^^

// ! this RNNCell has no option numLayers: see the options of torch.nn.RNNCell, in camel case
rnnCell({ inputSize: 5, hiddenSize: 3, numLayers: 2 })
//                                     ^^^^^^^^^

// ! nonlinearity is 'sigmoid', but this RNNCell knows 'tanh' and 'relu'
rnnCell({ inputSize: 5, hiddenSize: 3, nonlinearity: 'sigmoid' })
//                                     ^^^^^^^^^^^^

// ! this GRUCell has no option nonlinearity: it is an option of rnn
gruCell({ inputSize: 5, hiddenSize: 3, nonlinearity: 'tanh' })
//                                     ^^^^^^^^^^^^

// Inputs.

// ! input is (seq, batch, feature), but this RNNCell takes (batch, feature) or, without a batch, (feature): for a whole sequence there are rnn, lstm and gru
step(zeros([seq(4), batch(2), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature, batch), but this RNNCell takes (batch, feature) or, without a batch, (feature)
step(zeros([feature(5), batch(2)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 4, but this RNNCell takes feature 5: set inputSize: 4
step(zeros([batch(2), feature(4)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 4, but this LSTMCell takes feature 5: set inputSize: 4
longStep(zeros([feature(4)]))
//       ^^^^^^^^^^^^^^^^^^

// States.

// ! state0 has batch 3, but the input has batch 2
step(x, zeros([batch(3), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has feature 4, but this RNNCell takes feature 3: its hiddenSize
step(x, zeros([batch(2), feature(4)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (feature), but the input has batch 2, so this RNNCell takes (batch, feature)
step(x, zeros([feature(3)]))
//      ^^^^^^^^^^^^^^^^^^

// ! state0 is (batch, feature), but the input has no batch, so this RNNCell takes (feature)
step(zeros([feature(5)]), zeros([batch(2), feature(3)]))
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, batch, feature), but this RNNCell takes (batch, feature)
step(x, zeros([layer(1), batch(2), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is { hidden, cell }, but this RNNCell takes one tensor: it has no cell state, so give hidden alone
step(x, longStep(x))
//      ^^^^^^^^^^^

// ! state0 is a tensor, but this LSTMCell takes { hidden, cell }: its state is a pair of tensors
longStep(x, zeros([batch(2), feature(3)]))
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 lacks cell, but this LSTMCell takes { hidden, cell }
longStep(x, { hidden: zeros([batch(2), feature(3)]) })
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.cell has feature 4, but this LSTMCell takes feature 3: its hiddenSize
longStep(x, { hidden: zeros([batch(2), feature(3)]), cell: zeros([batch(2), feature(4)]) })
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Parameters.

// ! params lacks weight_ih, which this RNNCell has
elman.apply(rnn({ inputSize: 5, hiddenSize: 3 }).init(rng)[0])
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.weight_ih is (3, 5), but this LSTMCell takes (12, 5)
long.apply(params)
//         ^^^^^^

// Joints.

// ! layer 1 (RNNCell) takes one time step, but layer 0 (RNN) gives a sequence: put last or pool between them
sequential(rnn({ inputSize: 4, hiddenSize: 5 }), elman)
//                                               ^^^^^

// ! layer 1 (RNN) takes a sequence, but layer 0 (LSTMCell) gives one time step
sequential(long, rnn({ inputSize: 3, hiddenSize: 5 }))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! layer 2 (Linear) takes feature 5, but layer 0 (LSTMCell) gives feature 3: set inFeatures: 3
sequential(long, sequential(), linear({ inFeatures: 5, outFeatures: 1 }))
//                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
