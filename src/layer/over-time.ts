import type { Seq } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { OverTime } from '../../types/over-time.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { checkFloats } from '../op/check.js'
import { max } from '../op/max.js'
import { mean } from '../op/mean.js'
import { lastSteps, poolSteps } from '../op/pool-steps.js'
import { select } from '../op/select.js'
import { shown } from '../tensor/message.js'
import { sequencesOf } from '../tensor/sequences.js'
import { rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { passAll, withFacts } from './facts.js'

const fail = /* @__PURE__ */ failOf(sentences.modules)

/** From a sequence to a vector: functions that stand in a `sequential` as layers without parameters. */

type Timed = FloatTensor<readonly [Seq<Size>]>

const overTime = <Who extends string>(
  who: Who,
  reduce: (x: Timed) => unknown,
  reducePacked: (x: FloatTensor<Shape>, lengths: readonly number[]) => unknown,
): OverTime<Who> => {
  const run = (input: unknown): unknown => {
    const sequences = sequencesOf(input)
    const x = checkFloats(sequences === undefined ? input : sequences.tensor, 'x', who)
    if (x.axes.filter(({ role }) => role === 'seq').length !== 1)
      return fail('not one time', { got: rolesOf(x.axes), who })
    if (sequences !== undefined) return reducePacked(x, sequences.lengths)
    // The cast: it has one axis of time, wherever it stands.
    return reduce(x as unknown as Timed)
  }
  const told = {
    who,
    data: 'f32',
    takes: 'sequence',
    gives: 'step',
    features: undefined,
    result: undefined,
    option: '',
    pass: passAll,
  } as const
  // The cast: the rule that is checked above is the twin of the type's own.
  return Object.freeze(withFacts(run, told)) as unknown as OverTime<Who>
}

/**
 * The last time step of a sequence; of packed sequences each one's own.
 *
 * `y = x[Time - 1]`
 *
 *   x : [Time, Batch, F], [Batch, Time, F], [Time, F], or any axes of which one is time     y : the same without time
 *
 * Of packed sequences `y` is a tensor, and `Time` each one's own length.
 *
 * @throws ShapeError where x has no axis of time, or several, from code without types; with types such a call does not compile
 * @example
 * import * as assert from 'node:assert'
 * import { feature, last, seq, tensor } from 'shapefold'
 *
 * assert.deepStrictEqual(last(tensor([seq(3), feature(2)], [1, 2, 3, 4, 5, 6])).toArray(), [5, 6])
 */
export const last: OverTime<'last'> = overTime('last', (x) => select(x, 'seq', -1), lastSteps)

const pools = {
  mean: overTime(
    'pool',
    (x) => mean(x, 'seq'),
    (x, lengths) => poolSteps('mean', x, lengths),
  ),
  max: overTime(
    'pool',
    (x) => max(x, 'seq'),
    (x, lengths) => poolSteps('max', x, lengths),
  ),
} as const

const isPool = (kind: unknown): kind is keyof typeof pools => kind === 'mean' || kind === 'max'

/**
 * All time steps of a sequence as one: their mean, or the largest of each feature. Of packed sequences each one's own steps count.
 *
 * `y = sum over t of x[t] / Time`, or `y = max over t of x[t]`, in which NaN is larger than any number
 *
 *   x : [Time, Batch, F], [Batch, Time, F], [Time, F], or any axes of which one is time     y : the same without time
 *
 * @throws ShapeError where x has no axis of time, or several, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.mean.html
 * @see https://pytorch.org/docs/1.13/generated/torch.amax.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, pool, seq, tensor } from 'shapefold'
 *
 * const x = tensor([seq(2), feature(2)], [1, 8, 3, 4])
 * assert.deepStrictEqual([pool('mean')(x).toArray(), pool('max')(x).toArray()], [[2, 6], [3, 8]])
 */
export const pool = (kind: 'mean' | 'max'): OverTime<'pool'> =>
  isPool(kind) ? pools[kind] : fail('unknown pool', { got: shown(kind) })
