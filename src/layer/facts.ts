import type { AnyAxis } from '../../types/axis.js'
import type { Form } from '../../types/rule.js'
import type { DType } from '../../types/tensor-body.js'

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
