import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { Tensor } from '../../types/tensor.js'
import { roomForFloats } from '../room.js'
import { floatsOf, numbersOf, wrap } from '../tensor/tensor.js'
import { checkIndices } from './check-indices.js'
import { record } from './record.js'

/**
 * Rows of a table, one for each id: what an `embedding` does, in whose words it speaks. A row that several ids name gets the sum of their cotangents, in float64 and rounded once; the
 * row `padding`, if there is one, gets none.
 *
 *   table : [Entries, Row]   ids : [...] of i32   y : [..., Row]
 *
 * @throws ShapeError where an id is no entry of the table, which names the id and its place
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.functional.embedding.html
 */
export const lookup = <Entries extends AnyAxis, Row extends AnyAxis, Lead extends Shape>(
  table: FloatTensor<readonly [Entries, Row]>,
  ids: Tensor<Lead, 'i32'>,
  padding?: number,
): FloatTensor<[...Lead, Row]> => {
  const [entries, row]: readonly [AnyAxis, AnyAxis] = table.axes
  checkIndices(ids, 'input', entries, 'this Embedding')
  const from = floatsOf(table)
  const width = row.size
  const picked: ArrayLike<number> = numbersOf(ids)
  const y = roomForFloats(picked.length * width)
  for (let i = 0; i < picked.length; i++) {
    const at = (picked[i] ?? 0) * width
    y.set(from.subarray(at, at + width), i * width)
  }
  const output: FloatTensor<[...Lead, Row]> = wrap([...ids.axes, row], y)
  return record([table], output, (dy) => [addRows(dy, picked, width, entries.size, padding)])
}

const addRows = (
  dy: Float32Array,
  picked: ArrayLike<number>,
  width: number,
  entries: number,
  padding: number | undefined,
): Float32Array => {
  const sums = new Float64Array(entries * width)
  for (let i = 0; i < picked.length; i++) {
    const entry = picked[i] ?? 0
    if (entry === padding) continue
    for (let k = 0; k < width; k++) sums[entry * width + k] = (sums[entry * width + k] ?? 0) + (dy[i * width + k] ?? 0)
  }
  return Float32Array.from(sums)
}
