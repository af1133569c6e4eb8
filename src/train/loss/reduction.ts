import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import type { Reduction } from '../../../types/loss.js'
import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import { record } from '../../op/record.js'
import { roomForFloats } from '../../room.js'
import { shown } from '../../tensor/message.js'
import { countOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import type { Cotangent, Tape } from '../../tensor/tape.js'
import { wrap } from '../../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.losses)

/** `reduction` where it is one; the mean where none is given. */
export const checkReduction = (reduction: unknown): Reduction => {
  if (reduction === undefined) return 'mean'
  return reduction === 'mean' || reduction === 'sum' || reduction === 'none'
    ? reduction
    : fail('unknown reduction', { got: shown(reduction) })
}

/**
 * The cotangents of single losses. The i-th is `scale * numbers[i * step]`: one number each where nothing was reduced, and otherwise one number for all.
 */
export interface Cotangents {
  readonly numbers: Float32Array
  readonly step: 0 | 1
  readonly scale: number
}

/** What an engine needs on the way back. */
export type WayBack = Tape['wayBack']

/** A loss before it is reduced. */
export interface Losses {
  /** The axes along which there is a loss for each place. */
  readonly axes: Shape
  /** What took part, in the order of the pullback's results. */
  readonly inputs: readonly FloatTensor<Shape>[]
  /** The sum of all losses, in float64. */
  readonly sum: () => number
  /** Each of the losses. One of the two is asked for. */
  readonly each: (losses: Float32Array) => void
  /** What a mean divides the sum by. */
  readonly count: number
  /** The gradients of the inputs. */
  readonly backward: (
    cotangents: Cotangents,
    needs: readonly boolean[],
    wayBack: WayBack,
  ) => readonly (Cotangent | undefined)[]
}

/** Both sides of losses from what gives a single one; for those that take far longer than a call. */
export const oneByOne = (count: number, lossOf: (i: number) => number): Pick<Losses, 'sum' | 'each'> => ({
  sum: () => {
    let sum = 0
    for (let i = 0; i < count; i++) sum += lossOf(i)
    return sum
  },
  each: (losses) => {
    for (let i = 0; i < count; i++) losses[i] = lossOf(i)
  },
})

/** The mean or the sum of losses, taken in float64 and rounded once, or each of them. */
export const reduced = <T extends FloatTensor<Shape>>(losses: Losses, reduction: Reduction): T => {
  const { axes, inputs, count, backward } = losses
  if (reduction === 'none') {
    const each = roomForFloats(countOf(axes))
    losses.each(each)
    return record(inputs, wrap<T>(axes, each), (dy, needs, wayBack) =>
      backward({ numbers: dy, step: 1, scale: 1 }, needs, wayBack),
    )
  }
  const scale = reduction === 'mean' ? 1 / count : 1
  const total = reduction === 'mean' ? losses.sum() / count : losses.sum()
  return record(inputs, wrap<T>([], Float32Array.of(total)), (dy, needs, wayBack) =>
    backward({ numbers: dy, step: 0, scale }, needs, wayBack),
  )
}
