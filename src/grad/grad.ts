import type { AnyValue, LossFunctionOr } from '../../types/grad.js'
import { valueAndGrad } from './value-and-grad.js'

/**
 * As `valueAndGrad`, for the gradient alone.
 *
 * `grad(f)(params, ...rest)` is `df/dparams`
 *
 * @throws ShapeError as `valueAndGrad` does
 * @see https://jax.readthedocs.io/en/latest/_autosummary/jax.grad.html
 * @example
 * import * as assert from 'node:assert'
 * import { exp, grad, sum, type Tensor, tensor } from 'shapefold'
 *
 * const slope = grad((x: Tensor<[]>) => sum(exp(x)))
 * assert.strictEqual(slope(tensor([], [0])).toArray(), 1)
 */
export const grad =
  <Params, Rest extends readonly unknown[], Value extends AnyValue>(f: LossFunctionOr<Params, Rest, Value>) =>
  (params: Params, ...rest: Rest): Params =>
    valueAndGrad<Params, Rest, Value>(f)(params, ...rest)[1]
