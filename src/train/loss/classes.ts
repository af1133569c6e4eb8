import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import type { AnyTensor } from '../../../types/tensor.js'
import { sameAxes, sameAxis } from '../../op/broadcast.js'
import { checkFloats } from '../../op/check.js'
import { placeOf } from '../../op/check-indices.js'
import { shown } from '../../tensor/message.js'
import { wordsOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import { floatsOf, numbersOf } from '../../tensor/tensor.js'
import { checkNames } from './sizes.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors, sentences.values, sentences.losses)

/** Scores of classes, and class ids: what `crossEntropy` and `nll` share. The run-time twin of the rules in `types/loss.ts`. */

/** Scores as rows of as many numbers as there are classes. */
export interface Scores {
  readonly tensor: FloatTensor<Shape>
  readonly numbers: Float32Array
  readonly rows: number
  readonly classes: number
  /** All axes but the last. */
  readonly lead: Shape
}

/** A tensor of floats whose last axis is the classes. Throws the sentence of `ScoresOr`. */
export const checkScores = (scores: unknown, what: string, who: string): Scores => {
  const tensor = checkFloats(scores, what, who)
  const classes = tensor.axes.at(-1)
  if (classes === undefined) return fail('no classes', { what, who })
  const numbers = floatsOf(tensor)
  return {
    tensor,
    numbers,
    rows: numbers.length / classes.size,
    classes: classes.size,
    lead: tensor.axes.slice(0, -1),
  }
}

/** A class id for each row. Throws the sentence of `ClassIdsOr`, or names the first id that is no class. */
export const checkIds = (
  { tensor, classes, lead }: Scores,
  target: AnyTensor,
  ignoreIndex: number,
  what: string,
  who: string,
): Int32Array => {
  const ids = numbersOf(target)
  if (!(ids instanceof Int32Array)) return fail('wrong type of data', { what: 'target', got: 'f32', want: 'i32', who })
  if (!sameAxes(target.axes, lead))
    return fail('class id axes', { got: wordsOf(target.axes), what, want: wordsOf(tensor.axes), who })
  checkNames(lead, what, target.axes, 'target')
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]
    if ((id < 0 || id >= classes) && id !== ignoreIndex) {
      const place = placeOf(target.shape, row)
      return fail('no such class', { got: id, place, count: classes, last: classes - 1, ignore: ignoreIndex })
    }
  }
  return ids
}

/** A weight for each class. Throws the sentence of `ClassWeightsOr`. */
export const checkWeights = (
  { tensor }: Scores,
  weight: unknown,
  what: string,
  who: string,
): Float32Array | undefined => {
  if (weight === undefined) return undefined
  const w = checkFloats(weight, 'weight', who)
  if (w.axes.length !== 1 || !sameAxis(w.axes[0], tensor.axes.at(-1)))
    return fail('class weight axes', { got: wordsOf(w.axes), what, want: wordsOf(tensor.axes), who })
  checkNames(tensor.axes, what, w.axes, 'weight')
  return floatsOf(w)
}

/** The class id that is left out: -100 as in PyTorch, unless given. */
export const checkIgnoreIndex = (value: unknown): number => {
  if (value === undefined) return -100
  return typeof value === 'number' && (value | 0) === value
    ? value
    : fail('not an integer', { path: 'ignoreIndex', got: shown(value) })
}

/** The sum of the weights of the rows that count. */
export const weightOfRows = (ids: Int32Array, ignoreIndex: number, weight: Float32Array | undefined): number => {
  let sum = 0
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] !== ignoreIndex) sum += weight === undefined ? 1 : weight[ids[row]]
  }
  return sum
}
