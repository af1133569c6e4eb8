import type { Rng } from '../../types/rng.js'
import { finished } from './finished.js'
import { initOf } from './init.js'
import { failCellStep } from './recurrent-cell-faults.js'
import { type Description, describe, type Kind, type Options } from './recurrent-description.js'
import type { EngineSource } from './recurrent-engine.js'
import { binder, run } from './recurrent-network.js'
import { checkStepInput } from './recurrent-shape.js'

/** A cell as a network of one layer that takes one step: the engine is the same, and so are the rules and the weights. */

/** Options of a cell that were checked. */
export type CellOptions = Pick<Options, 'inputSize' | 'hiddenSize' | 'bias'>

const describeCell = (kind: Kind, options: CellOptions): Description => {
  const { net, spec, params, dropout } = describe(kind, {
    ...options,
    numLayers: 1,
    batchFirst: false,
    dropout: 0,
    bidirectional: false,
  })
  // A cell's names are those of a network without the number of the layer.
  const own = params.map((param) => ({ ...param, key: param.key.replace('_l0', '') }))
  return { net: { ...net, layers: 0 }, spec, params: own, dropout }
}

/** A cell of this kind on an engine. The types of its functions are in `types/cell.ts`. */
export const cellOn = (engineOf: EngineSource, kind: Kind, options: CellOptions): object => {
  const description = describeCell(kind, options)
  const { net, spec, params } = description
  const { checkState } = kind
  const bind = binder(engineOf, description)

  const step = (given: unknown) => {
    const bound = bind(given)
    return (x: unknown, state0?: unknown) => {
      const input = checkStepInput(net, x, failCellStep)
      const result = run(net, bound, input, checkState(net, input, state0))
      return 'cell' in result ? { hidden: result.hidden, cell: result.cell } : { hidden: result.hidden }
    }
  }

  const cell = {
    config: Object.freeze({ ...options, inputSize: spec.inputSize, hiddenSize: spec.hiddenSize }),
    init: initOf(params),
    apply: step,
    train: (given: unknown) => {
      const bound = step(given)
      return (x: unknown, state0?: unknown) => {
        const result = bound(x, state0)
        return (rng: Rng) => [result, rng] as const
      }
    },
  }
  return finished(cell, params, {
    who: net.who,
    data: 'f32',
    takes: 'step',
    gives: 'step',
    features: net.input,
    result: net.hidden,
    option: 'inputSize',
    // The cast: a cell gives a record with its hidden state.
    pass: (result) => (result as { readonly hidden: unknown }).hidden,
  })
}
