import type { Rng } from '../../types/rng.js'
import type { Engine, Packed, RecurrentSpec } from '../kernel/contract.js'
import { engine } from '../kernel/engine.js'
import { drawUniform } from '../tensor/draw.js'
import { countOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { floatsOf, traceOf, wrap } from '../tensor/tensor.js'
import { remembering } from './binding.js'
import { dropoutMasks } from './dropout-mask.js'
import { checkParams, type Param } from './params.js'
import { foldEngine } from './recurrent-fold.js'
import {
  checkInput,
  checkState,
  checkStepInput,
  type Input,
  type Net,
  outputAxes,
  stateAxes,
} from './recurrent-shape.js'

/**
 * What every recurrent network does with its parameters, whatever its cell: draw them, bind them to an engine, run on sequences, in training and
 * step by step. `rnn` describes itself to this file; nothing here knows a nonlinearity.
 */

/** A network as this file needs to know it. */
export interface Description {
  readonly net: Net
  readonly spec: RecurrentSpec
  readonly params: readonly Param[]
  readonly dropout: number
}

/** The engine that runs recurrent networks here: the kernel, or the fold where there is no WebAssembly SIMD. */
export const recurrentEngine = (): Engine => engine() ?? foldEngine

/** Draws every parameter from U(-1/sqrt(Hidden), 1/sqrt(Hidden)), one after the other. */
const initOf =
  ({ net, params }: Description) =>
  (rng: Rng): readonly [Readonly<Record<string, unknown>>, Rng] => {
    const bound = 1 / Math.sqrt(net.hidden.size)
    const record: Record<string, unknown> = {}
    let next = rng
    for (const { key, axes } of params) {
      const [data, after] = drawUniform(next, countOf(axes), -bound, bound)
      record[key] = wrap(axes, data)
      next = after
    }
    return [Object.freeze(record), next]
  }

/** Binding is packing, and the same parameters are packed once for as long as they live. */
const binder = (on: Engine, { net, params, spec }: Description): ((given: unknown) => Packed) => {
  const remember = remembering<Float32Array, Packed>()
  return (given) => {
    const weights = checkParams(net, params, given)
    // The cast: checkParams refuses what is no object.
    const record = given as object
    refuseTraced(net, Object.values(record))
    return remember(record, weights, () => on.pack(spec, weights))
  }
}

/** Throws where a tensor takes part in a gradient: the engine would take it for a constant. */
const refuseTraced = ({ who }: Net, tensors: readonly unknown[]): void => {
  for (const t of tensors) if (traceOf(t) !== undefined) fail('no gradient through', { who })
}

/** The functions of a network on an engine. Their types are in `types/`; the rules that those state are checked here, from `recurrent-shape.ts`. */
export const networkOn = (on: Engine, description: Description) => {
  const { net, spec, dropout } = description
  const bind = binder(on, description)

  const run = (packed: Packed, input: Input, state0: unknown, masks?: readonly Float32Array[]) => {
    const state = checkState(net, input, state0)
    refuseTraced(net, [input.tensor, state])
    const { output, hidden } = on.forward(packed, {
      input: floatsOf(input.tensor),
      time: input.time?.size ?? 1,
      batch: input.batch?.size ?? 1,
      batchFirst: net.batchFirst && input.batch !== undefined,
      hidden: state === undefined ? undefined : floatsOf(state),
      lengths: undefined,
      cell: undefined,
      masks,
    })
    return { output: wrap(outputAxes(net, input), output), hidden: wrap(stateAxes(net, input), hidden) }
  }

  return {
    init: initOf(description),

    apply: (params: unknown) => {
      const packed = bind(params)
      return (x: unknown, state0?: unknown) => run(packed, checkInput(net, x), state0)
    },

    train: (params: unknown) => {
      const packed = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkInput(net, x)
        checkState(net, input, state0)
        const numbers = (input.time?.size ?? 1) * (input.batch?.size ?? 1) * net.output.size
        return (rng: Rng) => {
          const [masks, next] = dropoutMasks(rng, dropout, spec.numLayers - 1, numbers)
          return [run(packed, input, state0, masks), next]
        }
      }
    },

    step: (params: unknown) => {
      if (net.directions === 2) return fail('step in two directions', { who: net.who })
      const packed = bind(params)
      return (x: unknown, state0?: unknown) => run(packed, checkStepInput(net, x), state0)
    },
  }
}
