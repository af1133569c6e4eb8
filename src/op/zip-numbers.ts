import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { countOf, wordsOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { addAt, pick, placesOf, sameAxes, stridesIn, total } from './broadcast.js'
import { checkFloats } from './check.js'
import { type Cotangent, record } from './record.js'

/** The numbers of an operand, as many as the result has; or one number for all, and then `step` is 0. */
export interface Operand {
  readonly numbers: Float32Array
  readonly step: 0 | 1
}

type Pull = (dy: Cotangent) => Cotangent

/** What an operation on two tensors, number by number, is made of. */
export interface Rule {
  /** The result, of so many numbers. */
  readonly forward: (a: Operand, b: Operand, count: number) => Float32Array
  /** From the cotangent of the result to that of either operand, as many numbers as the result has. Each keeps what it needs and no more. */
  readonly pull: (a: Operand, b: Operand, y: Float32Array) => readonly [Pull, Pull]
}

/** An operation on two tensors number by number; what one lacks is repeated, as `types/broadcast.ts` says, and its cotangent summed over that. */
export const zipNumbers =
  (who: string, { forward, pull }: Rule) =>
  <T>(a: unknown, b: unknown): T => {
    const left = argument(a, 'a', who)
    // Of two numbers there is no tensor to make.
    const right = left.tensor === undefined ? tensorArgument(b, 'b', who) : argument(b, 'b', who)
    const axes = resultAxes(left, right, who)
    const [operandA, backA] = repeated(left, axes)
    const [operandB, backB] = repeated(right, axes)
    const y = forward(operandA, operandB, countOf(axes))
    const [pullA, pullB] = pull(operandA, operandB, y)
    return record([left.tensor, right.tensor], wrap<T>(axes, y), (dy, [needsA, needsB]) => [
      needsA ? backA(pullA(dy)) : undefined,
      needsB ? backB(pullB(dy)) : undefined,
    ])
  }

/** An argument: a tensor, or a number, which is rounded to float32 as in PyTorch and has no axes. */
interface Argument {
  readonly tensor: AnyTensor | undefined
  readonly axes: Shape
  readonly numbers: Float32Array
}

const argument = (x: unknown, what: string, who: string): Argument =>
  typeof x === 'number' ? { tensor: undefined, axes: [], numbers: Float32Array.of(x) } : tensorArgument(x, what, who)

const tensorArgument = (x: unknown, what: string, who: string): Argument => {
  const tensor = checkFloats(x, what, who)
  return { tensor, axes: tensor.axes, numbers: floatsOf(tensor) }
}

const resultAxes = (a: Argument, b: Argument, who: string): Shape => {
  if (sameAxes(a.axes, b.axes) || stridesIn(b.axes, a.axes) !== undefined) return a.axes
  if (stridesIn(a.axes, b.axes) !== undefined) return b.axes
  return fail('operand axes', { got: wordsOf(b.axes), want: wordsOf(a.axes), who })
}

/** An argument as an operand of a result of these axes, and the way back for its cotangent. */
const repeated = ({ axes, numbers }: Argument, to: Shape): readonly [Operand, Pull] => {
  if (axes.length === to.length) return [{ numbers, step: 1 }, (d) => d]
  if (axes.length === 0) return [{ numbers, step: 0 }, (d) => Float32Array.of(total(d))]
  return repeatedAlong(axes, numbers, to)
}

const repeatedAlong = (axes: Shape, numbers: Float32Array, to: Shape): readonly [Operand, Pull] => {
  const strides = stridesIn(axes, to) ?? []
  const { length } = numbers
  // The places are worked out anew on the way back: kept, they would be as large as the result.
  return [{ numbers: pick(numbers, placesOf(to, strides)), step: 1 }, (d) => addAt(d, placesOf(to, strides), length)]
}
