/** What is no loss. */
import { batch, type Feature, feature, grad, mul, sum, type Tensor, valueAndGrad, zeros } from 'shapefold'

type Vector = Tensor<[Feature<3>]>
const v = zeros([feature(3)])

// ! the loss is (feature), but a gradient is of one number: take its sum or its mean
grad((p: Vector) => mul(p, p))(v)
//   ^^^^^^^^^^^^^^^^^^^^^^^^

// ! the loss is (batch), but a gradient is of one number: take its sum or its mean
valueAndGrad((_: Vector) => zeros([batch(2)]))(v)
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! the loss is (feature), but a gradient is of one number: take its sum or its mean
valueAndGrad((p: Vector) => [p, { steps: 3 }])(v)
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! the loss holds i32 numbers, but a gradient takes f32
grad((_: Vector) => zeros([], 'i32'))(v)
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! f gives a number, but a gradient is of a loss: give a tensor without axes, or a tuple that begins with one
grad((_: Vector) => 5)(v)
//   ^^^^^^^^^^^^^^^^

// ! f gives an object, but a gradient is of a loss: give a tensor without axes, or a tuple that begins with one
grad(async (p: Vector) => sum(p))(v)
//   ^^^^^^^^^^^^^^^^^^^^^^^^^^^

const named = (p: Vector) => {
  const twice = mul(p, 2)
  return twice
}
// ! the loss is (feature), but a gradient is of one number: take its sum or its mean
grad(named)(v)
//   ^^^^^

// Parameters are those of f.

// ! TS2554: Expected 1 arguments, but got 0.
grad((p: Vector) => sum(p))()
