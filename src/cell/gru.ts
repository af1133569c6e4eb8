import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Multiply, Size } from '../../types/size.js'
import { add } from '../op/add.js'
import type { LeadingAxes } from '../op/leading.js'
import { linear } from '../op/linear.js'
import { mul } from '../op/mul.js'
import { sigmoid } from '../op/sigmoid.js'
import { split } from '../op/split.js'
import { sub } from '../op/sub.js'
import { tanh } from '../op/tanh.js'
import { checkParams, checkStep } from './check-cell.js'

/** The parameters of one gated recurrent cell, with the names of `torch.nn.GRUCell`. The gates stand one below the other: reset, update, new. */
export interface GatedRecurrentParams<Input extends Size, Hidden extends Size> {
  readonly weight_ih: FloatTensor<readonly [Feature<Multiply<3, Hidden>>, Feature<Input>]>
  readonly weight_hh: FloatTensor<readonly [Feature<Multiply<3, Hidden>>, Feature<Hidden>]>
  readonly bias_ih?: FloatTensor<readonly [Feature<Multiply<3, Hidden>>]> | undefined
  readonly bias_hh?: FloatTensor<readonly [Feature<Multiply<3, Hidden>>]> | undefined
}

/** A gated recurrent cell for any axes in front of the features: none, or `[Batch]`. */
export type GatedRecurrentCell<Input extends Size, Hidden extends Size> = <Lead extends LeadingAxes>(
  state: FloatTensor<[...Lead, Feature<Hidden>]>,
  input: FloatTensor<readonly [...Lead, Feature<Input>]>,
) => readonly [output: FloatTensor<[...Lead, Feature<Hidden>]>, state: FloatTensor<[...Lead, Feature<Hidden>]>]

/**
 * The gated recurrent cell, of which `gru` is made. Networks have their short names, the cells that they fold their long ones. The reset gate is
 * applied after the product with `W_hn`, as in PyTorch and cuDNN; in the paper it is applied before.
 *
 * ```text
 * r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 * z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 * n = tanh(W_in x + b_in + r * (W_hn h + b_hn))
 * h' = (1 - z) * n + z * h, and the output is h'
 * ```
 *
 *   x, input      : [..., Input]
 *   h, state      : [..., Hidden]
 *   weight_ih     : [3 * Hidden, Input]    from the top: W_ir, W_iz, W_in
 *   weight_hh     : [3 * Hidden, Hidden]
 *   bias_ih, _hh  : [3 * Hidden], or left out
 *
 * @throws ShapeError where weights do not fit each other, or an input or a state not the weights, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.GRUCell.html
 * @see K. Cho et al., Learning phrase representations using RNN encoder-decoder, arXiv 1406.1078 (2014), equations 5 to 8
 * @example
 * import * as assert from 'node:assert'
 * import { feature, fold, gatedRecurrent, seq, tensor, toSteps, zeros } from 'shapefold'
 *
 * // An update gate that is half open: each step moves the state half the way to tanh(x).
 * const smooth = gatedRecurrent({
 *   weight_ih: tensor([feature(3), feature(1)], [0, 0, 100]),
 *   weight_hh: zeros([feature(3), feature(1)]),
 * })
 * const xs = toSteps(tensor([seq(3), feature(1)], [1, 1, -1]))
 * assert.deepStrictEqual(fold(smooth<[]>)(zeros([feature(1)]))(xs).toArray(), [-0.125])
 */
export const gatedRecurrent = <Input extends Size, Hidden extends Size>(
  params: GatedRecurrentParams<Input, Hidden>,
): GatedRecurrentCell<Input, Hidden> => {
  const sizes = checkParams('gatedRecurrent', 3, params)
  const step = gatedRecurrentStep(params)
  return (state, input) => {
    checkStep(sizes, input, [['state', state, sizes.hidden]])
    return step(state, input)
  }
}

/** The step of `gatedRecurrent` on what is known to fit: the recurrence itself. */
export const gatedRecurrentStep =
  <Input extends Size, Hidden extends Size>({
    weight_ih,
    weight_hh,
    bias_ih,
    bias_hh,
  }: GatedRecurrentParams<Input, Hidden>): GatedRecurrentCell<Input, Hidden> =>
  (state, input) => {
    const [xr, xz, xn] = split(linear(input, weight_ih, bias_ih), 3, state)
    const [hr, hz, hn] = split(linear(state, weight_hh, bias_hh), 3, state)
    const r = sigmoid(add(xr, hr))
    const z = sigmoid(add(xz, hz))
    const n = tanh(add(xn, mul(r, hn)))
    // (1 - z) * n + z * h with one product less, as PyTorch computes it.
    const hidden = add(n, mul(z, sub(state, n)))
    return [hidden, hidden]
  }
