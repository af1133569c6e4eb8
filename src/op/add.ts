import type { Broadcast, OperandOr, SecondOr } from '../../types/broadcast.js'
import { roomForFloats } from '../room.js'
import { type Operand, type Rule, zipNumbers } from './zip-numbers.js'

const forward = (
  { numbers: a, step: stepA }: Operand,
  { numbers: b, step: stepB }: Operand,
  count: number,
): Float32Array => {
  const y = roomForFloats(count)
  for (let i = 0; i < count; i++) y[i] = (a[i * stepA] ?? 0) + (b[i * stepB] ?? 0)
  return y
}

const rule: Rule = { forward, pull: () => [(dy) => dy, (dy) => dy] }

/**
 * The sum, number by number.
 *
 * `y = a + b`, with `da = dy` and `db = dy`
 *
 *   a : [...]   b : [...]   y : [...]
 *
 * Where one of the two lacks axes of the other, it is repeated along those: `[Batch, Feature]` and `[Feature]`, `[Batch]`, `[]` or a number make
 * `[Batch, Feature]`. Its own axes must stand in the other in the same order, each of the same role and size.
 *
 * @throws ShapeError where they don't, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.add.html
 * @example
 * import * as assert from 'node:assert'
 * import { add, batch, feature, tensor } from 'shapefold'
 *
 * const x = tensor([batch(2), feature(2)], [[1, 2], [3, 4]])
 * assert.deepStrictEqual(add(x, tensor([feature(2)], [10, 20])).toArray(), [[11, 22], [13, 24]])
 * assert.deepStrictEqual(add(x, tensor([batch(2)], [10, 20])).toArray(), [[11, 12], [23, 24]])
 */
export const add: <A, B>(a: OperandOr<A, 'add'>, b: SecondOr<A, B, 'add'>) => Broadcast<A, B> = zipNumbers('add', rule)
