import type { AnyAxis, Seq } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import type { StepOf, TimeFirstOr } from '../../types/steps.js'
import { checkFloats } from '../op/check.js'
import { record, recordAll } from '../op/record.js'
import { partOf, roomForFloats } from '../room.js'
import { toSizedAxis } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { countOf, rolesOf, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { checkSequence } from './sequence.js'

const fail = /* @__PURE__ */ failOf(sentences.steps)

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
export const toSteps = <X>(x: TimeFirstOr<X>): readonly StepOf<X>[] => {
  const whole = checkFloats(x, 'x', 'toSteps')
  const [time, ...rest]: readonly AnyAxis[] = whole.axes
  if (time?.role !== 'seq') return fail('no time first', { got: rolesOf(whole.axes) })
  const data = floatsOf(whole)
  const count = countOf(rest)
  const steps = Array.from(
    { length: time.size },
    (_, t): StepOf<X> => wrap(rest, partOf(data, t * count, (t + 1) * count)),
  )
  return recordAll([whole], steps, (cotangents, _, wayBack) => [
    joined(
      cotangents.map((one) => one && wayBack.whole(one)),
      data.length,
      count,
    ),
  ])
}

/** Steps of `count` numbers one after the other; zeros for those that are missing. */
const joined = (steps: readonly (Float32Array | undefined)[], length: number, count: number): Float32Array => {
  const all = roomForFloats(length)
  for (const [t, step] of steps.entries()) if (step !== undefined) all.set(step, t * count)
  return all
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
    const along = toSizedAxis(time)
    if (along?.role !== 'seq') return fail('not a time', { got: shown(time), steps: steps.length })
    if (first === undefined || steps.length !== along.size)
      return fail('wrong count of steps', { got: steps.length, want: along.size })
    for (const [t, step] of steps.entries()) {
      checkFloats(step, `step ${t}`, 'fromSteps')
      if (!sameAxes(step.axes, first.axes))
        return fail('steps of two shapes', { index: t, got: wordsOf(step.axes), want: wordsOf(first.axes) })
    }
    const count = countOf(first.axes)
    const output: FloatTensor<[Seq<Time>, ...Rest]> = wrap(
      [along, ...first.axes],
      joined(steps.map(floatsOf), along.size * count, count),
    )
    return record(steps, output, (dy) => steps.map((_, t) => partOf(dy, t * count, (t + 1) * count)))
  }

const sameAxes = (a: readonly AnyAxis[], b: readonly AnyAxis[]): boolean =>
  a.length === b.length &&
  a.every(({ role, label, size }, i) => role === b[i]?.role && label === b[i]?.label && size === b[i]?.size)
