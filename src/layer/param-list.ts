import type { Param } from './params.js'

/**
 * What a network says of its parameters at run time, for whoever reads or writes them by name: a list that a network carries beside its public
 * functions, under a symbol, so that no one sees it who looks at the network's keys.
 */

/** The parameters of a part that has a record of its own among a network's parameters: `{ rnn: { weight_ih_l0: ... } }`. */
export interface ParamGroup {
  readonly key: string
  readonly params: ParamList
}

/** Parameters in PyTorch's order. A state dict calls one in a group by its path, `rnn.weight_ih_l0`. */
export type ParamList = readonly (Param | ParamGroup)[]

const list = Symbol('parameters')

/** `net` with the list of its parameters. To be called before `net` is frozen. */
export const withParams = <Net extends object>(net: Net, params: ParamList): Net =>
  Object.defineProperty(net, list, { value: params })

/** The parameters of a network, as `withParams` was told; undefined for anything else. */
export const paramsOf = (net: unknown): ParamList | undefined =>
  // The cast: an object with this symbol was given its list by withParams, since no one else has the symbol.
  typeof net === 'object' && net !== null && list in net ? (net as { readonly [list]: ParamList })[list] : undefined
