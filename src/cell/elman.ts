import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { add } from '../op/add.js'
import type { LeadingAxes } from '../op/leading.js'
import { linear } from '../op/linear.js'
import { relu } from '../op/relu.js'
import { tanh } from '../op/tanh.js'
import { checkParams, checkStep } from './check-cell.js'

/** The two nonlinearities of an Elman network. */
export const nonlinearities = { tanh, relu } as const

/** Either of them. (Of a union of two generic functions the compiler finds no signature.) */
type Nonlinearity = <S extends Shape>(x: FloatTensor<S>) => FloatTensor<S>

/** The parameters of one Elman cell, with the names of `torch.nn.RNNCell`. */
export interface ElmanParams<Input extends Size, Hidden extends Size> {
  readonly weight_ih: FloatTensor<readonly [Feature<Hidden>, Feature<Input>]>
  readonly weight_hh: FloatTensor<readonly [Feature<Hidden>, Feature<Hidden>]>
  readonly bias_ih?: FloatTensor<readonly [Feature<Hidden>]> | undefined
  readonly bias_hh?: FloatTensor<readonly [Feature<Hidden>]> | undefined
}

/** An Elman cell for any axes in front of the features: `[Hidden]` and `[Input]`, or `[Batch, Hidden]` and `[Batch, Input]`. */
export type ElmanCell<Input extends Size, Hidden extends Size> = <Lead extends LeadingAxes>(
  state: FloatTensor<readonly [...Lead, Feature<Hidden>]>,
  input: FloatTensor<readonly [...Lead, Feature<Input>]>,
) => readonly [output: FloatTensor<[...Lead, Feature<Hidden>]>, state: FloatTensor<[...Lead, Feature<Hidden>]>]

/**
 * The Elman cell, of which `rnn` is made.
 *
 * `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`, and the output is `h'`
 *
 *   x, input      : [..., Input]
 *   h, state      : [..., Hidden]
 *   weight_ih     : [Hidden, Input]
 *   weight_hh     : [Hidden, Hidden]
 *   bias_ih, _hh  : [Hidden], or left out
 *
 * @throws ShapeError where weights do not fit each other, or an input or a state not the weights, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.RNNCell.html
 * @see J. L. Elman, Finding structure in time, Cognitive Science 14 (1990)
 * @example
 * import * as assert from 'node:assert'
 * import { elman, feature, fold, full, seq, tensor, toSteps, zeros } from 'shapefold'
 *
 * const half = elman({ weight_ih: full([feature(1), feature(1)], 1), weight_hh: full([feature(1), feature(1)], 0.5) }, 'relu')
 * const xs = toSteps(tensor([seq(3), feature(1)], [1, 1, 1]))
 * assert.deepStrictEqual(fold(half<[]>)(zeros([feature(1)]))(xs).toArray(), [1.75])
 */
export const elman = <Input extends Size, Hidden extends Size>(
  params: ElmanParams<Input, Hidden>,
  nonlinearity: keyof typeof nonlinearities = 'tanh',
): ElmanCell<Input, Hidden> => {
  const sizes = checkParams('elman', 1, params)
  const step = elmanStep(params, nonlinearity)
  return (state, input) => {
    checkStep(sizes, input, [['state', state, sizes.hidden]])
    return step(state, input)
  }
}

/** The step of `elman` on what is known to fit: the recurrence itself. */
export const elmanStep = <Input extends Size, Hidden extends Size>(
  { weight_ih, weight_hh, bias_ih, bias_hh }: ElmanParams<Input, Hidden>,
  nonlinearity: keyof typeof nonlinearities,
): ElmanCell<Input, Hidden> => {
  const activation: Nonlinearity = nonlinearities[nonlinearity]
  return (state, input) => {
    const hidden = activation(add(linear(input, weight_ih, bias_ih), linear(state, weight_hh, bias_hh)))
    return [hidden, hidden]
  }
}
