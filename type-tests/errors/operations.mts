/** Operations whose shapes don't fit. */
import {
  add,
  argmax,
  axis,
  batch,
  concat,
  div,
  feature,
  gather,
  matmul,
  mean,
  mul,
  narrow,
  permute,
  reshape,
  select,
  seq,
  slice,
  softmax,
  sub,
  sum,
  tanh,
  transpose,
  zeros,
} from 'shapefold'

declare const n: number
const x = zeros([seq(4), batch(2), feature(5)])
const ids = zeros([seq(4), batch(2)], 'i32')
const square = zeros([feature(3), feature(5)])

// No tensors of floats.

// ! x is not a tensor: write tensor(axes, data) or x.output
tanh([1, 2])
//   ^^^^^^

// ! x holds i32 numbers, but sum takes f32
sum(ids)
//  ^^^

// ! a is not a tensor: write tensor(axes, data) or x.output
add('x', x)
//  ^^^

// ! b is not a tensor: write tensor(axes, data) or x.output
add(1, 2)
//     ^

// ! b holds i32 numbers, but mul takes f32
mul(x, ids)
//     ^^^

// ! b holds i32 numbers, but mul takes f32
mul(2, ids)
//     ^^^

// Two tensors, number by number.

// ! b is (feature 6), but a is (seq 4, batch 2, feature 5): add repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order
add(x, zeros([feature(6)]))
//     ^^^^^^^^^^^^^^^^^^^

// ! b is (batch 2, seq 4, feature 5), but a is (seq 4, batch 2, feature 5): sub repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order
sub(x, zeros([batch(2), seq(4), feature(5)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (batch 2, feature 5), but a is (seq 2, feature 5): div repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order
div(zeros([seq(2), feature(5)]), zeros([batch(2), feature(5)]))
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (seq 4, batch 2, feature 1), but a is (seq 4, batch 2, feature 5): mul repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order
mul(x, zeros([seq(4), batch(2), feature(1)]))
//     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (batch B), but a is (seq 4, batch 2, feature 5): add repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order
add(x, zeros([batch('B', n)]))
//     ^^^^^^^^^^^^^^^^^^^^^^

const some = Math.random() < 0.5 ? zeros([batch(2)]) : zeros([batch(3)])
// ! a or b may have one of several shapes, but add takes one: narrow it first
add(some, zeros([batch(2)]))
//        ^^^^^^^^^^^^^^^^^

// Products.

// ! b is (feature 6, class 3), but a is (seq 4, batch 2, feature 5): matmul takes b with the last axis of a as its only one, or as the one before its last behind the same axes
matmul(x, zeros([feature(6), axis('class', 3)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (class 3, feature 5), but a is (seq 4, batch 2, feature 5): matmul takes b with the last axis of a as its only one, or as the one before its last behind the same axes
matmul(x, zeros([axis('class', 3), feature(5)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (seq 3, feature 5, batch 2), but a is (seq 4, batch 2, feature 5): matmul takes b with the last axis of a as its only one, or as the one before its last behind the same axes
matmul(x, zeros([seq(3), feature(5), batch(2)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (feature 5), but a is (): matmul takes b with the last axis of a as its only one, or as the one before its last behind the same axes
matmul(zeros([]), zeros([feature(5)]))
//                ^^^^^^^^^^^^^^^^^^^

// Along an axis.

// ! x is (seq, batch, feature), which has no axis layer: name one of its own for sum
sum(x, 'layer')
//     ^^^^^^^

// ! x is (feature, feature), where feature stands twice: reshape it, so that mean can tell its axes apart
mean(square, 'feature')
//           ^^^^^^^^^

// ! x is (seq, batch, feature), which has no axis vocab: name one of its own for softmax
softmax(x, 'vocab')
//         ^^^^^^^

// ! the role has the type string, which the types can't check: write a literal (or 'as const')
argmax(x, String(n))
//        ^^^^^^^^^

// ! 2 can't be a role: a role is a word, as in 'vocab'
sum(x, 2)
//     ^

// What moves numbers.

// ! x is (feature), but transpose takes two axes or more
transpose(zeros([feature(5)]))
//        ^^^^^^^^^^^^^^^^^^^

// ! the order is (batch, seq), but x is (seq, batch, feature): name each of its axes once
permute(x, ['batch', 'seq'])
//         ^^^^^^^^^^^^^^^^

// ! the order is (batch, batch, seq), but x is (seq, batch, feature): name each of its axes once
permute(x, ['batch', 'batch', 'seq'])
//         ^^^^^^^^^^^^^^^^^^^^^^^^^

// ! the order is (1, 0, 2), but x is (seq, batch, feature): name each of its axes once
permute(x, [1, 0, 2])
//         ^^^^^^^^^

// ! x is (seq 4, batch 2, feature 5), which holds 40 numbers, but (seq 4, feature 9) holds 36
reshape(x, [seq(4), feature(9)])
//         ^^^^^^^^^^^^^^^^^^^^

// ! x is (batch B, feature 6), which holds 6*B numbers, but (batch 2*B, feature 2) holds 4*B
reshape(zeros([batch('B', n), feature(6)]), [batch('2*B', n), feature(2)])
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
reshape(x, [4, 10])
//         ^^^^^^^

// ! b is (seq 3, batch 2, feature 5), but a is (seq 4, batch 2, feature 5): concat puts them one behind the other along feature, so all other axes must be the same
concat(x, zeros([seq(3), batch(2), feature(5)]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! b is (batch 2, feature 5), but a is (seq 4, batch 2, feature 5): concat puts them one behind the other along seq, so all other axes must be the same
concat(x, zeros([batch(2), feature(5)]), 'seq')
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! a is (seq), which has no axis feature: name one of its own for concat
concat(zeros([seq(4)]), zeros([seq(4)]))
//                      ^^^^^^^^^^^^^^^

// ! a is (feature, feature), where feature stands twice: reshape it, so that concat can tell its axes apart
concat(square, square)
//             ^^^^^^

// Parts.

// ! x has seq 4, which has no slice from 1 to 5
slice(x, 'seq', 1, 5)
//                 ^

// ! x has seq 4, which has no slice from 2 to 2
slice(x, 'seq', 2, 2)
//                 ^

// ! x has seq 4, which has no slice from -1 to 2
slice(x, 'seq', -1, 2)
//                  ^

// ! x has feature 5, which has no slice from 0 to 1.5
slice(x, 'feature', 0, 1.5)
//                     ^^^

// ! the slice has bounds of type number, so the types can't tell its size: write literals, or narrow(x, seq('N', n), start)
slice(x, 'seq', 0, n)
//                 ^

// ! x is (seq, batch, feature), which has no axis layer: name one of its own for slice
slice(x, 'layer', 0, 1)
//       ^^^^^^^

// ! x has seq 4, which has no slice from 2 to 5
narrow(x, seq(3), 2)
//                ^

// ! x is (seq, batch, feature), which has no axis layer: name one of its own for narrow
narrow(x, axis('layer', 3), 2)
//        ^^^^^^^^^^^^^^^^

// ! x has seq 4, which has no index 4
select(x, 'seq', 4)
//               ^

// ! x has batch 2, which has no index -3
select(x, 'batch', -3)
//                 ^^

// ! x has batch 2, which has no index 0.5
select(x, 'batch', 0.5)
//                 ^^^

// ! index is (seq 4), but x is (seq 4, batch 2, feature 5): gather takes the same axes without feature, or with a feature of another size
gather(x, 'feature', zeros([seq(4)], 'i32'))
//                   ^^^^^^^^^^^^^^^^^^^^^^

// ! index holds f32 numbers, but gather takes i32
gather(x, 'feature', zeros([seq(4), batch(2)]))
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^
