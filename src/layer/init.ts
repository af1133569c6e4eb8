import type { Rng } from '../../types/rng.js'
import { wrap } from '../tensor/tensor.js'
import type { Param } from './params.js'

/** How a layer's parameters come to be: drawn one after the other, in PyTorch's order, from one stream of random numbers. */

export type Draw = (rng: Rng) => readonly [numbers: Float32Array, rng: Rng]

/** A parameter and how it is drawn. */
export interface DrawnParam extends Param {
  readonly draw: Draw
}

/** The `init` of a layer with these parameters. */
export const initOf =
  (params: readonly DrawnParam[]) =>
  (rng: Rng): readonly [Readonly<Record<string, unknown>>, Rng] => {
    const record: Record<string, unknown> = {}
    let next = rng
    for (const { key, axes, draw } of params) {
      const [data, after] = draw(next)
      record[key] = wrap(axes, data)
      next = after
    }
    return [Object.freeze(record), next]
  }
