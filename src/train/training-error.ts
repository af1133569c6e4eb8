import type { TrainState } from '../../types/fit.js'

/**
 * A run of training that can't go on: its loss or a gradient is no longer a finite number. The message names the step and what to try.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, fit, mse, sgd, tensor, TrainingError } from 'shapefold'
 *
 * const x = tensor([batch(1), feature(1)], [1e30])
 * const run = fit({ params: { x }, data: x, loss: ({ x }, y) => mse(x, y), optimizer: sgd({ lr: 1 }), steps: 5 })
 * await assert.doesNotReject(run.last())
 */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
  /** The number of the update that was not made, counted from 1. */
  readonly step: number
  /** The loss of its batch. */
  readonly loss: number
  /** The state before it: parameters that are still sound, from which to go on otherwise. */
  readonly state: TrainState<unknown>

  constructor(message: string, loss: number, state: TrainState<unknown>) {
    super(message)
    this.step = state.step + 1
    this.loss = loss
    this.state = state
  }
}
