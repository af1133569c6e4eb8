import type { StepLoss, TrainState } from '../../../types/fit.js'
import type { Optimizer } from '../../../types/optimizer.js'
import type { Rng } from '../../../types/rng.js'
import { valueAndGrad } from '../../grad/value-and-grad.js'
import { floatsOf } from '../../tensor/tensor.js'
import { clipGradNorm, globalNorm } from '../clip-grad-norm.js'
import { TrainingError } from '../training-error.js'
import { leavesOf, pathsOf } from '../tree.js'

/** What one update follows from. */
export interface Lesson<P> {
  readonly loss: (params: P, batch: never) => StepLoss
  readonly optimizer: Optimizer
  readonly clipNorm: number | undefined
}

/** What came of one update. */
export interface Learnt<P> {
  readonly loss: number
  readonly gradNorm: number
  readonly state: TrainState<P>
}

/**
 * One update of the parameters by a batch: the loss and its gradient, clipped, and what the optimiser makes of it.
 *
 * @throws TrainingError where the loss or a gradient is not finite; then nothing is updated
 */
export const learn = <P>({ loss, optimizer, clipNorm }: Lesson<P>, state: TrainState<P>, batch: unknown): Learnt<P> => {
  const f = (params: P) => {
    // The cast: the batch is of the data's own type, which is that of the loss's second parameter.
    const value = loss(params, batch as never)
    return typeof value === 'function' ? value(state.rng) : ([value, state.rng] as const)
  }
  const [[value, rng], gradients]: readonly [readonly [{ readonly data: Float32Array }, Rng], P] = valueAndGrad(f)(
    state.params,
  )
  const number = value.data[0] ?? Number.NaN
  if (!Number.isFinite(number)) throw new TrainingError(badLoss(number, state), number, state)
  const [clipped, gradNorm] = clipNorm === undefined ? [gradients, normOf(gradients)] : clip(gradients, clipNorm)
  if (!Number.isFinite(gradNorm)) throw new TrainingError(badGradient(gradients, gradNorm, state), number, state)
  const [params, next] = optimizer.update(state.params, clipped, state.optimizer)
  const { step, epoch, batch: position, epochRng } = state
  return {
    loss: number,
    gradNorm,
    state: Object.freeze({ params, optimizer: next, rng, epochRng, step: step + 1, epoch, batch: position + 1 }),
  }
}

const where = ({ step, epoch }: TrainState<unknown>): string => `at step ${step + 1} (epoch ${epoch + 1})`

const badLoss = (loss: number, state: TrainState<unknown>): string =>
  `the loss is ${loss} ${where(state)}: try a lower learning rate or clipNorm, and look for numbers in the data that are not finite`

const badGradient = (gradients: unknown, norm: number, state: TrainState<unknown>): string => {
  const leaves = leavesOf(gradients, 'grads')
  const index = leaves.findIndex((leaf) => !floatsOf(leaf).every(Number.isFinite))
  const path = pathsOf(gradients)[index]
  const what =
    path === undefined ? `the norm of the gradient is ${norm}` : `the gradient of params.${path} is not finite`
  return `${what} ${where(state)}: try a lower learning rate, or a loss without roots and logarithms at 0`
}
