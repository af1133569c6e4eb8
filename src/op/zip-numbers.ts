import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { roomForFloats } from '../room.js'
import { countOf, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, traceOf, wrap } from '../tensor/tensor.js'
import { addAt, pick, placesOf, sameAxes, stridesIn, total } from './broadcast.js'
import { checkFloats } from './check.js'
import { sumOfRows } from './matrix.js'
import { type Cotangent, record } from './record.js'

const fail = /* @__PURE__ */ failOf(sentences.operands)

/** The numbers of an operand, as many as the result has; or one number for all, and then `step` is 0. */
export interface Operand {
  readonly numbers: Float32Array
  readonly step: 0 | 1
}

/** Gives an operand. One that is repeated is repeated anew each time, so that a tape keeps no more than what is repeated. */
export type Source = () => Operand

type Pull = (dy: Cotangent) => Cotangent

/** What an operation on two tensors, number by number, is made of. */
export interface Rule {
  /** The result, of so many numbers. */
  readonly forward: (a: Operand, b: Operand, count: number) => Float32Array
  /** From the cotangent of the result to that of either operand, as many numbers as the result has. Each keeps what it needs and no more. */
  readonly pull: (a: Source, b: Source, y: Float32Array) => readonly [Pull, Pull]
}

/** An operation on two tensors number by number; what one lacks is repeated, as `types/broadcast.ts` says, and its cotangent summed over that. */
export const zipNumbers =
  (who: string, { forward, pull }: Rule) =>
  <T>(a: unknown, b: unknown): T => {
    const left = argument(a, 'a', who)
    // Of two numbers there is no tensor to make.
    const right = left.tensor === undefined ? tensorArgument(b, 'b', who) : argument(b, 'b', who)
    const axes = resultAxes(left, right, who)
    const [sourceA, backA] = repeated(left, axes)
    const [sourceB, backB] = repeated(right, axes)
    const y = forward(sourceA(), sourceB(), countOf(axes))
    const pulls = pull(sourceA, sourceB, y)
    // What is not asked for is not kept: `b` times a constant needs the constant alone.
    const pullA = isConstant(left) ? itself : pulls[0]
    const pullB = isConstant(right) ? itself : pulls[1]
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

const isConstant = ({ tensor }: Argument): boolean => traceOf(tensor) === undefined

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
const repeated = ({ axes, numbers }: Argument, to: Shape): readonly [Source, Pull] => {
  if (axes.length === to.length) return [() => ({ numbers, step: 1 }), itself]
  if (axes.length === 0) return [() => ({ numbers, step: 0 }), summed]
  const { length } = numbers
  const times = countOf(to) / length
  if (sameAxes(axes, to.slice(-axes.length)))
    return [() => ({ numbers: tiled(numbers, times), step: 1 }), summedOverRows(times, length)]
  const strides = stridesIn(axes, to) ?? []
  return [() => ({ numbers: pick(numbers, placesOf(to, strides)), step: 1 }), summedAt(to, strides, length)]
}

// The ways back are made apart from the operands: functions of one scope keep each other's variables alive, and a sum needs no operand.
const itself: Pull = (d) => d
const summed: Pull = (d) => Float32Array.of(total(d))
const summedOverRows =
  (times: number, length: number): Pull =>
  (d) =>
    sumOfRows(d, times, length)
const summedAt =
  (to: Shape, strides: readonly number[], length: number): Pull =>
  (d) =>
    addAt(d, placesOf(to, strides), length)

const tiled = (numbers: Float32Array, times: number): Float32Array => {
  const y = roomForFloats(numbers.length * times)
  for (let i = 0; i < times; i++) y.set(numbers, i * numbers.length)
  return y
}
