import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Rng } from '../../types/rng.js'
import type { Shape } from '../../types/shape.js'
import { type Facts, withFacts } from './facts.js'
import { type DrawnParam, initOf } from './init.js'
import { withParams } from './param-list.js'
import { checkTensors } from './params.js'

/** The run-time twin of `types/module.ts` and `types/rule.ts`: what all modules do alike, and what they tell of themselves. */

/** The parameters of a module, in PyTorch's order. */
export type Params = readonly FloatTensor<Shape>[]

/** What makes a module. */
export interface Description<Config extends object> {
  readonly config: Config
  readonly facts: Facts
  readonly params: readonly DrawnParam[]
  readonly run: (params: Params, input: unknown) => unknown
  /** Where training differs from `run`. */
  readonly train?: (params: Params, input: unknown) => (rng: Rng) => readonly [unknown, Rng]
}

/** A module from its description. */
export const moduleOf = <Config extends object>({ config, facts: told, params, run, train }: Description<Config>) => {
  const { who } = told
  const module = {
    config: Object.freeze(config),

    init: initOf(params),

    apply: (given: unknown) => {
      const bound = checkTensors(who, [], params, given)
      return (input: unknown) => run(bound, input)
    },

    train: (given: unknown) => {
      const bound = checkTensors(who, [], params, given)
      if (train !== undefined) return (input: unknown) => train(bound, input)
      return (input: unknown) => {
        const output = run(bound, input)
        return (rng: Rng) => [output, rng] as const
      }
    },
  }
  return Object.freeze(withFacts(withParams(module, params), told))
}
