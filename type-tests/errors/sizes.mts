/** Sizes, names and axes that are none. */
import { axis, batch, feature, full, layer, ones, rand, randint, randn, randperm, seq, tensor, zeros } from 'shapefold'

declare const n: number
declare const name: string
declare const role: string

// A size that the types do not know.

// ! batch has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in batch('N', n)
batch(n)
//    ^

// ! seq has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in seq('N', n)
seq([1, 2, 3].length)
//  ^^^^^^^^^^^^^^^^

// ! batch has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in batch('N', n)
zeros([seq(4), batch(n), feature(5)])
//                   ^

// ! feature has a name of type string, which the types can't check: write a literal (or 'as const')
feature(name)
//      ^^^^

// ! vocab has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in axis('vocab', 'N', n)
axis('vocab', n)
//            ^

// ! the role has the type string, which the types can't check: write a literal (or 'as const')
axis(role, 5)
//   ^^^^

const config = { batchSize: 2 }
// ! batch has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in batch('N', n)
batch(config.batchSize)
//    ^^^^^^^^^^^^^^^^

// No positive integer.

// ! the size of batch is 0, but a size is a positive integer
batch(0)
//    ^

// ! the size of seq is -1, but a size is a positive integer
seq(-1)
//  ^^

// ! the size of feature is 2.5, but a size is a positive integer
feature(2.5)
//      ^^^

// ! the size of feature is 1e-7, but a size is a positive integer
feature(1e-7)
//      ^^^^

// ! the size of batch is 2147483649, but the largest size is 2147483648
batch(2147483649)
//    ^^^^^^^^^^

// ! the size of vocab is 1e+21, but a size is a positive integer
axis('vocab', 1e21)
//            ^^^^

// ! layer has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in layer('N', n)
layer(NaN)
//    ^^^

// ! layer has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in layer('N', n)
layer(Infinity)
//    ^^^^^^^^

// No size at all.

// ! batch is not a size: write a positive integer, or a name, as in batch('N', n)
batch(null)
//    ^^^^

// ! batch is not a size: write a positive integer, or a name, as in batch('N', n)
batch(undefined)
//    ^^^^^^^^^

// ! batch is not a size: write a positive integer, or a name, as in batch('N', n)
batch([2])
//    ^^^

// ! batch is not a size: write a positive integer, or a name, as in batch('N', n)
batch(true)
//    ^^^^

// ! batch is not a size: write a positive integer, or a name, as in batch('N', n)
batch(2n)
//    ^^

// ! TS2554: Expected 1-2 arguments, but got 0.
batch()

// Names.

// ! '' can't name the size of batch: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
batch('', 2)
//    ^^

// ! 'my batch' can't name the size of batch: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
batch('my batch', 2)
//    ^^^^^^^^^^

// ! '4' can't name the size of batch: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
batch('4', 2)
//    ^^^

// ! '4b' can't name the size of batch: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
batch('4b', 2)
//    ^^^^

// ! 'H*2' can't name the size of feature: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
feature('H*2', 2)
//      ^^^^^

// ! '1*H' can't name the size of feature: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
feature('1*H', 2)
//      ^^^^^

// ! 'H+H' can't name the size of feature: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
feature('H+H', 2)
//      ^^^^^

// ! 'b*a' can't name the size of feature: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
feature('b*a', 2)
//      ^^^^^

// ! '-H' can't name the size of feature: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'
feature('-H', 2)
//      ^^^^

// ! TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
batch('B', '2')
//         ^^^

// ! the size of batch is 0, but a size is a positive integer
batch('B', 0)
//         ^

// ! the size of batch is 2.5, but a size is a positive integer
batch('B', 2.5)
//         ^^^

// A number beside a number.

// ! batch has the size 2, so it takes no second number: give one beside a name only
batch(2, 3)
//       ^

// Roles.

// ! 5 can't be a role: a role is a word, as in 'vocab'
axis(5, 5)
//   ^

// ! an object can't be a role: a role is a word, as in 'vocab'
axis({}, 5)
//   ^^

// ! '-v' can't be a role: a role is a word, as in 'vocab'
axis('-v', 5)
//   ^^^^

// ! '4d' can't be a role: a role is a word, as in 'vocab'
axis('4d', 5)
//   ^^^^

// ! '' can't be a role: a role is a word, as in 'vocab'
axis('', 5)
//   ^^

// ! 'my role' can't be a role: a role is a word, as in 'vocab'
axis('my role', 5)
//   ^^^^^^^^^

// A name without its number, where a tensor is made.

// ! batch 'B' has no number here: write batch('B', n), or read the number off the data with fromArray or refine
zeros([seq(4), batch('B'), feature(5)])
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! seq 'T' has no number here: write seq('T', n), or read the number off the data with fromArray or refine
tensor([seq('T'), feature(5)], [1, 2, 3, 4, 5])
//     ^^^^^^^^^^^^^^^^^^^^^^

// ! vocab 'V' has no number here: write axis('vocab', 'V', n), or read the number off the data with fromArray or refine
ones([axis('vocab', 'V')])
//   ^^^^^^^^^^^^^^^^^^^^

// ! batch 'B' has no number here: write batch('B', n), or read the number off the data with fromArray or refine
full([batch('B')], 1)
//   ^^^^^^^^^^^^

// ! batch 'B' has no number here: write batch('B', n), or read the number off the data with fromArray or refine
rand([batch('B')])
//   ^^^^^^^^^^^^

// ! batch 'B' has no number here: write batch('B', n), or read the number off the data with fromArray or refine
randn([batch('B')])
//    ^^^^^^^^^^^^

// ! batch 'B' has no number here: write batch('B', n), or read the number off the data with fromArray or refine
randint([batch('B')], 0, 10)
//      ^^^^^^^^^^^^

// No axes.

// ! axes is not a list of axes: write [seq(4), batch(2), feature(3)]
zeros(5)
//    ^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
zeros([4, 2])
//    ^^^^^^

// ! axes is not a list of axes: write [seq(4), batch(2), feature(3)]
zeros(seq(4))
//    ^^^^^^

// ! axes is not a list of axes: write [seq(4), batch(2), feature(3)]
zeros({ seq: 4 })
//    ^^^^^^^^^^

// ! axes is not a list of axes: write [seq(4), batch(2), feature(3)]
zeros(null)
//    ^^^^

const axes = [seq(4), feature(5)]
// ! the axes have the type of an array, so the types can't count them: write them in place (or 'as const')
zeros(axes)
//    ^^^^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
zeros([seq(4), { role: 'feature', size: 5 }])
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! TS2345: Argument of type '"f64"' is not assignable to parameter of type 'DType | undefined'.
zeros([seq(4)], 'f64')
//              ^^^^^

// randperm.

// ! randperm has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in batch('N', n)
randperm(n)
//       ^

// ! the size of randperm is 0, but a size is a positive integer
randperm(0)
//       ^

// ! randperm is not a size: write a positive integer, or a name, as in batch('N', n)
randperm('N')
//       ^^^

// ! randperm is not a size: write a positive integer, or a name, as in batch('N', n)
randperm(batch('N'))
//       ^^^^^^^^^^
