import type { Rng } from '../../types/rng.js'
import type { Engine, RecurrentCall, RecurrentResult, RecurrentSpec } from '../kernel/contract.js'
import { engine } from '../kernel/engine.js'
import { drawUniform } from '../tensor/draw.js'
import { countOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { dropoutMasks } from './dropout-mask.js'
import { checkParams, type Param } from './params.js'
import { foldEngine } from './recurrent-fold.js'
import { checkInput, checkStepInput, type Input, type Net, outputAxes } from './recurrent-shape.js'
import { checkState, type States, stateAxes } from './recurrent-state.js'

/**
 * What every recurrent network does with its parameters, whatever its cell: draw them, bind them to an engine, run on sequences, in training and
 * step by step. `recurrent-kind.ts` describes a network to this file; nothing here knows a nonlinearity or a gate.
 */

/** A network as this file needs to know it. */
export interface Description {
  readonly net: Net
  readonly spec: RecurrentSpec
  readonly params: readonly Param[]
  readonly dropout: number
}

/** Where a network gets its engine from, at the first binding: to describe a network costs no engine. */
export type EngineSource = () => Engine

/** The engine that runs recurrent networks here: the kernel, or the fold where there is no WebAssembly SIMD. */
export const recurrentEngine: EngineSource = () => engine() ?? foldEngine

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

/** A network on its engine, with its parameters packed. */
type Forward = (call: RecurrentCall) => RecurrentResult

/**
 * Binding is packing, and the same parameters are packed once for as long as they live. The look-up trusts no one: a record that somebody changed
 * is checked and packed anew.
 */
const binder = (source: EngineSource, { net, params, spec }: Description): ((given: unknown) => Forward) => {
  const bindings = new WeakMap<object, { readonly weights: readonly Float32Array[]; readonly forward: Forward }>()
  return (given) => {
    const weights = checkParams(net, params, given)
    // The cast: checkParams refuses what is no object.
    const record = given as object
    const known = bindings.get(record)
    if (known?.weights.every((weight, i) => weight === weights[i])) return known.forward
    const engine = source()
    const packed = engine.pack(spec, weights)
    const forward: Forward = (call) => engine.forward(packed, call)
    bindings.set(record, { weights, forward })
    return forward
  }
}

/** The functions of a network on an engine. Their types are in `types/`; the rules that those state are checked here, from `recurrent-shape.ts`. */
export const networkOn = (source: EngineSource, description: Description) => {
  const { net, spec, dropout } = description
  const bind = binder(source, description)

  const run = (forward: Forward, input: Input, states: States, masks?: readonly Float32Array[]) => {
    const result = forward({
      input: floatsOf(input.tensor),
      time: input.time?.size ?? 1,
      batch: input.batch?.size ?? 1,
      batchFirst: net.batchFirst && input.batch !== undefined,
      lengths: undefined,
      hidden: states.hidden && floatsOf(states.hidden),
      cell: states.cell && floatsOf(states.cell),
      masks,
    })
    const output = wrap(outputAxes(net, input), result.output)
    const hidden = wrap(stateAxes(net, input, net.out), result.hidden)
    return result.cell === undefined
      ? { output, hidden }
      : { output, hidden, cell: wrap(stateAxes(net, input, net.hidden), result.cell) }
  }

  return {
    init: initOf(description),

    apply: (params: unknown) => {
      const forward = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkInput(net, x)
        return run(forward, input, checkState(net, input, state0))
      }
    },

    train: (params: unknown) => {
      const forward = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkInput(net, x)
        const states = checkState(net, input, state0)
        const numbers = (input.time?.size ?? 1) * (input.batch?.size ?? 1) * net.output.size
        return (rng: Rng) => {
          const [masks, next] = dropoutMasks(rng, dropout, spec.numLayers - 1, numbers)
          return [run(forward, input, states, masks), next]
        }
      }
    },

    step: (params: unknown) => {
      if (net.directions === 2) return fail('step in two directions', { who: net.who })
      const forward = bind(params)
      return (x: unknown, state0?: unknown) => {
        const input = checkStepInput(net, x)
        return run(forward, input, checkState(net, input, state0))
      }
    },
  }
}
