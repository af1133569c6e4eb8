import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import type { FloatShape, FloatsOr } from '../../../types/floats.js'
import type { Reduced, Reduction, TargetOr, WeightsOr } from '../../../types/loss.js'
import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import { pick, placesOf, stridesIn } from '../../op/broadcast.js'
import { checkFloats } from '../../op/check.js'
import { roomForFloats } from '../../room.js'
import { wordsOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import { floatsOf } from '../../tensor/tensor.js'
import { checkNamed } from '../named-options.js'
import type { LossOptions } from './mse.js'
import { checkPair } from './pointwise.js'
import { checkReduction, oneByOne, reduced } from './reduction.js'
import { checkNames } from './sizes.js'

const fail = /* @__PURE__ */ failOf(sentences.losses)

/** The options of `bceWithLogits`. */
export interface BceOptions<W, PosWeight, R extends Reduction = Reduction> extends LossOptions<R> {
  /** What each loss is multiplied by. It may lack axes of the logits, along which it is repeated. */
  readonly weight?: W
  /** What the part of each loss that is due to the target 1 is multiplied by. It may lack axes of the logits, too. */
  readonly posWeight?: PosWeight
}

const WHO = 'bceWithLogits'

/** `log(1 + exp(-x))`, which neither overflows nor loses what is small. */
const softplusOfMinus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0)

/** A weight for each logit. */
const repeated = (weight: unknown, key: string, axes: Shape): Float32Array | undefined => {
  if (weight === undefined) return undefined
  const w = checkFloats(weight, key, WHO)
  const strides = stridesIn(w.axes, axes)
  if (strides === undefined)
    return fail('weight axes', { key, got: wordsOf(w.axes), what: 'logits', want: wordsOf(axes), who: WHO })
  checkNames(axes, 'logits', w.axes, key)
  return w.axes.length === axes.length ? floatsOf(w) : pick(floatsOf(w), placesOf(axes, strides))
}

/**
 * The mean binary cross entropy of logits: what `bce(sigmoid(x), t)` would be, without the rounding that makes it infinite.
 *
 * `l = -w (q t log(sigmoid(x)) + (1 - t) log(1 - sigmoid(x)))`, `w` the weight and `q` the positive weight, both 1 unless given
 *
 *   logits, target    : [...]; a target is from 0 to 1
 *   weight, posWeight : some of these axes
 *   loss              : [], or with reduction 'none' [...]
 *
 * The mean divides by the number of logits, whatever the weights. Gradients go to logits and target.
 *
 * @throws ShapeError where logits and target are no tensors of floats of the same axes, or a weight has others
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.BCEWithLogitsLoss.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, bceWithLogits, tensor } from 'shapefold'
 *
 * const loss = bceWithLogits(tensor([batch(2)], [0, 1000]), tensor([batch(2)], [1, 0]), { reduction: 'none' })
 * assert.deepStrictEqual(loss.toArray(), [Math.fround(Math.LN2), 1000])
 */
export const bceWithLogits = <P, T, W = never, PosWeight = never, R extends Reduction = 'mean'>(
  logits: FloatsOr<P, 'logits', 'bceWithLogits'>,
  target: TargetOr<P, T, 'logits', 'bceWithLogits'>,
  options?: BceOptions<
    WeightsOr<P, W, 'weight', 'logits', 'bceWithLogits'>,
    WeightsOr<P, PosWeight, 'posWeight', 'logits', 'bceWithLogits'>,
    R
  >,
): Reduced<FloatShape<P>, R> => lossOf(logits, target, options)

const lossOf = <L extends FloatTensor<Shape>>(
  logits: unknown,
  target: unknown,
  options: BceOptions<unknown, unknown> | undefined,
): L => {
  if (options !== undefined) checkNamed(WHO, ['reduction', 'weight', 'posWeight'], options)
  const inputs = checkPair(WHO, 'logits', logits, target)
  const { axes } = inputs[0]
  const [x, t] = [floatsOf(inputs[0]), floatsOf(inputs[1])]
  const weight = repeated(options?.weight, 'weight', axes)
  const positive = repeated(options?.posWeight, 'posWeight', axes)
  return reduced(
    {
      axes,
      inputs,
      count: x.length,
      ...oneByOne(x.length, (i) => {
        const q = positive === undefined ? 1 : 1 + (positive[i] - 1) * t[i]
        const w = weight === undefined ? 1 : weight[i]
        return w * ((1 - t[i]) * x[i] + q * softplusOfMinus(x[i]))
      }),
      backward: ({ numbers, step, scale }, [ofLogits, ofTarget]) => {
        const dx = ofLogits ? roomForFloats(x.length) : undefined
        const dt = ofTarget ? roomForFloats(x.length) : undefined
        for (let i = 0; i < x.length; i++) {
          const d = scale * numbers[i * step] * (weight === undefined ? 1 : weight[i])
          const extra = positive === undefined ? 0 : positive[i] - 1
          if (dx !== undefined) dx[i] = d * (1 - t[i] - (1 + extra * t[i]) / (1 + Math.exp(x[i])))
          if (dt !== undefined) dt[i] = d * ((extra === 0 ? 0 : extra * softplusOfMinus(x[i])) - x[i])
        }
        return [dx, dt]
      },
    },
    checkReduction(options?.reduction),
  )
}
