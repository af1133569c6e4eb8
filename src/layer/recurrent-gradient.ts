import type { Shape } from '../../types/shape.js'
import type { Packed, RecurrentCall, TrainingEngine, WayBack } from '../kernel/contract.js'
import { recordAll } from '../op/record.js'
import { wrap } from '../tensor/tensor.js'
import type { Tensor } from './recurrent-shape.js'

/**
 * A run of a recurrent network on a tape: one operation, whose pullback is the engine's backward pass through time.
 *
 *   inputs  : the input, the hidden and the cell state (undefined where there is none), then the parameters in PyTorch's order
 *   outputs : the output, the hidden state and, of an LSTM, the cell state, of these axes
 */
export const recorded = (
  engine: TrainingEngine,
  wayBack: WayBack,
  packed: Packed,
  call: RecurrentCall,
  inputs: readonly (Tensor | undefined)[],
  axes: readonly Shape[],
): readonly Tensor[] => {
  const { result, kept } = engine.record(wayBack, packed, call)
  const numbers = [result.output, result.hidden, ...(result.cell ? [result.cell] : [])]
  const outputs = numbers.map((own, i) => wrap<Tensor>(axes[i] ?? [], own))
  return recordAll(inputs, outputs, ([output, hidden, cell], needs) => {
    const [input = false, hidden0 = false, cell0 = false, ...weights] = needs
    const wanted = { input, state: hidden0 || cell0, weights: weights.includes(true) }
    const { whole } = wayBack
    const given = { output, hidden: hidden && whole(hidden), cell: cell && whole(cell) }
    const gradients = engine.backward(wayBack, packed, call, kept, given, wanted)
    // A step is pulled back once.
    wayBack.forget(kept)
    return [gradients.input, gradients.hidden, gradients.cell, ...(gradients.weights ?? [])]
  })
}
