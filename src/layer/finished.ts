import { type Facts, withFacts } from './facts.js'
import { type ParamList, withParams } from './param-list.js'

/** A layer that is done: it carries the list of its parameters and its facts, and nobody can change it. */
export const finished = <Layer extends object>(layer: Layer, params: ParamList, told: Facts): Readonly<Layer> =>
  Object.freeze(withFacts(withParams(layer, params), told))
