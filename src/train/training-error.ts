import type { TrainState } from '../../types/fit.js'

/**
 * Training that can't go on: the loss or a gradient is no longer a finite number. The message names the step and what to try.
 */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
  /** The number of the update that was not made, counted from 1. */
  readonly step: number
  /** The loss of its batch. */
  readonly loss: number
  /** The state before that update: its parameters are still sound. */
  readonly state: TrainState<unknown>

  constructor(message: string, loss: number, state: TrainState<unknown>) {
    super(message)
    this.step = state.step + 1
    this.loss = loss
    this.state = state
  }
}
