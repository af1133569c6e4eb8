/** States that do not fit their network or their input. */
import { axis, batch, feature, layer, manualSeed, rnn, seq, zeros } from 'shapefold'

const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2 })
const [params] = net.init(manualSeed(0))
const run = net.apply(params)
const x = zeros([seq(4), batch(2), feature(5)])
const xs = zeros([seq(4), feature(5)])

const both = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true })
const runBoth = both.apply(both.init(manualSeed(0))[0])
const first = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
const runFirst = first.apply(first.init(manualSeed(0))[0])
const xFirst = zeros([batch(2), seq(4), feature(5)])
const named = rnn({ inputSize: feature('I', 5), hiddenSize: feature('H', 3) })
const runNamed = named.apply(named.init(manualSeed(0))[0])
const xNamed = zeros([seq('T', 4), batch('B', 2), feature('I', 5)])

// Layers and directions.

// ! state0 has layer 1, but this RNN takes layer 2: numLayers 2 times 1 direction
run(x, zeros([layer(1), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has layer 4, but this RNN takes layer 2: numLayers 2 times 1 direction
run(x, zeros([layer(4), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has layer 1, but this RNN takes layer 2: numLayers 2 times 1 direction
run(xs, zeros([layer(1), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has layer 2, but this RNN takes layer 4: numLayers 2 times 2 directions
runBoth(x, zeros([layer(2), batch(2), feature(3)]))
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has layer 2, but this RNN takes layer 1: numLayers 1 times 1 direction
runFirst(xFirst, zeros([layer(2), batch(2), feature(3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has layer L, but this RNN takes layer 2: numLayers 2 times 1 direction
run(x, zeros([layer('L', 2), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Batch.

// ! state0 has batch 3, but the input has batch 2
run(x, zeros([layer(2), batch(3), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has batch 4, but the input has batch 2
runFirst(xFirst, zeros([layer(1), batch(4), feature(3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has batch B, but the input has batch 2
run(x, zeros([layer(2), batch('B', 2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has batch 2, but the input has batch B
runNamed(xNamed, zeros([layer(1), batch(2), feature('H', 3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has batch C, but the input has batch B
runNamed(xNamed, zeros([layer(1), batch('C', 2), feature('H', 3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Feature.

// ! state0 has feature 5, but this RNN takes feature 3: its hiddenSize
run(x, zeros([layer(2), batch(2), feature(5)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has feature 5, but this RNN takes feature 3: its hiddenSize
run(xs, zeros([layer(2), feature(5)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// The state of each direction is as wide as hiddenSize, not as the output.
// ! state0 has feature 6, but this RNN takes feature 3: its hiddenSize
runBoth(x, zeros([layer(4), batch(2), feature(6)]))
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has feature 3, but this RNN takes feature H: its hiddenSize
runNamed(xNamed, zeros([layer(1), batch('B', 2), feature(3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 has feature I, but this RNN takes feature H: its hiddenSize
runNamed(xNamed, zeros([layer(1), batch('B', 2), feature('I', 5)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Order.

// ! state0 is (batch, layer, feature), but this RNN takes (layer, batch, feature)
run(x, zeros([batch(2), layer(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// batchFirst moves the axes of the input, and never those of a state.
// ! state0 is (batch, layer, feature), but this RNN takes (layer, batch, feature): batchFirst does not move the axes of a state
runFirst(xFirst, zeros([batch(2), layer(1), feature(3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (feature, batch, layer), but this RNN takes (layer, batch, feature)
run(x, zeros([feature(3), batch(2), layer(2)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, feature, batch), but this RNN takes (layer, batch, feature)
run(x, zeros([layer(2), feature(3), batch(2)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (feature, layer), but this RNN takes (layer, feature)
run(xs, zeros([feature(3), layer(2)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// With and without a batch.

// ! state0 is (layer, batch, feature), but the input has no batch, so this RNN takes (layer, feature)
run(xs, zeros([layer(2), batch(1), feature(3)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, feature), but the input has batch 2, so this RNN takes (layer, batch, feature)
run(x, zeros([layer(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, batch, feature), but the input has no batch, so this RNN takes (layer, feature)
runFirst(xs, zeros([layer(1), batch(2), feature(3)]))
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, feature), but the input has batch 2, so this RNN takes (layer, batch, feature)
runFirst(xFirst, zeros([layer(1), feature(3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, feature), but the input has batch B, so this RNN takes (layer, batch, feature)
runNamed(xNamed, zeros([layer(1), feature('H', 3)]))
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Too few, too many, foreign.

// ! state0 is (feature), but this RNN takes (layer, batch, feature)
run(x, zeros([feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^

// ! state0 is (batch, feature), but this RNN takes (layer, batch, feature)
run(x, zeros([batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, layer, batch, feature), but this RNN takes (layer, batch, feature)
run(x, zeros([layer(2), layer(1), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (seq, batch, feature), but this RNN takes (layer, batch, feature)
run(x, zeros([seq(2), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (depth, batch, feature), but this RNN takes (layer, batch, feature)
run(x, zeros([axis('depth', 2), batch(2), feature(3)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (seq, batch, feature), but this RNN takes (layer, batch, feature)
run(x, x)
//     ^

// No tensor of floats.

// ! state0 holds i32 numbers, but this RNN takes f32
run(x, zeros([layer(2), batch(2), feature(3)], 'i32'))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is not a tensor: write tensor(axes, data) or x.output
run(x, null)
//     ^^^^

// ! state0 is not a tensor: write tensor(axes, data) or x.output
run(x, [[0, 0, 0]])
//     ^^^^^^^^^^^

// ! state0 is not a tensor: write tensor(axes, data) or x.output
run(x, { hidden: zeros([layer(2), batch(2), feature(3)]) })
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// A wrong input has one error, its own, whatever its state is.

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
run(zeros([seq(4), batch(2), feature(6)]), zeros([layer(2), batch(2), feature(3)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
run(zeros([batch(2), seq(4), feature(5)]), zeros([layer(2), batch(2), feature(3)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature, batch, seq), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([feature(5), batch(2), seq(4)]), zeros([layer(2), batch(2), feature(3)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
run(zeros([seq(4), batch(2), feature(6)]), zeros([layer(1), batch(2), feature(3)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// One of two inputs with one of two states: 2 must not meet 3.

const two = zeros([seq(4), batch(2), feature(5)])
const three = zeros([seq(4), batch(3), feature(5)])
const some = Math.random() < 0.5 ? two : three

// ! input may have one of several shapes, but this RNN with a state0 takes one: narrow it first
run(some, zeros([layer(2), batch(2), feature(3)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// The hidden state of another network.

const other = rnn({ inputSize: 5, hiddenSize: 4, numLayers: 2 })
const { hidden } = other.apply(other.init(manualSeed(0))[0])(x)

// ! state0 has feature 4, but this RNN takes feature 3: its hiddenSize
run(x, hidden)
//     ^^^^^^

// In training.

// ! state0 has layer 1, but this RNN takes layer 2: numLayers 2 times 1 direction
net.train(params)(x, zeros([layer(1), batch(2), feature(3)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! state0 is (layer, batch, feature), but the input has no batch, so this RNN takes (layer, feature)
net.train(params)(xs, zeros([layer(2), batch(2), feature(3)]))
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
