import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Multiply, Size } from '../../types/size.js'
import { add } from '../op/add.js'
import type { LeadingAxes } from '../op/leading.js'
import { linear } from '../op/linear.js'
import { mul } from '../op/mul.js'
import { sigmoid } from '../op/sigmoid.js'
import { split } from '../op/split.js'
import { tanh } from '../op/tanh.js'
import { checkPair, checkParams, checkStep } from './check-cell.js'

/**
 * The parameters of one long short-term memory cell, with the names of `torch.nn.LSTMCell`. The gates stand one below the other: input, forget,
 * candidate, output. With `weight_hr` the hidden state is projected to `Proj` numbers; without it, `Proj` is `Hidden`.
 */
export interface LongShortTermParams<Input extends Size, Hidden extends Size, Proj extends Size = Hidden> {
  readonly weight_ih: FloatTensor<readonly [Feature<Multiply<4, Hidden>>, Feature<Input>]>
  readonly weight_hh: FloatTensor<readonly [Feature<Multiply<4, Hidden>>, Feature<Proj>]>
  readonly bias_ih?: FloatTensor<readonly [Feature<Multiply<4, Hidden>>]> | undefined
  readonly bias_hh?: FloatTensor<readonly [Feature<Multiply<4, Hidden>>]> | undefined
  readonly weight_hr?: FloatTensor<readonly [Feature<Proj>, Feature<Hidden>]> | undefined
}

/** What a long short-term memory cell carries on: the hidden state, which is also its output, and the cell state, its memory. */
export interface LongShortTermState<Lead extends LeadingAxes, Hidden extends Size, Proj extends Size = Hidden> {
  readonly hidden: FloatTensor<[...Lead, Feature<Proj>]>
  readonly cell: FloatTensor<[...Lead, Feature<Hidden>]>
}

/** A long short-term memory cell for any axes in front of the features: none, or `[Batch]`. */
export type LongShortTermCell<Input extends Size, Hidden extends Size, Proj extends Size = Hidden> = <
  Lead extends LeadingAxes,
>(
  state: LongShortTermState<Lead, Hidden, Proj>,
  input: FloatTensor<readonly [...Lead, Feature<Input>]>,
) => readonly [output: FloatTensor<[...Lead, Feature<Proj>]>, state: LongShortTermState<Lead, Hidden, Proj>]

/**
 * The long short-term memory cell, of which `lstm` is made. Networks have their short names, the cells that they fold their long ones.
 *
 * ```text
 * i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)      c' = f * c + i * g
 * f = sigmoid(W_if x + b_if + W_hf h + b_hf)      h' = o * tanh(c'), or W_hr (o * tanh(c')), and the output is h'
 * g =    tanh(W_ig x + b_ig + W_hg h + b_hg)
 * o = sigmoid(W_io x + b_io + W_ho h + b_ho)
 * ```
 *
 *   x, input      : [..., Input]
 *   h, hidden     : [..., Proj]
 *   c, cell       : [..., Hidden]
 *   weight_ih     : [4 * Hidden, Input]   from the top: W_ii, W_if, W_ig, W_io
 *   weight_hh     : [4 * Hidden, Proj]
 *   bias_ih, _hh  : [4 * Hidden], or left out
 *   weight_hr     : [Proj, Hidden], or left out: then Proj is Hidden
 *
 * @throws ShapeError where weights do not fit each other, or an input or a state not the weights, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.LSTMCell.html, and LSTM.html there for the projection
 * @see S. Hochreiter and J. Schmidhuber, Long short-term memory, Neural Computation 9 (1997); the forget gate: F. A. Gers et al., Learning to
 *   forget, Neural Computation 12 (2000); the projection: H. Sak et al., arXiv 1402.1128 (2014), equations 7 to 12
 * @example
 * import * as assert from 'node:assert'
 * import { feature, fold, longShortTerm, seq, tensor, toSteps, zeros } from 'shapefold'
 *
 * // Gates that are open whatever comes, and a candidate that is 0, 1 or -1: a counter.
 * const counter = longShortTerm({
 *   weight_ih: tensor([feature(4), feature(1)], [0, 0, 100, 0]),
 *   weight_hh: zeros([feature(4), feature(1)]),
 *   bias_ih: tensor([feature(4)], [100, 100, 0, 100]),
 * })
 * const zero = zeros([feature(1)])
 * const xs = toSteps(tensor([seq(5), feature(1)], [1, 1, 0, -1, 1]))
 * assert.deepStrictEqual(fold(counter<[]>)({ hidden: zero, cell: zero })(xs).cell.toArray(), [2])
 */
export const longShortTerm = <Input extends Size, Proj extends Size, Hidden extends Size = Proj>(
  params: LongShortTermParams<Input, Hidden, Proj>,
): LongShortTermCell<Input, Hidden, Proj> => {
  const sizes = checkParams('longShortTerm', 4, params)
  const step = longShortTermStep(params)
  return (state, input) => {
    checkPair(sizes.who, state)
    checkStep(sizes, input, [
      ['state.hidden', state.hidden, sizes.out],
      ['state.cell', state.cell, sizes.hidden],
    ])
    return step(state, input)
  }
}

/** The step of `longShortTerm` on what is known to fit: the recurrence itself. */
export const longShortTermStep =
  <Input extends Size, Proj extends Size, Hidden extends Size = Proj>({
    weight_ih,
    weight_hh,
    bias_ih,
    bias_hh,
    weight_hr,
  }: LongShortTermParams<Input, Hidden, Proj>): LongShortTermCell<Input, Hidden, Proj> =>
  (state, input) => {
    const gates = add(linear(input, weight_ih, bias_ih), linear(state.hidden, weight_hh, bias_hh))
    const [i, f, g, o] = split(gates, 4, state.cell)
    const cell = add(mul(sigmoid(f), state.cell), mul(sigmoid(i), tanh(g)))
    const hidden = projected(mul(sigmoid(o), tanh(cell)), weight_hr)
    return [hidden, { hidden, cell }]
  }

const projected = <Lead extends LeadingAxes, Hidden extends Size, Proj extends Size>(
  hidden: FloatTensor<[...Lead, Feature<Hidden>]>,
  weight_hr: LongShortTermParams<Size, Hidden, Proj>['weight_hr'],
): FloatTensor<[...Lead, Feature<Proj>]> =>
  // The cast: without a projection, Proj is Hidden.
  weight_hr === undefined
    ? (hidden as unknown as FloatTensor<[...Lead, Feature<Proj>]>)
    : linear(hidden, weight_hr, undefined)
