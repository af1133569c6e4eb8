/** Wrong programs of lstm and gru, where they differ from rnn: projections, pairs of states, gates. */
import { axis, batch, feature, gru, layer, lstm, manualSeed, rnn, seq, zeros } from 'shapefold'

declare const n: number
declare const maybe: boolean

const seed = manualSeed(0)
const net = lstm({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(seed)
const run = net.apply(params)
const gated = gru({ inputSize: 5, hiddenSize: 3 })
const [gruParams] = gated.init(seed)
const runGru = gated.apply(gruParams)
const elman = rnn({ inputSize: 5, hiddenSize: 3 })
const [rnnParams] = elman.init(seed)
const projected = lstm({ inputSize: 5, hiddenSize: 3, projSize: 2 })
const [projectedParams] = projected.init(seed)
const runProjected = projected.apply(projectedParams)
const deep = lstm({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true, batchFirst: true })
const runDeep = deep.apply(deep.init(seed)[0])
const named = lstm({ inputSize: 5, hiddenSize: feature('H', n), projSize: feature('P', n) })
const runNamed = named.apply(named.init(seed)[0])
const x = zeros([seq(4), batch(2), feature(5)])
const xs = zeros([seq(4), feature(5)])
const h = zeros([layer(1), batch(2), feature(3)])

// Options.

// ! this LSTM lacks hiddenSize: the number of features of the hidden state
lstm({ inputSize: 5 })
//   ^^^^^^^^^^^^^^^^

// ! this LSTM takes an object of options: give inputSize and hiddenSize
lstm(5)
//   ^

// ! TS2554: Expected 1 arguments, but got 2.
gru({ inputSize: 5, hiddenSize: 3 }, 2)
//                                   ^

// ! this LSTM has no option nonlinearity: it is an option of rnn
lstm({ inputSize: 5, hiddenSize: 3, nonlinearity: 'relu' })
//                                  ^^^^^^^^^^^^

// ! this GRU has no option nonlinearity: it is an option of rnn
gru({ inputSize: 5, hiddenSize: 3, nonlinearity: 'tanh' })
//                                 ^^^^^^^^^^^^

// ! this GRU has no option projSize: it is an option of lstm
gru({ inputSize: 5, hiddenSize: 3, projSize: 2 })
//                                 ^^^^^^^^

// ! this GRU has no option proj_size: it is an option of lstm
gru({ inputSize: 5, hiddenSize: 3, proj_size: 2 })
//                                 ^^^^^^^^^

// ! this LSTM has no option proj_size: write projSize
lstm({ inputSize: 5, hiddenSize: 3, proj_size: 2 })
//                                  ^^^^^^^^^

// ! this LSTM has no option device: see the options of torch.nn.LSTM, in camel case
lstm({ inputSize: 5, hiddenSize: 3, device: 'cpu' })
//                                  ^^^^^^

// ! dropout is 0.5, but it acts between layers and this LSTM has one: set numLayers: 2, or leave dropout out
lstm({ inputSize: 5, hiddenSize: 3, dropout: 0.5 })
//                                  ^^^^^^^

// ! inputSize is an axis of role batch, but this GRU counts features: write a positive integer, or feature('N', n)
gru({ inputSize: batch(5), hiddenSize: 3 })
//    ^^^^^^^^^

// ! projSize is 3, but it must be less than hiddenSize, which is 3
lstm({ inputSize: 5, hiddenSize: 3, projSize: 3 })
//                                  ^^^^^^^^

// ! projSize is 10, but it must be less than hiddenSize, which is 9
lstm({ inputSize: 5, hiddenSize: 9, projSize: 10 })
//                                  ^^^^^^^^

// ! projSize is H, but it must be less than hiddenSize, which is H
lstm({ inputSize: 5, hiddenSize: feature('H', n), projSize: feature('H', n) })
//                                                ^^^^^^^^

// ! the size of projSize is -1, but a size is a positive integer
lstm({ inputSize: 5, hiddenSize: 3, projSize: -1 })
//                                  ^^^^^^^^

// ! projSize has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in feature('N', n)
lstm({ inputSize: 5, hiddenSize: 3, projSize: n })
//                                  ^^^^^^^^

// ! the size of projSize is one of several, but an axis has one size: narrow it first, or name it, as in feature('N', n)
lstm({ inputSize: 5, hiddenSize: 3, projSize: maybe ? 0 : 2 })
//                                  ^^^^^^^^

// ! projSize is not a size: write a positive integer, or a name, as in feature('N', n)
lstm({ inputSize: 5, hiddenSize: 3, projSize: null })
//                                  ^^^^^^^^

// ! projSize is the name 'P' without a number: write feature('P', n)
lstm({ inputSize: 5, hiddenSize: 3, projSize: 'P' })
//                                  ^^^^^^^^

// ! projSize is an axis of role vocab, but this LSTM counts features: write a positive integer, or feature('N', n)
lstm({ inputSize: 5, hiddenSize: 3, projSize: axis('vocab', 2) })
//                                  ^^^^^^^^

const wide: { inputSize: 5; hiddenSize: 3; projSize: 4 } = { inputSize: 5, hiddenSize: 3, projSize: 4 }
// ! projSize is 4, but it must be less than hiddenSize, which is 3
lstm(wide)
//   ^^^^

// Inputs.

// ! input has feature 6, but this LSTM takes feature 5: set inputSize: 6
run(zeros([seq(4), batch(2), feature(6)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, seq, feature), but this GRU takes (seq, batch, feature): set batchFirst: true
runGru(zeros([batch(2), seq(4), feature(5)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, feature), but this LSTM takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
run(zeros([batch(2), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, batch, feature), but one step of this GRU takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
gated.step(gruParams)(x)
//                    ^

// A tensor where a pair is wanted, and a pair where a tensor is.

// ! state0 is a tensor, but this LSTM takes { hidden, cell }: its state is a pair of tensors
run(x, h)
//     ^

// ! state0 is an array, but this LSTM takes { hidden, cell }: its state is a pair of tensors
run(x, [h, h])
//     ^^^^^^

// ! state0 is null, but this LSTM takes { hidden, cell }: its state is a pair of tensors
run(x, null)
//     ^^^^

// ! state0 is { hidden, cell }, but this GRU takes one tensor: it has no cell state, so give hidden alone
runGru(x, { hidden: h, cell: h })
//        ^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is { hidden, cell }, but this RNN takes one tensor: it has no cell state, so give hidden alone
elman.apply(rnnParams)(x, run(x))
//                        ^^^^^^

// ! state0 is not a tensor: write tensor(axes, data) or x.output
runGru(x, runGru(x))
//        ^^^^^^^^^

// Keys of the pair.

// ! state0 lacks cell, but this LSTM takes { hidden, cell }
run(x, { hidden: h })
//     ^^^^^^^^^^^^^

// ! state0 lacks hidden, but this LSTM takes { hidden, cell }
run(x, { cell: h })
//     ^^^^^^^^^^^

// ! state0 lacks hidden, but this LSTM takes { hidden, cell }
run(x, {})
//     ^^

// ! state0 has carry, but this LSTM takes { hidden, cell }
run(x, { hidden: h, cell: h, carry: h })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 lacks cell, but this LSTM takes { hidden, cell }
run(x, runGru(x))
//     ^^^^^^^^^

// ! state0.cell is not a tensor: write tensor(axes, data) or x.output
run(x, { hidden: h, cell: undefined })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Axes of the two, by name.

// ! state0.hidden has layer 2, but this LSTM takes layer 1: numLayers 1 times 1 direction
run(x, { hidden: zeros([layer(2), batch(2), feature(3)]), cell: h })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.cell has batch 3, but the input has batch 2
run(x, { hidden: h, cell: zeros([layer(1), batch(3), feature(3)]) })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.cell has feature 4, but this LSTM takes feature 3: its hiddenSize
run(x, { hidden: h, cell: zeros([layer(1), batch(2), feature(4)]) })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.hidden is (layer, batch, feature), but the input has no batch, so this LSTM takes (layer, feature)
run(xs, run(x))
//      ^^^^^^

// ! state0.hidden is (layer, feature), but the input has batch 2, so this LSTM takes (layer, batch, feature)
run(x, run(xs))
//     ^^^^^^^

// ! state0.cell holds i32 numbers, but this LSTM takes f32
run(x, { hidden: h, cell: zeros([layer(1), batch(2), feature(3)], 'i32') })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.hidden is (batch, layer, feature), but this LSTM takes (layer, batch, feature): batchFirst does not move the axes of a state
runDeep(zeros([batch(2), seq(4), feature(5)]), { hidden: zeros([batch(2), layer(4), feature(3)]), cell: h })
//                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.hidden has layer 1, but this LSTM takes layer 4: numLayers 2 times 2 directions
runDeep(zeros([batch(2), seq(4), feature(5)]), { hidden: h, cell: h })
//                                             ^^^^^^^^^^^^^^^^^^^^^^

// With a projection the two differ in width.

// ! state0.hidden has feature 3, but this LSTM takes feature 2: its projSize
runProjected(x, { hidden: h, cell: h })
//              ^^^^^^^^^^^^^^^^^^^^^^

// ! state0.cell has feature 2, but this LSTM takes feature 3: its hiddenSize
runProjected(x, { hidden: runProjected(x).hidden, cell: runProjected(x).hidden })
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0.hidden has feature H, but this LSTM takes feature P: its projSize
runNamed(x, { hidden: runNamed(x).cell, cell: runNamed(x).cell })
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// In training and in steps.

// ! state0 is a tensor, but this LSTM takes { hidden, cell }: its state is a pair of tensors
net.train(params)(x, h)
//                   ^

// ! state0.hidden has batch 3, but the input has batch 2
net.step(params)(zeros([batch(2), feature(5)]), { hidden: zeros([layer(1), batch(3), feature(3)]), cell: h })
//                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! this LSTM is bidirectional, and its reverse direction starts at the end of the sequence: step needs bidirectional: false
deep.step(deep.init(seed)[0])
//        ^^^^^^^^^^^^^^^^^^

// One of two inputs with one of two states: 2 must not meet 3.
const some = maybe ? x : zeros([seq(4), batch(3), feature(5)])
// ! input may have one of several shapes, but this LSTM with a state0 takes one: narrow it first
run(some, { hidden: h, cell: h })
//        ^^^^^^^^^^^^^^^^^^^^^^

// Parameters: those of another cell, and of another projection.

// ! params.weight_ih_l0 is (12, 5), but this GRU takes (9, 5)
gated.apply(params)
//          ^^^^^^

// ! params.weight_ih_l0 is (9, 5), but this LSTM takes (12, 5)
net.apply(gruParams)
//        ^^^^^^^^^

// ! params.weight_ih_l0 is (3, 5), but this LSTM takes (12, 5)
net.apply(rnnParams)
//        ^^^^^^^^^

// ! params has weight_hr_l0, which this LSTM has not
net.apply(projectedParams)
//        ^^^^^^^^^^^^^^^

// ! params lacks weight_hr_l0, which this LSTM has
projected.apply(params)
//              ^^^^^^

// ! params.weight_hr_l0 is (3, 2), but this LSTM takes (2, 3)
projected.apply({ ...projectedParams, weight_hr_l0: zeros([feature(3), feature(2)]) })
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.weight_ih_l0 is (12, 5), but this LSTM takes (4*H, 5)
named.apply(projectedParams)
//          ^^^^^^^^^^^^^^^

// ! TS2339: Property 'projection' does not exist on type 'LstmParams<5, 3, 1, 1, true, 0>'.
params.projection
//     ^^^^^^^^^^
