/** Inputs that do not fit their network. */
import { axis, batch, feature, full, layer, manualSeed, ones, rnn, seq, zeros } from 'shapefold'

const net = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(manualSeed(0))
const run = net.apply(params)
const batchFirst = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
const runFirst = batchFirst.apply(batchFirst.init(manualSeed(0))[0])
const named = rnn({ inputSize: feature('I', 5), hiddenSize: feature('H', 3) })
const runNamed = named.apply(named.init(manualSeed(0))[0])

// Features.

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
run(zeros([seq(4), batch(2), feature(6)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
run(zeros([seq(4), feature(6)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
runFirst(zeros([batch(2), seq(4), feature(6)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 2147483648, but this RNN takes feature 5: set inputSize: 2147483648
net.apply(params)(zeros([seq(4), batch(2), feature(2147483648)]))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// A name is a size of its own, even where its number is right.

// ! input has feature I, but this RNN takes feature 5: set inputSize: feature('I', n)
run(zeros([seq(4), batch(2), feature('I', 5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 5, but this RNN takes feature I: set inputSize: 5
runNamed(zeros([seq(4), batch(2), feature(5)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature H, but this RNN takes feature I: set inputSize: feature('H', n)
runNamed(zeros([seq(4), batch(2), feature('H', 5)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input has feature 2*I, but this RNN takes feature I: set inputSize: feature('2*I', n)
runNamed(zeros([seq(4), batch(2), feature('2*I', 10)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Batch first and second.

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
run(zeros([batch(2), seq(4), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, batch, feature), but this RNN takes (batch, seq, feature): set batchFirst: false
runFirst(zeros([seq(4), batch(2), feature(5)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Equal sizes hide nothing.

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
run(zeros([batch(4), seq(4), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, batch, feature), but this RNN takes (batch, seq, feature): set batchFirst: false
runFirst(zeros([seq(2), batch(2), feature(5)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Both faults at once: the order comes first.

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
run(zeros([batch(2), seq(4), feature(6)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Other orders.

// ! input is (feature, seq, batch), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([feature(5), seq(4), batch(2)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, feature, batch), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([seq(4), feature(5), batch(2)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature, seq), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([feature(5), seq(4)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature, batch, seq), but this RNN takes (batch, seq, feature) or, without a batch, (seq, feature)
runFirst(zeros([feature(5), batch(2), seq(4)]))
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, feature, seq), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([batch(2), feature(5), seq(4)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Too few and too many.

// ! input is (seq), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([seq(4)]))
//  ^^^^^^^^^^^^^^^

// ! input is (), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([]))
//  ^^^^^^^^^

// ! input is (seq, batch, feature, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([seq(4), batch(2), feature(5), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (layer, seq, batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([layer(1), seq(4), batch(2), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (seq, seq, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([seq(4), seq(4), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Foreign roles.

// ! input is (seq, batch, vocab), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([seq(4), batch(2), axis('vocab', 5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (time, batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([axis('time', 4), batch(2), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (layer, batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([layer(4), batch(2), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (layer, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature)
run(zeros([layer(4), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// One step where a sequence is taken.

// ! input is (batch, feature), but this RNN takes (seq, batch, feature) or, without a batch, (seq, feature): for one time step there is step(params)
run(zeros([batch(2), feature(5)]))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (feature), but this RNN takes (batch, seq, feature) or, without a batch, (seq, feature): for one time step there is step(params)
runFirst(zeros([feature(5)]))
//       ^^^^^^^^^^^^^^^^^^^

// Other numbers.

// ! input holds i32 numbers, but this RNN takes f32
run(zeros([seq(4), batch(2), feature(5)], 'i32'))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input holds i32 numbers, but this RNN takes f32
run(full([seq(4), feature(5)], 1, 'i32'))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// No tensor at all.

// ! input is not a tensor: write tensor(axes, data) or x.output
run([[1, 2, 3, 4, 5]])
//  ^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run(new Float32Array(40))
//  ^^^^^^^^^^^^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run(null)
//  ^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run(undefined)
//  ^^^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run(5)
//  ^

// ! input is not a tensor: write tensor(axes, data) or x.output
run('input')
//  ^^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run(params)
//  ^^^^^^

// ! input is not a tensor: write tensor(axes, data) or x.output
run({ axes: [seq(4), batch(2), feature(5)], data: new Float32Array(40) })
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! TS2554: Expected 1-2 arguments, but got 0.
run()

// What a network gives is wider than what it takes.

const both = rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true })
const { output } = both.apply(both.init(manualSeed(0))[0])(ones([seq(4), batch(2), feature(5)]))
const next = rnn({ inputSize: 3, hiddenSize: 3 })
const runNext = next.apply(next.init(manualSeed(0))[0])

// ! input has feature 6, but this RNN takes feature 3: set inputSize: 6
runNext(output)
//      ^^^^^^

// Training takes what running takes.

// ! input has feature 6, but this RNN takes feature 5: set inputSize: 6
net.train(params)(zeros([seq(4), batch(2), feature(6)]))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
net.train(params)(zeros([batch(2), seq(4), feature(5)]))
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
