import type { Rng } from '../../types/rng.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { Packed, RecurrentCall, TrainingEngine } from '../kernel/contract.js'
import { tapeOf } from '../op/record.js'
import { packedOf } from '../tensor/sequences.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, traceOf, wrap } from '../tensor/tensor.js'
import { remembering } from './binding.js'
import { dropoutMasks, inPlaces } from './dropout-mask.js'
import { finished } from './finished.js'
import { initOf } from './init.js'
import { checkParams } from './params.js'
import { type Description, describe, type Kind, type Options } from './recurrent-description.js'
import type { EngineSource } from './recurrent-engine.js'
import { recorded } from './recurrent-gradient.js'
import {
  checkInput,
  checkStepInput,
  failStep,
  type Input,
  type Net,
  outputAxes,
  type Tensor,
} from './recurrent-shape.js'
import { cellAxes, hiddenAxes, type State } from './recurrent-state.js'

const fail = /* @__PURE__ */ failOf(sentences.params)

/**
 * What every recurrent network does with its parameters, whatever its cell: bind them to an engine, run on sequences, in training and
 * step by step. `rnn`, `lstm` and `gru` describe themselves to this file.
 */

/** Parameters that are bound to an engine. */
interface Bound {
  readonly engine: TrainingEngine
  readonly packed: Packed
  readonly tensors: readonly Tensor[]
  /** Whether one of them takes part in a gradient. */
  readonly isTraced: boolean
}

const isTraced = (t: Tensor | undefined): boolean => t !== undefined && traceOf(t) !== undefined

/**
 * Binding is packing, and the same parameters are packed once for as long as they live. The engine is asked for at the first binding, so that a
 * description alone compiles nothing.
 */
export const binder = (engineOf: EngineSource, { net, params, spec }: Description): ((given: unknown) => Bound) => {
  const remember = remembering<Packed>()
  return (given) => {
    const tensors = checkParams(net, params, given)
    const engine = engineOf()
    // The cast: checkParams refuses what is no object.
    const packed = remember(given as object, tensors, (tape) => {
      const made = engine.pack(spec, tensors.map(floatsOf), tape !== undefined)
      // Parameters in a gradient live as long as it does, and the next step of training needs their room.
      tape?.afterwards(() => engine.release(made))
      return made
    })
    return { engine, packed, tensors, isTraced: tapeOf(tensors) !== undefined }
  }
}

const axesOfResult = (net: Net, input: Input): readonly Shape[] => [
  outputAxes(net, input),
  hiddenAxes(net, input),
  ...(net.cell ? [cellAxes(net, input)] : []),
]

/** One run on the engine; on a tape where something of it takes part in a gradient. */
export const run = (
  net: Net,
  bound: Bound,
  input: Input,
  state: State | undefined,
  masks?: readonly Float32Array[],
) => {
  const { engine, packed, tensors } = bound
  const call: RecurrentCall = {
    input: floatsOf(input.tensor),
    time: input.time?.size ?? 1,
    batch: input.batch?.size ?? 1,
    batchFirst: net.batchFirst && input.batch !== undefined,
    lengths: input.lengths,
    hidden: state && floatsOf(state.hidden),
    cell: state?.cell && floatsOf(state.cell),
    masks,
  }
  if (bound.isTraced || isTraced(input.tensor) || isTraced(state?.hidden) || isTraced(state?.cell)) {
    const inputs = [input.tensor, state?.hidden, state?.cell, ...tensors]
    const tape = tapeOf(inputs)
    // What was bound in a gradient is a constant after it.
    if (tape !== undefined) {
      const [output, hidden, cell] = recorded(engine, tape.wayBack, packed, call, inputs, axesOfResult(net, input))
      return resultOf(input, output, hidden, cell)
    }
  }
  const result = engine.forward(packed, call)
  const output = wrap<Tensor>(outputAxes(net, input), result.output)
  const hidden = wrap<Tensor>(hiddenAxes(net, input), result.hidden)
  const cell = result.cell && wrap<Tensor>(cellAxes(net, input), result.cell)
  return resultOf(input, output, hidden, cell)
}

/** Packed in, packed out. */
const resultOf = (
  { lengths }: Input,
  tensor: Tensor | undefined,
  hidden: Tensor | undefined,
  cell: Tensor | undefined,
): { readonly output: unknown; readonly hidden: Tensor | undefined; readonly cell?: Tensor } => {
  const output = lengths === undefined || tensor === undefined ? tensor : packedOf(tensor, lengths, true)
  return cell === undefined ? { output, hidden } : { output, hidden, cell }
}

/**
 * A network of this kind on an engine. The types of its functions are in `types/`; the rules that those state are checked here, from
 * `recurrent-shape.ts` and `recurrent-state.ts`.
 */
export const networkOn = (engineOf: EngineSource, kind: Kind, options: Options): object => {
  const description = describe(kind, options)
  const { net, spec, params, dropout } = description
  const { checkState } = kind
  const bind = binder(engineOf, description)

  const network = {
    // Sizes as numbers, whatever their names.
    config: Object.freeze({
      ...options,
      inputSize: spec.inputSize,
      hiddenSize: spec.hiddenSize,
      ...('projSize' in options ? { projSize: spec.projSize } : {}),
    }),

    init: initOf(params),

    apply: (params: unknown) => {
      const bound = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkInput(net, x)
        return run(net, bound, input, checkState(net, input, state0))
      }
    },

    train: (params: unknown) => {
      const bound = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkInput(net, x)
        const state = checkState(net, input, state0)
        const { time, batch, lengths } = input
        const rows = lengths?.reduce((sum, length) => sum + length, 0) ?? (time?.size ?? 1) * (batch?.size ?? 1)
        return (rng: Rng) => {
          const [drawn, next] = dropoutMasks(rng, dropout, spec.numLayers - 1, rows * net.output.size)
          const masks =
            lengths === undefined
              ? drawn
              : drawn?.map((mask) => inPlaces(mask, net.output.size, time?.size ?? 1, lengths))
          return [run(net, bound, input, state, masks), next]
        }
      }
    },

    step: (params: unknown) => {
      if (net.directions === 2) return fail('step in two directions', { who: net.who })
      const bound = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkStepInput(net, x, failStep)
        return run(net, bound, input, checkState(net, input, state0))
      }
    },
  }
  return finished(network, params, {
    who: net.who,
    data: 'f32',
    takes: 'sequence',
    gives: 'sequence',
    features: net.input,
    result: net.output,
    option: 'inputSize',
    // The cast: a recurrent network gives a record with its output.
    pass: (result) => (result as { readonly output: unknown }).output,
  })
}
