import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import * as sentences from '../../../types/sentences.js'
import type { Shape } from '../../../types/shape.js'
import { sameAxes } from '../../op/broadcast.js'
import { checkFloats } from '../../op/check.js'
import { deferred } from '../../op/deferred.js'
import { tapeOf } from '../../op/record.js'
import { wordsOf } from '../../tensor/shape.js'
import { failOf } from '../../tensor/shape-error.js'
import type { Cotangent } from '../../tensor/tape.js'
import { axesOf, floatsOf } from '../../tensor/tensor.js'
import { checkNamed } from '../named-options.js'
import { type Cotangents, checkReduction, reduced, type WayBack } from './reduction.js'
import { checkNames } from './sizes.js'

const fail = /* @__PURE__ */ failOf(sentences.losses)

/**
 * A loss of a prediction and a target number by number, for which it does not matter which is which. Each rule has loops of its own: one that all share
 * would call a function for each number, which takes several times as long as what it computes. Where a gradient is taken, a rule may go by way of the kernel.
 */
export interface Rule {
  /** The sum of the losses in float64. */
  readonly sum: (p: Float32Array, t: Float32Array, wayBack: WayBack | undefined) => number
  readonly each: (p: Float32Array, t: Float32Array, losses: Float32Array) => void
  /** The gradient of the prediction; that of the target is the same with the two exchanged. */
  readonly backward: (p: Float32Array, t: Float32Array, d: Cotangents, dp: Float32Array, wayBack: WayBack) => void
}

/** Two tensors of floats of the same axes. Throws the sentences of `FloatsOr` and `TargetOr` where they are not. */
export const checkPair = (
  who: string,
  what: string,
  prediction: unknown,
  target: unknown,
): readonly [FloatTensor<Shape>, FloatTensor<Shape>] => {
  const [p, t] = [checkFloats(prediction, what, who), checkFloats(target, 'target', who)]
  const [axes, others] = [axesOf(p), axesOf(t)]
  if (!sameAxes(axes, others)) fail('target axes', { got: wordsOf(others), what, want: wordsOf(axes), who })
  checkNames(axes, what, others, 'target')
  return [p, t]
}

/** The loss of a rule. */
export const pointwise = <T extends FloatTensor<Shape>>(
  who: string,
  rule: Rule,
  prediction: unknown,
  target: unknown,
  options: { readonly reduction?: unknown } | undefined,
  known: readonly string[] = ['reduction'],
): T => {
  if (options !== undefined) checkNamed(who, known, options)
  const inputs = checkPair(who, 'prediction', prediction, target)
  const [p, t] = [floatsOf(inputs[0]), floatsOf(inputs[1])]
  return reduced(
    {
      axes: axesOf(inputs[0]),
      inputs,
      count: p.length,
      sum: () => rule.sum(p, t, tapeOf(inputs)?.wayBack),
      each: (losses) => rule.each(p, t, losses),
      backward: (d, [ofPrediction, ofTarget], wayBack) => {
        const gradient = (a: Float32Array, b: Float32Array): Cotangent =>
          deferred(a.length, (to, at, start, count) => {
            const end = start + count
            const numbers = d.step === 0 ? d.numbers : d.numbers.subarray(start, end)
            rule.backward(
              a.subarray(start, end),
              b.subarray(start, end),
              { ...d, numbers },
              to.subarray(at, at + count),
              wayBack,
            )
          })
        return [ofPrediction ? gradient(p, t) : undefined, ofTarget ? gradient(t, p) : undefined]
      },
    },
    checkReduction(options?.reduction),
  )
}
