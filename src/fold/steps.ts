import type { AnyAxis, Seq } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { axisOf } from '../tensor/axis.js'
import { countOf, rolesOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { checkSequence } from './sequence.js'

/**
 * A sequence in one tensor as a list of its time steps, for `scan` and `fold`.
 *
 *   x : [Time, ...]   steps : Time tensors of [...]
 *
 * @throws ShapeError where the first axis is not seq
 * @example
 * import * as assert from 'node:assert'
 * import { feature, seq, tensor, toSteps } from 'shapefold'
 *
 * const steps = toSteps(tensor([seq(2), feature(2)], [[1, 2], [3, 4]]))
 * assert.deepStrictEqual(steps.map((step) => step.toArray()), [[1, 2], [3, 4]])
 */
export const toSteps = <Time extends Size, Rest extends Shape>(
  x: FloatTensor<readonly [Seq<Time>, ...Rest]>,
): readonly FloatTensor<Rest>[] => {
  const [time, ...rest]: readonly AnyAxis[] = x.axes
  if (time?.role !== 'seq') return fail('no time first', { got: rolesOf(x.axes) })
  const data = floatsOf(x)
  const count = countOf(rest)
  return Array.from({ length: time.size }, (_, t) => wrap(rest, data.subarray(t * count, (t + 1) * count)))
}

/**
 * A list of time steps as a sequence in one tensor: the inverse of `toSteps`. The steps must be as many as `time` says and all of one shape.
 *
 *   steps : Time tensors of [...]   x : [Time, ...]
 *
 * @throws ShapeError where they are not
 * @example
 * import * as assert from 'node:assert'
 * import { feature, fromSteps, seq, tensor, toSteps } from 'shapefold'
 *
 * const x = tensor([seq(2), feature(2)], [[1, 2], [3, 4]])
 * assert.deepStrictEqual(fromSteps(seq(2))(toSteps(x)).toArray(), x.toArray())
 */
export const fromSteps =
  <Time extends Size>(time: Seq<Time>) =>
  <Rest extends Shape>(steps: readonly FloatTensor<Rest>[]): FloatTensor<[Seq<Time>, ...Rest]> => {
    const [first] = checkSequence(steps)
    if (first === undefined || steps.length !== time.size)
      return fail('wrong count of steps', { got: steps.length, want: time.size })
    const count = countOf(first.axes)
    const data = new Float32Array(time.size * count)
    for (const [t, step] of steps.entries()) {
      if (
        step.axes.some((a, i) => a.role !== first.axes[i]?.role || a.size !== first.axes[i]?.size) ||
        step.axes.length !== first.axes.length
      ) {
        return fail('steps of two shapes', { index: t, got: rolesOf(step.axes), want: rolesOf(first.axes) })
      }
      data.set(floatsOf(step), t * count)
    }
    return wrap([axisOf('seq', time.label, time.size), ...first.axes], data)
  }
