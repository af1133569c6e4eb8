import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { FloatStepsOr } from '../../types/floats.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { checkFloats } from './check.js'
import { eachStep, through } from './each-step.js'
import { record } from './record.js'

/** An operation on single numbers, whose result has the shape of its argument. What stands in the padding of packed sequences, it does not see. */
export type MapNumbers<Who extends string> = <X>(x: FloatStepsOr<X, 'x', Who>) => X

/**
 * `y[i] = f(x[i])`, rounded to float32: what an operation on single numbers is made of. Its slope `dy/dx` is a function of the output, so that the
 * tape need keep nothing else.
 */
export const mapNumbers = <Who extends string>(
  who: Who,
  f: (x: number) => number,
  slope: (y: number) => number,
): MapNumbers<Who> =>
  stepwise(who, (x) => {
    const y = mapped(floatsOf(x), f)
    return record([x], wrap(x.axes, y), (dy) => [scaled(dy, y, slope)])
  })

/** As `mapNumbers`, where the slope is a function of the input. */
export const mapNumbersByInput = <Who extends string>(
  who: Who,
  f: (x: number) => number,
  slope: (x: number) => number,
): MapNumbers<Who> =>
  stepwise(who, (x) => {
    const from = floatsOf(x)
    return record([x], wrap(x.axes, mapped(from, f)), (dy) => [scaled(dy, from, slope)])
  })

const stepwise = <Who extends string>(
  who: Who,
  run: (x: FloatTensor<Shape>) => FloatTensor<Shape>,
): MapNumbers<Who> => {
  const check = (x: unknown): FloatTensor<Shape> => checkFloats(x, 'x', who)
  return <X>(x: FloatStepsOr<X, 'x', Who>): X => through(x, eachStep, check, run)
}

/** `y[i] = f(x[i])`. */
const mapped = (x: Float32Array, f: (x: number) => number): Float32Array => {
  const y = roomForFloats(x.length)
  for (let i = 0; i < y.length; i++) y[i] = f(x[i] ?? 0)
  return y
}

/** `dx[i] = dy[i] * slope(at[i])`. */
const scaled = (dy: Float32Array, at: Float32Array, slope: (x: number) => number): Float32Array => {
  const dx = roomForFloats(dy.length)
  for (let i = 0; i < dx.length; i++) dx[i] = (dy[i] ?? 0) * slope(at[i] ?? 0)
  return dx
}
