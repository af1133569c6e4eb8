/** One time step. */
import { axis, batch, feature, layer, manualSeed, rnn, seq, zeros } from 'shapefold'

const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2 })
const [params] = net.init(manualSeed(0))
const step = net.step(params)
const x = zeros([batch(2), feature(5)])

// A network that reads in two directions has no step.

const both = rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true })
const [bothParams] = both.init(manualSeed(0))
// ! this RNN is bidirectional, and its reverse direction starts at the end of the sequence: step needs bidirectional: false
both.step(bothParams)
//        ^^^^^^^^^^

// ! this RNN is bidirectional, and its reverse direction starts at the end of the sequence: step needs bidirectional: false
both.step(params)
//        ^^^^^^

// A sequence is not a step, and a step no sequence.

// ! input is (seq, batch, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
step(zeros([seq(4), batch(2), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, seq, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
step(zeros([batch(2), seq(4), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
step(zeros([seq(4), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
net.apply(params)(x)
//                ^

// ! input is (feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
net.apply(params)(zeros([feature(5)]))
//                ^^^^^^^^^^^^^^^^^^^

// ! input is (batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
net.train(params)(x)
//                ^

// Axes.

// ! input is (feature, batch), but one step of this RNN takes (batch, feature) or, without a batch, (feature)
step(zeros([feature(5), batch(2)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (layer, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature)
step(zeros([layer(1), feature(5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (vocab), but one step of this RNN takes (batch, feature) or, without a batch, (feature)
step(zeros([axis('vocab', 5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch), but one step of this RNN takes (batch, feature) or, without a batch, (feature)
step(zeros([batch(2)]))
//   ^^^^^^^^^^^^^^^^^

// ! input is (), but one step of this RNN takes (batch, feature) or, without a batch, (feature)
step(zeros([]))
//   ^^^^^^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
step(zeros([batch(2), feature(6)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
step(zeros([feature(6)]))
//   ^^^^^^^^^^^^^^^^^^^

// ! input has feature I, but this RNN takes feature 5: set inputSize: feature('I', n)
step(zeros([feature('I', 5)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^

// No tensor of floats.

// ! input holds i32 numbers, but this RNN takes f32
step(zeros([batch(2), feature(5)], 'i32'))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
step([1, 2, 3, 4, 5])
//   ^^^^^^^^^^^^^^^

// States.

// ! state0 has layer 1, but this RNN takes layer 2: numLayers 2 times 1 direction
step(x, zeros([layer(1), batch(2), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has batch 3, but the input has batch 2
step(x, zeros([layer(2), batch(3), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has feature 5, but this RNN takes feature 3: its hiddenSize
step(x, zeros([layer(2), batch(2), feature(5)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (batch, layer, feature), but this RNN takes (layer, batch, feature)
step(x, zeros([batch(2), layer(2), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, feature), but the input has batch 2, so this RNN takes (layer, batch, feature)
step(x, zeros([layer(2), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, batch, feature), but the input has no batch, so this RNN takes (layer, feature)
step(zeros([feature(5)]), zeros([layer(2), batch(2), feature(3)]))
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (batch, feature), but this RNN takes (layer, batch, feature)
step(x, zeros([batch(2), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is not a tensor: write tensor(axes, data) or x.output
step(x, null)
//      ^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
step(zeros([batch(2), feature(6)]), zeros([layer(2), batch(2), feature(3)]))
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

const some = Math.random() < 0.5 ? zeros([batch(2), feature(5)]) : zeros([batch(3), feature(5)])
// ! input may have one of several shapes, but this RNN with a state0 takes one: narrow it first
step(some, zeros([layer(2), batch(2), feature(3)]))
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// batchFirst changes nothing for one step, so neither does it change the words.

const first = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
const stepFirst = first.step(first.init(manualSeed(0))[0])
// ! input is (batch, seq, feature), but one step of this RNN takes (batch, feature) or, without a batch, (feature): for a whole sequence there is apply(params)
stepFirst(zeros([batch(2), seq(1), feature(5)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (batch, layer, feature), but this RNN takes (layer, batch, feature): batchFirst does not move the axes of a state
stepFirst(x, zeros([batch(2), layer(1), feature(3)]))
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
