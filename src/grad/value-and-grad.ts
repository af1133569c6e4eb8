import type { Loss } from '../../types/grad.js'
import { traced } from '../op/record.js'
import { shown } from '../tensor/message.js'
import { rolesOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { Tape, type Trace } from '../tensor/tape.js'
import { isTensor, traceOf, wrap } from '../tensor/tensor.js'
import { backward } from './backward.js'
import { mapParams } from './params.js'

/**
 * A function that gives a loss, turned into one that gives the loss and its gradient with respect to the first argument.
 *
 * `valueAndGrad(f)(params, ...rest)` is `[f(params, ...rest), df/dparams]`
 */
export const valueAndGrad =
  <Params, Rest extends readonly unknown[], Value extends Loss>(f: (params: Params, ...rest: Rest) => Value) =>
  (params: Params, ...rest: Rest): readonly [value: Value, gradients: Params] => {
    const tape = new Tape()
    try {
      // The cast: the same tree, of tensors of the same shapes.
      const inside = mapParams(params, (leaf) => traced(leaf, tape.leaf())) as Params
      const leaves = tape.values
      const value = f(inside, ...rest)
      const trace = lossTrace(value, tape)
      const found = trace && backward(tape, trace.index, Float32Array.of(1), leaves)
      const gradients = mapParams(params, (leaf, i) =>
        wrap(leaf.axes, found?.[i] ?? new Float32Array(leaf.data.length)),
      )
      // The cast: as above.
      return [value, gradients as Params]
    } finally {
      tape.close()
    }
  }

/** Where the loss stands on the tape; undefined where it doesn't depend on the parameters. */
const lossTrace = (value: unknown, tape: Tape): Trace | undefined => {
  const loss: unknown = Array.isArray(value) ? value[0] : value
  if (!isTensor(loss)) return fail('not a loss', { got: shown(value) })
  if (loss.dtype !== 'f32')
    return fail('wrong type of data', { what: 'the loss', got: loss.dtype, who: 'a gradient', want: 'f32' })
  if (loss.axes.length > 0) return fail('loss of axes', { got: rolesOf(loss.axes) })
  const trace = traceOf(loss)
  return trace === undefined || trace.tape === tape ? trace : fail('two gradients', {})
}
