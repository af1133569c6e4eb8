import type { Broadcast, OperandOr, SecondOr } from '../../types/broadcast.js'
import { roomForFloats } from '../room.js'
import { negated } from './neg.js'
import { type Operand, type Rule, zipNumbers } from './zip-numbers.js'

const forward = (
  { numbers: a, step: stepA }: Operand,
  { numbers: b, step: stepB }: Operand,
  count: number,
): Float32Array => {
  const y = roomForFloats(count)
  for (let i = 0; i < count; i++) y[i] = (a[i * stepA] ?? 0) - (b[i * stepB] ?? 0)
  return y
}

const rule: Rule = { forward, pull: () => [(dy) => dy, negated] }

/**
 * The difference, number by number.
 *
 * `y = a - b`, with `da = dy` and `db = -dy`
 *
 *   a : [...]   b : [...]   y : [...]
 *
 * What one of the two lacks, it is repeated along, as in `add`.
 *
 * @throws ShapeError where the axes of neither stand in the other, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.sub.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, sub, tensor } from 'shapefold'
 *
 * const x = tensor([feature(3)], [1, 2, 4])
 * assert.deepStrictEqual(sub(x, 1).toArray(), [0, 1, 3])
 * assert.deepStrictEqual(sub(1, x).toArray(), [0, -1, -3])
 */
export const sub: <A, B>(a: OperandOr<A, 'sub'>, b: SecondOr<A, B, 'sub'>) => Broadcast<A, B> = zipNumbers('sub', rule)
