import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor, Tensor } from '../../types/tensor.js'
import { sequencesOf } from '../tensor/sequences.js'
import { failOf } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors)

/** `x` where it is a tensor of floats; throws the sentence of `FloatsOr` where it isn't. The cast: a tensor that is not i32 is f32. */
export const checkFloats = (x: unknown, what: string, who: string): FloatTensor<Shape> => {
  const t = checkTensor(x, what)
  return t.dtype === 'f32'
    ? (t as FloatTensor<Shape>)
    : fail('wrong type of data', { what, got: t.dtype, who, want: 'f32' })
}

/** `x` where it is a tensor. */
export const checkTensor = (x: unknown, what: string): AnyTensor =>
  isTensor(x) ? x : fail(sequencesOf(x) === undefined ? 'not a tensor' : 'packed for a tensor', { what })

/** As `checkFloats`, of a tensor of integers. The cast: a tensor that is not f32 is i32. */
export const checkIntegers = (x: unknown, what: string, who: string): Tensor<Shape, 'i32'> => {
  const t = checkTensor(x, what)
  return t.dtype === 'i32'
    ? (t as Tensor<Shape, 'i32'>)
    : fail('wrong type of data', { what, got: t.dtype, who, want: 'i32' })
}
