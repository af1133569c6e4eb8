import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { roomForFloats } from '../room.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { maxAlong, share } from './max.js'
import { gathered, layoutOf, placeOf, scattered, takeRows } from './own-steps.js'
import { record } from './record.js'
import { type Cut, spreadAlong, sumAlong } from './sum.js'

/** `last` and `pool` of packed sequences: `[Time, Batch, ...]` or `[Batch, Time, ...]` to `[Batch, ...]`, of each sequence's own steps. */

const batchAxes = ({ axes }: FloatTensor<Shape>): Shape => axes.slice(0, 2).filter(({ role }) => role === 'batch')

/**
 * Each sequence's own last step.
 *
 * `y_b = x_(length_b - 1, b)`
 */
export const lastSteps = (x: FloatTensor<Shape>, lengths: readonly number[]): FloatTensor<Shape> => {
  const layout = layoutOf(x)
  const places = Int32Array.from(lengths, (length, b) => placeOf(layout, length - 1, b))
  return takeRows(x, places, batchAxes(x))
}

/** How the steps of one sequence, `[size, inner]`, become one, and a cotangent `dy` of that the cotangents of all. */
interface Pool {
  readonly forward: (x: Float32Array, cut: Cut) => Float32Array
  readonly pull: (dy: Float32Array, x: Float32Array, y: Float32Array, cut: Cut) => Float32Array
}

const pools = {
  mean: {
    forward: (x, cut) => sumAlong(x, cut, 1 / cut.size),
    pull: (dy, _x, _y, cut) => spreadAlong(dy, cut, 1 / cut.size),
  },
  max: { forward: maxAlong, pull: share },
} as const satisfies Record<string, Pool>

/**
 * The mean or the largest of each sequence's own steps, to the bit what `mean` and `max` give of the sequence alone.
 *
 * `y_b = sum over t < length_b of x_tb / length_b`, or `y_b = max over t < length_b of x_tb`
 */
export const poolSteps = (
  kind: 'mean' | 'max',
  x: FloatTensor<Shape>,
  lengths: readonly number[],
): FloatTensor<Shape> => {
  const { forward, pull } = pools[kind]
  const layout = layoutOf(x)
  const { time, batch, width } = layout
  // Each sequence's steps lie together here, one sequence behind the other.
  const places = Int32Array.from(
    lengths.flatMap((length, b) => Array.from({ length }, (_, t) => placeOf(layout, t, b))),
  )
  const own = gathered(floatsOf(x), places, width)
  let end = 0
  const parts = lengths.map((size) => {
    const from = end
    end += size * width
    return { from, cut: { outer: 1, size, inner: width }, steps: own.subarray(from, end) }
  })
  const y = roomForFloats(batch * width)
  for (const [b, { steps, cut }] of parts.entries()) y.set(forward(steps, cut), b * width)
  const output = wrap<FloatTensor<Shape>>([...batchAxes(x), ...x.axes.slice(2)], y)
  return record([x], output, (dy) => {
    const gradients = roomForFloats(own.length)
    for (const [b, { from, steps, cut }] of parts.entries()) {
      const [at, end] = [b * width, (b + 1) * width]
      gradients.set(pull(dy.subarray(at, end), steps, y.subarray(at, end), cut), from)
    }
    return [scattered(gradients, places, width, time * batch)]
  })
}
