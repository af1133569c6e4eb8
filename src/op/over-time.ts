import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { countOf } from '../tensor/shape.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { type Cotangent, record } from './record.js'

/**
 * From all time steps to one, whichever axis is time: `x : [outer..., Time, inner...]`, `y : [outer..., inner...]`.
 */

/** The places of `x` that a place of `y` is made of: from `start` on, `time` numbers that are `step` apart. */
interface Run {
  readonly start: number
  readonly time: number
  readonly step: number
}

type Reduce = (x: Float32Array, run: Run) => number

/** Writes to `dx` what the cotangent `dy` of one number of `y` is to the numbers that it was made of. */
type Spread = (dx: Float32Array, dy: number, run: Run, x: Float32Array) => void

const overTime =
  (reduce: Reduce, spread: Spread) =>
  (x: FloatTensor<Shape>, axis: number): FloatTensor<Shape> => {
    const from = floatsOf(x)
    const time = x.axes[axis]?.size ?? 1
    const [before, after] = [x.axes.slice(0, axis), x.axes.slice(axis + 1)]
    const [outer, step] = [countOf(before), countOf(after)]
    const runOf = (i: number): Run => ({ start: Math.floor(i / step) * time * step + (i % step), time, step })
    const y = new Float32Array(outer * step)
    for (let i = 0; i < y.length; i++) y[i] = reduce(from, runOf(i))
    const output: FloatTensor<Shape> = wrap([...before, ...after], y)
    return record([x], output, (dy: Cotangent) => {
      const dx = new Float32Array(from.length)
      for (let i = 0; i < y.length; i++) spread(dx, dy[i] ?? 0, runOf(i), from)
      return [dx]
    })
  }

/** The last time step: `y[i] = x[Time - 1, i]`. */
export const lastOverTime = overTime(
  (x, { start, time, step }) => x[start + (time - 1) * step] ?? 0,
  (dx, dy, { start, time, step }) => {
    dx[start + (time - 1) * step] = dy
  },
)

/** The mean of all time steps, summed in float64: `y[i] = sum over t of x[t, i] / Time`. */
export const meanOverTime = overTime(
  (x, { start, time, step }) => {
    let sum = 0
    for (let t = 0; t < time; t++) sum += x[start + t * step] ?? 0
    return sum / time
  },
  (dx, dy, { start, time, step }) => {
    for (let t = 0; t < time; t++) dx[start + t * step] = dy / time
  },
)

/** Where the largest number of a run stands: the first of equal ones, and the first NaN before all others, as in `torch.max`. */
const placeOfMax = (x: Float32Array, { start, time, step }: Run): number => {
  let place = start
  for (let t = 1; t < time; t++) {
    const at = start + t * step
    const most = x[place] ?? Number.NaN
    if (Number.isNaN(most)) break
    if (!((x[at] ?? Number.NaN) <= most)) place = at
  }
  return place
}

/** The largest of all time steps: `y[i] = max over t of x[t, i]`. NaN is larger than any number. The gradient goes to the first of equal ones. */
export const maxOverTime = overTime(
  (x, run) => x[placeOfMax(x, run)] ?? 0,
  (dx, dy, run, x) => {
    dx[placeOfMax(x, run)] = dy
  },
)
