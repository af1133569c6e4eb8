import type { AnyLoss, ScalarLoss, TrainStep } from '../../../types/fit.js'
import * as sentences from '../../../types/sentences.js'
import type { Trainable } from '../../../types/tree.js'
import { failOf } from '../../tensor/shape-error.js'
import { rowsOfBatch } from './cut.js'
import { abortable, now, throwIfAborted, yieldToHost } from './host.js'
import { learn } from './learn.js'
import { type FitOptions, type Plan, planOf } from './plan.js'

const fail = /* @__PURE__ */ failOf(sentences.fitting)

/** A run of training: an iterable of its steps, which begins anew each time it is iterated. */
export interface Fit<P> extends AsyncIterable<TrainStep<P>> {
  /** Runs to the end and gives the last step. */
  readonly last: () => Promise<TrainStep<P>>
}

/**
 * Training as an iterable of its steps. Nothing happens until it is iterated, and leaving the loop ends it.
 *
 * A step takes a batch, computes the loss and its gradient, and updates the parameters. Rows are taken in random order, drawn from `rng` by
 * `randperm(rows)` at the beginning of each pass. Every 12 milliseconds it lets the host do what waits, so that a page stays alive and a server answers.
 *
 * Each step has a `state`. Given as `from` it leads to the numbers of a run that was never interrupted, to the bit.
 *
 * @throws ShapeError, at once, for options that don't fit. While it runs: TrainingError where the loss or a gradient is not finite, and the reason of
 * `signal` when it is aborted
 * @example
 * import * as assert from 'node:assert'
 * import { adam, add, batch, feature, fit, manualSeed, mse, mul, rand, tensor, zeros } from 'shapefold'
 *
 * // y = 2 x + 1, from 64 rows.
 * const [x] = rand([batch(64), feature(1)])(manualSeed(0))
 * const y = tensor([batch(64), feature(1)], x.data.map((v) => 2 * v + 1))
 *
 * const run = fit({
 *   params: { slope: zeros([feature(1)]), shift: zeros([feature(1)]) },
 *   data: { x, y },
 *   loss: ({ slope, shift }, batch) => mse(add(mul(batch.x, slope), shift), batch.y),
 *   optimizer: adam({ lr: 0.1 }),
 *   batchSize: 16,
 *   epochs: 60,
 * })
 * for await (const { step, loss } of run) if (step % 100 === 0) console.log(step, loss)
 *
 * const { params } = await run.last()
 * assert.ok(Math.abs((params.slope.data[0] ?? 0) - 2) < 0.01)
 */
export const fit = <
  P extends Trainable<P>,
  D,
  BatchSize extends number | undefined = undefined,
  L extends AnyLoss = ScalarLoss,
>(
  options: FitOptions<P, D, BatchSize, L>,
): Fit<P> => {
  const plan = planOf(options)
  const run = (): AsyncGenerator<TrainStep<unknown>> => steps(plan)
  const last = async (): Promise<TrainStep<unknown>> => {
    let final: TrainStep<unknown> | undefined
    for await (const step of run()) final = step
    return final ?? fail('nothing to learn', { step: plan.start.step })
  }
  const all: Fit<unknown> = { [Symbol.asyncIterator]: run, last }
  // The cast: parameters keep their keys and axes, so every step has the type of the first ones.
  return Object.freeze(all) as Fit<P>
}

/** How long the host may have to wait, in milliseconds. */
const PATIENCE = 12

/** How much of the moving average of the rate stays from step to step. */
const MEMORY = 0.9

const steps = async function* (plan: Plan): AsyncGenerator<TrainStep<unknown>> {
  const { source, signal, onProgress } = plan
  const total = Math.min(plan.steps, source.count === undefined ? Number.POSITIVE_INFINITY : source.count * plan.epochs)
  let state = plan.start
  let waitingSince = now()
  let [rows, seconds] = [0, 0]
  while (state.epoch < plan.epochs && state.step < plan.steps) {
    const isNew = state.batch === 0
    const epochRng = isNew ? state.rng : state.epochRng
    const [batches, rng] = source.pass(epochRng, state.epoch, state.batch)
    state = Object.freeze({ ...state, epochRng, rng: isNew ? rng : state.rng })
    for await (const batch of abortable(batches, signal)) {
      throwIfAborted(signal)
      const start = now()
      const { loss, gradNorm, state: next } = learn(plan, state, batch)
      state = next
      seconds = MEMORY * seconds + (now() - start) / 1000
      rows = MEMORY * rows + rowsOfBatch(batch)
      const step: TrainStep<unknown> = Object.freeze({
        step: state.step,
        steps: Number.isFinite(total) ? total : undefined,
        epoch: state.epoch + 1,
        loss,
        gradNorm,
        rate: rows / Math.max(seconds, 1e-9),
        params: state.params,
        state,
      })
      onProgress?.(step)
      yield step
      if (state.step >= plan.steps) return
      if (now() - waitingSince >= PATIENCE) {
        await yieldToHost()
        waitingSince = now()
      }
    }
    if (state.batch === 0) fail('no batch', { epoch: state.epoch + 1 })
    state = Object.freeze({ ...state, epoch: state.epoch + 1, batch: 0 })
  }
}
