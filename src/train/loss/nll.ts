import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import type { FloatShape } from '../../../types/floats.js'
import type { ClassIdsOr, ClassWeightsOr, Reduced, Reduction, Rows, ScoresOr } from '../../../types/loss.js'
import type { Shape } from '../../../types/shape.js'
import { checkTensor } from '../../op/check.js'
import { roomForFloats } from '../../room.js'
import { checkNamed } from '../named-options.js'
import { checkIds, checkIgnoreIndex, checkScores, checkWeights, weightOfRows } from './classes.js'
import type { LossOptions } from './mse.js'
import { checkReduction, oneByOne, reduced } from './reduction.js'

/** The options of `nll`. */
export interface NllOptions<W, R extends Reduction = Reduction> extends LossOptions<R> {
  /** A weight for each class. The mean divides by the weights of the target's classes. */
  readonly weight?: W
  /** The class id that stands for no target: its row counts for nothing. -100 unless given. */
  readonly ignoreIndex?: number
}

const WHO = 'nll'
const WHAT = 'logProbabilities'

/**
 * The mean negative log likelihood of the target's classes.
 *
 * `l = -w_t x_t`, and of that the mean: the sum over the sum of the weights `w_t`
 *
 *   logProbabilities : [..., Classes]; the classes are the last axis, where PyTorch wants them second
 *   target           : [...], class ids (i32)
 *   weight           : [Classes]
 *   loss             : [], or with reduction 'none' [...]
 *
 * @throws ShapeError where the axes don't fit, or a class id is no class
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.NLLLoss.html
 * @example
 * import * as assert from 'node:assert'
 * import { axis, batch, nll, tensor } from 'shapefold'
 *
 * const logProbabilities = tensor([batch(2), axis('class', 3)], [[-1, -2, -3], [-4, -5, -6]])
 * assert.strictEqual(nll(logProbabilities, tensor([batch(2)], Int32Array.of(0, 2))).toArray(), 3.5)
 */
export const nll = <P, T, W = never, R extends Reduction = 'mean'>(
  logProbabilities: ScoresOr<P, 'logProbabilities', 'nll'>,
  target: ClassIdsOr<P, T, 'logProbabilities', 'nll'>,
  options?: NllOptions<ClassWeightsOr<P, W, 'logProbabilities', 'nll'>, R>,
): Reduced<Rows<FloatShape<P>>, R> => lossOf(logProbabilities, target, options)

const lossOf = <L extends FloatTensor<Shape>>(
  logProbabilities: unknown,
  target: unknown,
  options: NllOptions<unknown> | undefined,
): L => {
  if (options !== undefined) checkNamed(WHO, ['reduction', 'weight', 'ignoreIndex'], options)
  const scores = checkScores(logProbabilities, WHAT, WHO)
  const ignore = checkIgnoreIndex(options?.ignoreIndex)
  const ids = checkIds(scores, checkTensor(target, 'target'), ignore, WHAT, WHO)
  const weight = checkWeights(scores, options?.weight, WHAT, WHO)
  const { numbers: x, classes } = scores
  return reduced(
    {
      axes: scores.lead,
      inputs: [scores.tensor],
      count: weightOfRows(ids, ignore, weight),
      ...oneByOne(ids.length, (row) => {
        const id = ids[row]
        return id === ignore ? 0 : -(weight === undefined ? 1 : weight[id]) * x[row * classes + id]
      }),
      backward: ({ numbers, step, scale }) => {
        const dx = roomForFloats(x.length)
        for (let row = 0; row < ids.length; row++) {
          const id = ids[row]
          if (id === ignore) continue
          dx[row * classes + id] = -scale * numbers[row * step] * (weight === undefined ? 1 : weight[id])
        }
        return [dx]
      },
    },
    checkReduction(options?.reduction),
  )
}
