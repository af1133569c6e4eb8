import type { AnyValue, LossFunctionOr } from '../../types/grad.js'
import * as sentences from '../../types/sentences.js'
import { kernelBackward } from '../kernel/backward.js'
import type { WayBack } from '../kernel/contract.js'
import { whole } from '../op/deferred.js'
import { traced } from '../op/record.js'
import { roomForFloats } from '../room.js'
import { shown } from '../tensor/message.js'
import { rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { Tape, type Trace } from '../tensor/tape.js'
import { axesOf, isTensor, numbersOf, traceOf, wrap } from '../tensor/tensor.js'
import { backward, type Seed } from './backward.js'
import { mapParams } from './params.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors, sentences.operations, sentences.gradients)

/**
 * A function that gives a loss, turned into one that gives the loss and its gradient with respect to the first argument: reverse mode.
 *
 * `valueAndGrad(f)(params, ...rest)` is `[f(params, ...rest), df/dparams]`
 *
 *   params    : a tensor, or records and lists of tensors, nested as one likes; a key may be undefined, as a bias that is left out
 *   gradients : of the same type as params; zeros where the loss does not depend on a parameter
 *
 * `f` gives a tensor without axes, or a tuple that begins with one; what else is in the tuple (a carried state, metrics) comes out beside the loss. It
 * computes with the functions of this package: numbers that it reads out of a tensor (`data`, `toArray`) are constants from there on. Nothing is
 * recorded outside of this call, and what `f` keeps of its tensors are constants afterwards.
 *
 * There are no gradients of gradients: a call within a call, on tensors of the outer one, throws.
 *
 * @throws ShapeError where f gives no loss, a parameter is no tensor of floats, or gradients are nested
 * @see https://jax.readthedocs.io/en/latest/_autosummary/jax.value_and_grad.html
 * @example
 * import * as assert from 'node:assert'
 * import { type Feature, feature, mul, sum, type Tensor, tensor, valueAndGrad } from 'shapefold'
 *
 * const energy = (params: { readonly x: Tensor<[Feature<2>]> }) => sum(mul(params.x, params.x))
 * const [value, gradients] = valueAndGrad(energy)({ x: tensor([feature(2)], [3, 4]) })
 * assert.strictEqual(value.toArray(), 25)
 * assert.deepStrictEqual(gradients.x.toArray(), [6, 8])
 */
export const valueAndGrad =
  <Params, Rest extends readonly unknown[], Value extends AnyValue>(f: LossFunctionOr<Params, Rest, Value>) =>
  (params: Params, ...rest: Rest): readonly [value: Value, gradients: Params] =>
    take(f, params, rest)

const take = <Params, Value>(
  f: unknown,
  params: Params,
  rest: readonly unknown[],
): readonly [value: Value, gradients: Params] => {
  const tape = new Tape(wayBack)
  try {
    const [inside, leaves] = onTape(params, tape)
    const value: Value = call(f, [inside, ...rest])
    const trace = lossTrace(value, tape)
    return [value, gradients(params, tape, trace === undefined ? [] : [[trace.index, Float32Array.of(1)]], leaves)]
  } finally {
    tape.close()
  }
}

/** Parameters with places on a tape, and how many these are. */
const onTape = <Params>(params: Params, tape: Tape): readonly [inside: Params, leaves: number] => {
  const inside = mapParams(params, (leaf) => traced(leaf, tape.leaf()))
  // The cast: the same tree, of the same tensors.
  return [inside as Params, tape.values]
}

/** From what came of parameters back to them; zeros where nothing came of one. */
const gradients = <Params>(params: Params, tape: Tape, seeds: readonly Seed[], leaves: number): Params => {
  const found = backward(tape, seeds, leaves)
  // The cast: the same tree, of tensors of the same shapes.
  return mapParams(params, (leaf, i) => wrap(axesOf(leaf), found[i] ?? roomForFloats(numbersOf(leaf).length))) as Params
}

/** What this stratum brings along for networks that learn. */
export const wayBack: WayBack = {
  ...kernelBackward,
  whole,

  pullBack: (f, params) => {
    const tape = new Tape(wayBack)
    try {
      const [inside, leaves] = onTape(params, tape)
      const seeds = f(inside).flatMap(([result, cotangent]): Seed[] => {
        const trace = isTensor(result) ? traceOf(result) : undefined
        return trace === undefined || cotangent === undefined ? [] : [[trace.index, cotangent]]
      })
      return gradients(params, tape, seeds, leaves)
    } finally {
      tape.close()
    }
  },
}

/** What a function gives. The cast: its type is told by the signature that let it in. */
const call = <Value>(f: unknown, args: readonly unknown[]): Value =>
  typeof f === 'function' ? (f(...args) as Value) : fail('not a loss function', { got: shown(f) })

/** Where the loss stands on the tape; undefined where it doesn't depend on the parameters. The twin of `LossFault`. */
const lossTrace = (value: unknown, tape: Tape): Trace | undefined => {
  const loss: unknown = Array.isArray(value) && value.length > 0 ? value[0] : value
  if (!isTensor(loss)) return fail('not a loss', { got: kindOf(loss) })
  if (loss.dtype !== 'f32')
    return fail('wrong type of data', { what: 'the loss', got: loss.dtype, who: 'a gradient', want: 'f32' })
  if (axesOf(loss).length > 0) return fail('loss of axes', { got: rolesOf(axesOf(loss)) })
  const trace = traceOf(loss)
  return trace === undefined || trace.tape === tape ? trace : fail('two gradients', {})
}

/** What a value is, in a word; the twin of `KindOf`. */
const kindOf = (value: unknown): string =>
  ['number', 'string', 'boolean'].includes(typeof value) ? `a ${typeof value}` : shown(value)
