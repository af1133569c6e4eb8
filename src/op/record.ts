import * as sentences from '../../types/sentences.js'
import type { AnyTensor } from '../../types/tensor.js'
import type { WayBack } from '../kernel/contract.js'
import { failOf } from '../tensor/shape-error.js'
import type { Cotangent, Needs, Tape, Trace } from '../tensor/tape.js'
import { axesOf, isTensor, numbersOf, traceOf, wrap } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.operations)

/** What an operation does to a gradient that is being taken. Every operation ends in `record`, and one on constants alone leaves no trace. */

/**
 * The vector-Jacobian product of an operation with one output: from the cotangent of the output to that of each input, in order. `needs[i]` tells
 * whether the i-th is asked for; where it isn't, undefined saves the work. An engine is given the tape's `wayBack`.
 */
export type Pullback = (cotangent: Float32Array, needs: Needs, wayBack: WayBack) => readonly (Cotangent | undefined)[]

/** As `Pullback`, of several outputs, whose cotangents may still have to be computed. That of one that nothing depends on is undefined. */
export type PullbackOfAll = (
  cotangents: readonly (Cotangent | undefined)[],
  needs: Needs,
  wayBack: WayBack,
) => readonly (Cotangent | undefined)[]

/**
 * The output of an operation, noted down if one of its inputs takes part in a gradient. An input may be left out (undefined), as a bias may.
 *
 * What the pullback keeps alive, the tape keeps until the backward pass has gone by: let it hold the inputs or the output, whichever it needs.
 *
 * @throws ShapeError where inputs belong to two gradients
 */
export const record = <T>(inputs: readonly (AnyTensor | undefined)[], output: T, pullback: Pullback): T => {
  const tape = tapeOf(inputs)
  if (tape === undefined) return output
  const [indices, needs] = placesOf(inputs)
  // A step is only pulled back where its one output has a cotangent.
  const index = tape.push({
    inputs: indices,
    outputs: 1,
    pullback: ([cotangent]) =>
      cotangent === undefined ? [] : pullback(tape.wayBack.whole(cotangent), needs, tape.wayBack),
  })
  return traced(output, { tape, index })
}

/**
 * As `record`, for an operation with several outputs, which are pulled back at once.
 *
 * @throws ShapeError where inputs belong to two gradients
 */
export const recordAll = <T>(
  inputs: readonly (AnyTensor | undefined)[],
  outputs: readonly T[],
  pullback: PullbackOfAll,
): readonly T[] => {
  const tape = tapeOf(inputs)
  if (tape === undefined) return outputs
  const [indices, needs] = placesOf(inputs)
  const first = tape.push({
    inputs: indices,
    outputs: outputs.length,
    pullback: (cotangents) => pullback(cotangents, needs, tape.wayBack),
  })
  return outputs.map((output, i) => traced(output, { tape, index: first + i }))
}

/** The same tensor with a place on a tape. (What an operation gives is a tensor, but the type may be one that its own signature still computes.) */
export const traced = <T>(t: T, trace: Trace): T => (isTensor(t) ? wrap(axesOf(t), numbersOf(t), trace) : t)

/** The tape that the tensors are on, if any is. Throws where they are on two. */
export const tapeOf = (tensors: readonly (AnyTensor | undefined)[]): Tape | undefined => {
  let tape: Tape | undefined
  for (let i = 0; i < tensors.length; i++) {
    const trace = traceOf(tensors[i])
    if (trace === undefined || trace.tape === tape) continue
    if (tape !== undefined) return fail('two gradients', {})
    tape = trace.tape
  }
  return tape
}

/** Where the tensors stand on their tape, and which of them do. */
const placesOf = (
  tensors: readonly (AnyTensor | undefined)[],
): readonly [indices: readonly (number | undefined)[], needs: Needs] => {
  const indices: (number | undefined)[] = []
  const needs: boolean[] = []
  for (let i = 0; i < tensors.length; i++) {
    const index = traceOf(tensors[i])?.index
    indices.push(index)
    needs.push(index !== undefined)
  }
  return [indices, needs]
}
