import type { Broadcast, OperandOr, SecondOr } from '../../types/broadcast.js'
import { roomForFloats } from '../room.js'
import { type Operand, type Rule, type Source, zipNumbers } from './zip-numbers.js'

const forward = (
  { numbers: a, step: stepA }: Operand,
  { numbers: b, step: stepB }: Operand,
  count: number,
): Float32Array => {
  const y = roomForFloats(count)
  for (let i = 0; i < count; i++) y[i] = (a[i * stepA] ?? 0) * (b[i * stepB] ?? 0)
  return y
}

const times =
  (factor: Source) =>
  (dy: Float32Array): Float32Array =>
    forward({ numbers: dy, step: 1 }, factor(), dy.length)

const rule: Rule = { forward, pull: (a, b) => [times(b), times(a)] }

/**
 * The product, number by number.
 *
 * `y = a b`, with `da = dy b` and `db = dy a`
 *
 *   a : [...]   b : [...]   y : [...]
 *
 * What one of the two lacks, it is repeated along, as in `add`. For products of matrices there is `matmul`.
 *
 * @throws ShapeError where the axes of neither stand in the other, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.mul.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, mul, tensor } from 'shapefold'
 *
 * const x = tensor([feature(3)], [1, 2, 4])
 * assert.deepStrictEqual(mul(x, x).toArray(), [1, 4, 16])
 * assert.deepStrictEqual(mul(x, 0.5).toArray(), [0.5, 1, 2])
 */
export const mul: <A, B>(a: OperandOr<A, 'mul'>, b: SecondOr<A, B, 'mul'>) => Broadcast<A, B> = zipNumbers('mul', rule)
