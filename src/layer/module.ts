import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Rng } from '../../types/rng.js'
import type { Shape } from '../../types/shape.js'
import { type Reader, through } from '../op/each-step.js'
import { sequencesOf } from '../tensor/sequences.js'
import type { Facts } from './facts.js'
import { finished } from './finished.js'
import { type DrawnParam, initOf } from './init.js'
import { checkTensors, noKeys } from './params.js'

/** The run-time twin of `types/module.ts` and `types/rule.ts`: what all modules do alike, and what they tell of themselves. */

/** The parameters of a module, in PyTorch's order. */
export type Params = readonly FloatTensor<Shape>[]

/** What makes a module. It treats each time step alone, so of packed sequences it computes with their own steps and no others. */
export interface Description<Config extends object, X> {
  readonly config: Config
  readonly facts: Facts
  readonly params: readonly DrawnParam[]
  /** The whole tensor where it is one that the module takes. */
  readonly check: (input: unknown) => X
  /** How it reads packed sequences. */
  readonly read: Reader<X>
  /** Left out where the input is given back. */
  readonly run?: (params: Params, x: X) => FloatTensor<Shape>
  /** Where training differs from `run`. */
  readonly train?: (params: Params, x: X) => (rng: Rng) => readonly [FloatTensor<Shape>, Rng]
}

/** A module from its description. */
export const moduleOf = <Config extends object, X>(description: Description<Config, X>) => {
  const { config, facts: told, params, check, read, run, train } = description
  const { who } = told
  const runOf = (bound: Params): ((input: unknown) => unknown) => {
    if (run === undefined)
      return (input) => {
        check(sequencesOf(input)?.tensor ?? input)
        return input
      }
    const runBound = (x: X): FloatTensor<Shape> => run(bound, x)
    return (input) => through(input, read, check, runBound)
  }
  const module = {
    config: Object.freeze(config),

    init: initOf(params),

    apply: (given: unknown) => {
      const bound = checkTensors(who, noKeys, params, given)
      return runOf(bound)
    },

    train: (given: unknown) => {
      const bound = checkTensors(who, noKeys, params, given)
      const asEver = runOf(bound)
      return (input: unknown) => {
        if (train === undefined) {
          const output = asEver(input)
          return (rng: Rng) => [output, rng] as const
        }
        const sequences = sequencesOf(input)
        const { x, back } = sequences === undefined ? { x: check(input), back: undefined } : read(sequences, check)
        const draw = train(bound, x)
        return (rng: Rng) => {
          const [output, next] = draw(rng)
          return [back === undefined ? output : back(output), next] as const
        }
      }
    },
  }
  return finished(module, params, told)
}
