import type { Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Tensor as IntTensor } from '../../types/int-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { floatsOf, numbersOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/**
 * A row of a table for each token: `y[i] = table[tokens[i]]`. The tokens must be in the table.
 *
 * `dtable[k]` is the sum of `dy[i]` over the places `i` of the token `k`, and zero for the token `padding`
 *
 *   tokens : [...]   table : [Tokens, Features]   y : [..., Features]
 */
export const lookup = <S extends Shape, Features extends Size>(
  tokens: IntTensor<S, 'i32'>,
  table: FloatTensor<readonly [Shape[number], Feature<Features>]>,
  padding: number | undefined,
): FloatTensor<[...S, Feature<Features>]> => {
  const [, features] = table.axes
  const width = features.size
  const places = numbersOf(tokens)
  const rows = floatsOf(table)
  const y = new Float32Array(places.length * width)
  for (let i = 0; i < places.length; i++) {
    const from = (places[i] ?? 0) * width
    for (let j = 0; j < width; j++) y[i * width + j] = rows[from + j] ?? 0
  }
  const output: FloatTensor<[...S, Feature<Features>]> = wrap([...tokens.axes, features], y)
  return record([table], output, (dy) => {
    const drows = new Float32Array(rows.length)
    for (let i = 0; i < places.length; i++) {
      const token = places[i] ?? 0
      if (token === padding) continue
      for (let j = 0; j < width; j++)
        drows[token * width + j] = (drows[token * width + j] ?? 0) + (dy[i * width + j] ?? 0)
    }
    return [drows]
  })
}
