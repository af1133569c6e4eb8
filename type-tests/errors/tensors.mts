import { batch, eqTensor, feature, fromArray, refine, type Seq, seq, type Tensor, tensor, zeros } from 'shapefold'

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

// A look-alike is no tensor.

// ! TS2741: Property '[brand]' is missing in type '{ dtype: "f32"; axes: [Seq<4>]; shape: [number]; data: ReadonlyFloat32Array; toArray: () => never[]; }' but required in type 'Tensor<[Seq<4>]>'.
const fake: Tensor<[Seq<4>]> = {
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

// What stands in place is counted.

// ! 3 numbers were given, but (batch 2, feature 3) holds 6
tensor([batch(2), feature(3)], [1, 2, 3])
//                             ^^^^^^^^^

// ! 0 numbers were given, but (batch 2, feature 3) holds 6
tensor([batch(2), feature(3)], [])
//                             ^^

// ! 2 numbers were given, but () holds 1
tensor([], [1, 2])
//         ^^^^^^

const three = [1, 2, 3] as const

// ! 3 numbers were given, but (seq 4) holds 4
tensor([seq(4)], three)
//               ^^^^^

// ! axis 0 of the data has length 2, but (batch 3, feature 2) has batch 3
tensor(
  [batch(3), feature(2)],
  [
    [1, 2],
    [3, 4],
  ],
)

// ! axis 1 of the data has length 2, but (batch 2, feature 3) has feature 3
tensor(
  [batch(2), feature(3)],
  [
    [1, 2],
    [3, 4],
  ],
)

// ! the data is ragged: data[1] has length 3, but the lists before it along axis 1 have 2
tensor(
  [batch(2), feature(2)],
  [
    [1, 2],
    [3, 4, 5],
  ],
)

// ! the data is ragged: data[1][0] has length 2, but the lists before it along axis 2 have 1
tensor([seq(2), batch(1), feature(1)], [[[1]], [[2, 3]]])
//                                     ^

// ! data[1] is a number, but the data must be lists 2 deep for (batch 2, feature 1)
tensor([batch(2), feature(1)], [[1], 2])
//                             ^^^^^^^^

// ! data[0] is an array, but the data must be numbers
tensor([feature(2)], [[1], [2]])
//                   ^^^^^^^^^^

// Of a name the number is not known, but of the axes beside it.

// ! axis 1 of the data has length 2, but (batch B, feature 3) has feature 3
tensor([batch('B', 1), feature(3)], [[1, 2]])
//                                  ^^^^^^^^

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
  [],
)

// ! one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)
refine([4])(x)
//     ^^^

// ! TS2345: Argument of type 'number[]' is not assignable to parameter of type 'AnyTensor'.
refine([seq(4)])([1, 2, 3, 4])
//               ^^^^^^^^^^^^

// ! TS2345: Argument of type 'number' is not assignable to parameter of type 'AnyTensor'.
eqTensor.equals(x, 5)
//                 ^
