import type { Schedule } from '../../../types/optimizer.js'
import * as sentences from '../../../types/sentences.js'
import { shown } from '../../tensor/message.js'
import { failOf } from '../../tensor/shape-error.js'
import { checkNamed } from '../named-options.js'
import { amount, checkCount, checkPart } from '../options.js'
import { cosineBetween, lineBetween } from './parts.js'

const fail = /* @__PURE__ */ failOf(sentences.training)

/**
 * A rate that climbs to `maxLr` and falls far below where it began, in `totalSteps` steps: `torch.optim.lr_scheduler.OneCycleLR`, without its cycle of
 * the momentum. It stays where it ends.
 *
 * It begins at `maxLr / divFactor`, is at its top after `pctStart` of the steps, and ends at `maxLr / divFactor / finalDivFactor`. With `threePhase` it comes
 * down as fast as it climbed, and ends from there.
 *
 * @throws ShapeError for an option out of its range
 * @see https://pytorch.org/docs/1.13/generated/torch.optim.lr_scheduler.OneCycleLR.html
 * @see L. N. Smith, N. Topin, Super-convergence: very fast training of neural networks using large learning rates (2018)
 * @example
 * import * as assert from 'node:assert'
 * import { oneCycle } from 'shapefold'
 *
 * const rate = oneCycle({ maxLr: 1, totalSteps: 10, divFactor: 4 })
 * assert.deepStrictEqual([rate(0), rate(2)], [0.25, 1])
 */
export const oneCycle = (options: {
  readonly maxLr: number
  readonly totalSteps: number
  readonly pctStart?: number
  readonly annealStrategy?: 'cos' | 'linear'
  readonly divFactor?: number
  readonly finalDivFactor?: number
  readonly threePhase?: boolean
}): Schedule => {
  checkNamed(
    'oneCycle',
    ['maxLr', 'totalSteps', 'pctStart', 'annealStrategy', 'divFactor', 'finalDivFactor', 'threePhase'],
    options,
  )
  const top = amount('maxLr', options.maxLr)
  const total = checkCount('totalSteps', options.totalSteps)
  const climb = checkPart('pctStart', options.pctStart ?? 0.3) * total
  const strategy = options.annealStrategy ?? 'cos'
  if (strategy !== 'cos' && strategy !== 'linear') return fail('unknown strategy', { got: shown(strategy) })
  const between = strategy === 'cos' ? cosineBetween : lineBetween
  const first = top / amount('divFactor', options.divFactor ?? 25)
  const last = first / amount('finalDivFactor', options.finalDivFactor ?? 1e4)
  // Where each phase ends, and the rate there.
  const phases: readonly (readonly [end: number, rate: number])[] = [
    [climb - 1, top],
    ...(options.threePhase === true ? [[2 * climb - 2, first] as const] : []),
    [total - 1, last],
  ]
  return (step) => {
    let start = 0
    let from = first
    for (const [end, to] of phases) {
      // A phase that lasts no step is at its end.
      if (step <= end) return between(from, to, end > start ? (step - start) / (end - start) : 1)
      start = end
      from = to
    }
    return from
  }
}
