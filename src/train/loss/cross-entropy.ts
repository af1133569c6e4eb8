import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import type { FloatShape } from '../../../types/floats.js'
import type { ClassesOr, ClassWeightsOr, Reduced, Reduction, Rows, ScoresOr } from '../../../types/loss.js'
import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import type { AnyTensor } from '../../../types/tensor.js'
import { sameAxes } from '../../op/broadcast.js'
import { checkTensor } from '../../op/check.js'
import { roomForFloats } from '../../room.js'
import { wordsOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import { numbersOf } from '../../tensor/tensor.js'
import { checkNamed } from '../named-options.js'
import { checkPart } from '../options.js'
import { checkIds, checkIgnoreIndex, checkScores, checkWeights, type Scores, weightOfRows } from './classes.js'
import type { NllOptions } from './nll.js'
import { checkReduction, type Losses, oneByOne, reduced } from './reduction.js'
import { checkNames } from './sizes.js'

const fail = /* @__PURE__ */ failOf(sentences.losses)

/** The options of `crossEntropy`. */
export interface CrossEntropyOptions<W, R extends Reduction = Reduction> extends NllOptions<W, R> {
  /** How much of each target is spread evenly over all classes: from 0 to 1, 0 unless given. */
  readonly labelSmoothing?: number
}

const WHO = 'crossEntropy'

/**
 * The mean cross entropy of logits and classes: the negative log likelihood of their log softmax, in one step that neither overflows nor loses
 * digits.
 *
 * `l = sum_c a_c (log(sum_k exp(x_k)) - x_c)`, with `a_c = w_c q_c` and `q` the target's probabilities: 1 for the class and 0 for all others, and
 * with label smoothing `e` of that `(1 - e) q_c + e / Classes`
 *
 *   logits : [..., Classes]; the classes are the last axis, where PyTorch wants them second
 *   target : [...], class ids (i32), or [..., Classes], probabilities (f32)
 *   weight : [Classes]
 *   loss   : [], or with reduction 'none' [...]
 *
 * With class ids the mean divides by the weights `w` of the target's classes, with probabilities by the number of rows; so does PyTorch. Where every
 * row is left out, the mean is NaN. Gradients go to the logits, and to probabilities.
 *
 * @throws ShapeError where the axes don't fit, a class id is no class, or the smoothing is not from 0 to 1
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.CrossEntropyLoss.html
 * @example
 * import * as assert from 'node:assert'
 * import { axis, batch, crossEntropy, seq, tensor, zeros } from 'shapefold'
 *
 * const logits = zeros([seq(2), batch(2), axis('class', 4)])
 * const target = tensor([seq(2), batch(2)], Int32Array.of(0, 1, 3, -100)) // the last one is left out
 * assert.strictEqual(crossEntropy(logits, target).toArray(), Math.fround(Math.log(4)))
 */
export const crossEntropy = <P, T, W = never, R extends Reduction = 'mean'>(
  logits: ScoresOr<P, 'logits', 'crossEntropy'>,
  target: ClassesOr<P, T, 'logits', 'crossEntropy'>,
  options?: CrossEntropyOptions<ClassWeightsOr<P, W, 'logits', 'crossEntropy'>, R>,
): Reduced<Rows<FloatShape<P>>, R> => lossOf(logits, target, options)

const lossOf = <L extends FloatTensor<Shape>>(
  logits: unknown,
  target: unknown,
  options: CrossEntropyOptions<unknown> | undefined,
): L => {
  if (options !== undefined) checkNamed(WHO, ['reduction', 'weight', 'ignoreIndex', 'labelSmoothing'], options)
  const scores = checkScores(logits, 'logits', WHO)
  const classes = checkTensor(target, 'target')
  const ignore = checkIgnoreIndex(options?.ignoreIndex)
  const smoothing = checkPart('labelSmoothing', options?.labelSmoothing ?? 0)
  const weight = checkWeights(scores, options?.weight, 'logits', WHO)
  const losses =
    classes.dtype === 'i32'
      ? ofClassIds(scores, checkIds(scores, classes, ignore, 'logits', WHO), ignore, smoothing, weight)
      : ofProbabilities(scores, checkProbabilities(scores, classes), smoothing, weight)
  return reduced(losses, checkReduction(options?.reduction))
}

const checkProbabilities = ({ tensor, lead }: Scores, target: AnyTensor): FloatTensor<Shape> => {
  if (!sameAxes(target.axes, tensor.axes)) {
    const rule = sameAxes(target.axes, lead) ? 'class ids of floats' : 'target axes'
    return fail(rule, { got: wordsOf(target.axes), what: 'logits', want: wordsOf(tensor.axes), who: WHO })
  }
  checkNames(tensor.axes, 'logits', target.axes, 'target')
  // The cast: it was asked for integers before.
  return target as FloatTensor<Shape>
}

/** `log(sum_k exp(x_k))` of a row, in float64. */
const logSumExp = (x: Float32Array, start: number, end: number): number => {
  let most = x[start]
  for (let i = start + 1; i < end; i++) most = Math.max(most, x[i])
  if (most === Number.NEGATIVE_INFINITY) return most
  let sum = 0
  for (let i = start; i < end; i++) sum += Math.exp(x[i] - most)
  return most + Math.log(sum)
}

const ofClassIds = (
  { tensor, numbers: x, classes, lead }: Scores,
  ids: Int32Array,
  ignore: number,
  smoothing: number,
  weight: Float32Array | undefined,
): Losses => {
  const own = 1 - smoothing
  const spread = smoothing / classes
  const logs = new Float64Array(ids.length)
  const weightOf = (c: number): number => (weight === undefined ? 1 : weight[c])
  let allWeights = 0
  for (let c = 0; c < classes; c++) allWeights += weightOf(c)
  return {
    axes: lead,
    inputs: [tensor],
    count: weightOfRows(ids, ignore, weight),
    ...oneByOne(ids.length, (row) => {
      const id = ids[row]
      if (id === ignore) return 0
      const start = row * classes
      const log = logSumExp(x, start, start + classes)
      logs[row] = log
      let loss = own * weightOf(id) * (log - x[start + id])
      if (spread > 0) for (let c = 0; c < classes; c++) loss += spread * weightOf(c) * (log - x[start + c])
      return loss
    }),
    backward: ({ numbers, step, scale }) => {
      const dx = roomForFloats(x.length)
      for (let row = 0; row < ids.length; row++) {
        const id = ids[row]
        if (id === ignore) continue
        const start = row * classes
        const d = scale * numbers[row * step]
        const all = own * weightOf(id) + spread * allWeights
        for (let c = 0; c < classes; c++) {
          const share = spread * weightOf(c) + (c === id ? own * weightOf(id) : 0)
          dx[start + c] = d * (all * Math.exp(x[start + c] - logs[row]) - share)
        }
      }
      return [dx]
    },
  }
}

const ofProbabilities = (
  { tensor, numbers: x, rows, classes, lead }: Scores,
  target: FloatTensor<Shape>,
  smoothing: number,
  weight: Float32Array | undefined,
): Losses => {
  const q = numbersOf(target)
  const own = 1 - smoothing
  const spread = smoothing / classes
  const logs = new Float64Array(rows)
  const weightOf = (c: number): number => (weight === undefined ? 1 : weight[c])
  return {
    axes: lead,
    inputs: [tensor, target],
    count: rows,
    ...oneByOne(rows, (row) => {
      const start = row * classes
      const log = logSumExp(x, start, start + classes)
      logs[row] = log
      let loss = 0
      for (let c = 0; c < classes; c++) loss += weightOf(c) * (own * q[start + c] + spread) * (log - x[start + c])
      return loss
    }),
    backward: ({ numbers, step, scale }, [ofLogits, ofTarget]) => {
      const dx = ofLogits ? roomForFloats(x.length) : undefined
      const dq = ofTarget ? roomForFloats(x.length) : undefined
      for (let row = 0; row < rows; row++) {
        const start = row * classes
        const d = scale * numbers[row * step]
        let all = 0
        for (let c = 0; c < classes; c++) all += weightOf(c) * (own * q[start + c] + spread)
        for (let c = 0; c < classes; c++) {
          const share = weightOf(c) * (own * q[start + c] + spread)
          if (dx !== undefined) dx[start + c] = d * (all * Math.exp(x[start + c] - logs[row]) - share)
          if (dq !== undefined) dq[start + c] = d * weightOf(c) * own * (logs[row] - x[start + c])
        }
      }
      return [dx, dq]
    },
  }
}
