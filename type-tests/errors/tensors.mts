/** Tensors: making them, reading data into them, and leaving them as they are. */
import { either as E } from 'fp-ts'
import {
  batch,
  eqTensor,
  type Feature,
  feature,
  fromArray,
  refine,
  type Seq,
  seq,
  showTensor,
  type Tensor,
  tensor,
  zeros,
} from 'shapefold'

const x = zeros([seq(4), feature(5)])
const ids = zeros([seq(4)], 'i32')

// A tensor does not change.

// ! TS2542: Index signature in type 'ReadonlyFloat32Array' only permits reading.
x.data[0] = 1

// ! TS2345: Argument of type '0' is not assignable to parameter of type 'never'.
x.data.fill(0)
//          ^

// ! TS2345: Argument of type 'number[]' is not assignable to parameter of type 'never'.
x.data.set([1, 2])
//         ^^^^^^

// ! TS2554: Expected 1 arguments, but got 0.
x.data.sort()
//     ^^^^

// ! TS2684: The 'this' context of type 'ReadonlyFloat32Array' is not assignable to method's 'this' of type 'never'.
x.data.reverse()

// ! TS2345: Argument of type '0' is not assignable to parameter of type 'never'.
x.data.copyWithin(0, 1)
//                ^

// ! TS2542: Index signature in type 'ReadonlyInt32Array' only permits reading.
ids.data[0] = 1

// ! TS2540: Cannot assign to 'data' because it is a read-only property.
x.data = new Float32Array(20)
//^^^^

// ! TS2540: Cannot assign to 'axes' because it is a read-only property.
x.axes = [seq(4), feature(5)]
//^^^^

// ! TS2540: Cannot assign to '0' because it is a read-only property.
x.axes[0] = seq(4)
//     ^

// ! TS2540: Cannot assign to 'shape' because it is a read-only property.
x.shape = [4, 5]
//^^^^^

// ! TS2540: Cannot assign to '0' because it is a read-only property.
x.shape[0] = 4
//      ^

// ! TS2540: Cannot assign to 'size' because it is a read-only property.
x.axes[0].size = 3
//        ^^^^

// ! TS2540: Cannot assign to 'dtype' because it is a read-only property.
x.dtype = 'f32'
//^^^^^

// Sizes that are not the same.

// ! MULTI TS2322: Type 'Tensor<[Seq<4>, Feature<5>]>' is not assignable to type 'Tensor<[Seq<4>, Feature<6>]>'. //   Type '[Seq<4>, Feature<5>]' is not assignable to type '[Seq<4>, Feature<6>]'. //     Type at position 1 in source is not compatible with type at position 1 in target. //       The types of 'label' are incompatible between these types. //         Type '5' is not assignable to type '6'.
const wrongSize: Tensor<[Seq<4>, Feature<6>]> = x
//    ^^^^^^^^^

// ! MULTI seq
const wrongRole: Tensor<[Seq<4>, Seq<5>]> = x
//    ^^^^^^^^^

// ! MULTI F
const wrongName: Tensor<[Seq<4>, Feature<'F'>]> = x
//    ^^^^^^^^^

// ! MULTI i32
const wrongType: Tensor<[Seq<4>, Feature<5>], 'i32'> = x
//    ^^^^^^^^^

// ! MULTI TS2322: Type 'Tensor<[Seq<4>, Feature<5>]>' is not assignable to type 'Tensor<[Seq<4>, Feature<5 | 6>]>'. //   Type '[Seq<4>, Feature<5>]' is not assignable to type '[Seq<4>, Feature<5 | 6>]'. //     Type at position 1 in source is not compatible with type at position 1 in target. //       The types of '[exact]' are incompatible between these types. //         Type '((size: 5) => 5) | undefined' is not assignable to type '((size: 5 | 6) => 5 | 6) | undefined'. //           Type '(size: 5) => 5' is not assignable to type '(size: 5 | 6) => 5 | 6'. //             Types of parameters 'size' and 'size' are incompatible. //               Type '5 | 6' is not assignable to type '5'. //                 Type '6' is not assignable to type '5'.
const wider: Tensor<[Seq<4>, Feature<5 | 6>]> = x
//    ^^^^^

// ! MULTI TS2322: Type 'Tensor<[Seq<4>, Feature<5>]>' is not assignable to type 'Tensor<[Seq<4>, Feature<number>]>'. //   Type '[Seq<4>, Feature<5>]' is not assignable to type '[Seq<4>, Feature<number>]'. //     Type at position 1 in source is not compatible with type at position 1 in target. //       The types of '[exact]' are incompatible between these types. //         Type '((size: 5) => 5) | undefined' is not assignable to type '((size: number) => number) | undefined'. //           Type '(size: 5) => 5' is not assignable to type '(size: number) => number'. //             Types of parameters 'size' and 'size' are incompatible. //               Type 'number' is not assignable to type '5'.
const anySize: Tensor<[Seq<4>, Feature<number>]> = x
//    ^^^^^^^

// A look-alike is no tensor.

// ! TS2741: Property '[brand]' is missing in type '{ dtype: "f32"; axes: [Seq<4>]; shape: [number]; data: ReadonlyFloat32Array; toArray: () => never[]; }' but required in type 'Tensor<[Seq<4>]>'.
const fake: Tensor<[Seq<4>]> = {
//    ^^^^
  dtype: 'f32',
  axes: [seq(4)],
  shape: [4],
  data: zeros([seq(4)]).data,
  toArray: () => [],
}

// What an array holds.

// ! TS2345: Argument of type 'number' is not assignable to parameter of type 'TensorData'.
tensor([seq(4)], 5)
//               ^

// ! TS2345: Argument of type 'string' is not assignable to parameter of type 'TensorData'.
tensor([seq(4)], 'four')
//               ^^^^^^

// ! TS2554: Expected 2 arguments, but got 1.
tensor([seq(4)])

// ! 2 ERRORS TS2322: Type 'string' is not assignable to type 'NestedNumbers'.
tensor([seq(2)], ['1', '2'])
//                ^^^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
tensor([4], [1, 2, 3, 4])
//     ^^^

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
fromArray([4, 5], [])
//        ^^^^^^

// ! axes is not a list of axes: write [seq(4), batch(2), feature(3)]
fromArray(5, [])
//        ^

// ! the axes have the type of an array, so the types can't count them: write them in place (or 'as const')
fromArray(
  Array.from({ length: 2 }, () => seq(4)),
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  [],
)

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
refine([4])(x)
//     ^^^

// ! TS2345: Argument of type 'number[]' is not assignable to parameter of type 'AnyTensor'.
refine([seq(4)])([1, 2, 3, 4])
//               ^^^^^^^^^^^^

// An Either is no tensor until someone has looked.

const read = fromArray([batch('B'), feature(2)], [[1, 2]])
// ! MULTI TS2339: Property 'right' does not exist on type 'Either<ShapeError, Tensor<[Batch<"B">, Feature<2>]>>'. //   Property 'right' does not exist on type 'Left<ShapeError>'.
read.right
//   ^^^^^

// ! MULTI TS2339: Property 'right' does not exist on type 'Either<never, Either<ShapeError, Tensor<[Batch<"B">, Feature<2>]>>>'. //   Property 'right' does not exist on type 'Left<never>'.
E.right(read).right.data
//            ^^^^^

// ! MULTI TS2345: Argument of type 'Either<ShapeError, Tensor<[Batch<"B">, Feature<2>]>>' is not assignable to parameter of type 'AnyTensor'. //   Type 'Left<ShapeError>' is not assignable to type 'AnyTensor'.
showTensor.show(read)
//              ^^^^

// ! TS2345: Argument of type 'number' is not assignable to parameter of type 'AnyTensor'.
eqTensor.equals(x, 5)
//                 ^
