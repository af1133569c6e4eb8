import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Rng } from '../../types/rng.js'
import type { Form } from '../../types/rule.js'
import type { Shape } from '../../types/shape.js'
import type { DType } from '../../types/tensor-body.js'
import { wrap } from '../tensor/tensor.js'
import { withParams } from './param-list.js'
import { checkTensors, type Param } from './params.js'

/** The run-time twin of `types/module.ts` and `types/rule.ts`: what all modules do alike, and what they tell of themselves. */

/** What a layer tells of itself to a `sequential`, under a symbol, as `param-list.ts` does with the parameters. */
export interface Facts {
  readonly who: string
  /** The numbers that it takes. */
  readonly data: DType
  readonly takes: Form
  readonly gives: Form
  /** The features that it takes; undefined for any. */
  readonly features: AnyAxis | undefined
  /** The features that it gives; undefined for as many as it took. */
  readonly result: AnyAxis | undefined
  /** The option that sets `features`. */
  readonly option: string
  /** Of what comes out, the part that the next layer gets. */
  readonly pass: (result: unknown) => unknown
}

const facts = Symbol('facts')

/** `layer` with its facts. To be called before `layer` is frozen. */
export const withFacts = <Layer extends object>(layer: Layer, told: Facts): Layer =>
  Object.defineProperty(layer, facts, { value: told })

/** The facts of a layer, as `withFacts` was told; undefined for anything else. */
export const factsOf = (layer: unknown): Facts | undefined =>
  // The cast: an object with this symbol was given its facts by withFacts, since no one else has the symbol.
  (typeof layer === 'object' || typeof layer === 'function') && layer !== null && facts in layer
    ? (layer as { readonly [facts]: Facts })[facts]
    : undefined

/** What a layer that has nothing special to tell gives on: all that comes out. */
export const passAll = (result: unknown): unknown => result

export type Draw = (rng: Rng) => readonly [numbers: Float32Array, rng: Rng]

/** A parameter and how it is drawn. */
export interface DrawnParam extends Param {
  readonly draw: Draw
}

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

    init: (rng: Rng): readonly [Readonly<Record<string, unknown>>, Rng] => {
      const record: Record<string, unknown> = {}
      let next = rng
      for (const { key, axes, draw } of params) {
        const [data, after] = draw(next)
        record[key] = wrap(axes, data)
        next = after
      }
      return [Object.freeze(record), next]
    },

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
