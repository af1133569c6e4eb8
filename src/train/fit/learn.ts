import type { ScalarLoss, TrainState } from '../../../types/fit.js'
import type { Tensor as FloatTensor } from '../../../types/float-tensor.js'
import type { Optimizer } from '../../../types/optimizer.js'
import type { Rng } from '../../../types/rng.js'
import { valueAndGrad } from '../../grad/value-and-grad.js'
import { floatsOf } from '../../tensor/tensor.js'
import { clip, normOfTree } from '../clip-grad-norm.js'
import { TrainingError } from '../training-error.js'
import { leavesOf, pathsOf } from '../tree.js'

/** What one update follows from. */
export interface Lesson {
  readonly loss: (params: unknown, batch: unknown) => ScalarLoss
  readonly optimizer: Optimizer
  readonly clipNorm: number | undefined
}

/** What came of one update. */
export interface Learnt {
  readonly loss: number
  readonly gradNorm: number
  readonly state: TrainState<unknown>
}

/**
 * One update of the parameters by a batch: the loss and its gradient, clipped, and what the optimiser makes of it.
 *
 * @throws TrainingError where the loss or a gradient is not finite; then nothing is updated
 */
export const learn = ({ loss, optimizer, clipNorm }: Lesson, state: TrainState<unknown>, batch: unknown): Learnt => {
  const [[value, rng], gradients] = valueAndGrad((params: unknown) => drawn(loss(params, batch), state.rng))(
    state.params,
  )
  const number = floatsOf(value)[0] ?? Number.NaN
  if (!Number.isFinite(number)) throw new TrainingError(badLoss(number, state), number, state)
  const [clipped, gradNorm] =
    clipNorm === undefined ? [gradients, normOfTree(gradients, 2)] : clip(gradients, clipNorm, 2)
  if (!Number.isFinite(gradNorm)) throw new TrainingError(badGradient(gradients, gradNorm, state), number, state)
  const [params, next] = optimizer.update(state.params, clipped, state.optimizer)
  const { step, epoch, batch: position, epochRng } = state
  return {
    loss: number,
    gradNorm,
    state: Object.freeze({ params, optimizer: next, rng, epochRng, step: step + 1, epoch, batch: position + 1 }),
  }
}

/** A loss and the generator after it. */
const drawn = (loss: ScalarLoss, rng: Rng): readonly [FloatTensor<readonly []>, Rng] =>
  typeof loss === 'function' ? loss(rng) : [loss, rng]

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
