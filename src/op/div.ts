import type { Broadcast, OperandOr, SecondOr } from '../../types/broadcast.js'
import { roomForFloats } from '../room.js'
import { type Operand, type Rule, type Source, zipNumbers } from './zip-numbers.js'

const forward = (
  { numbers: a, step: stepA }: Operand,
  { numbers: b, step: stepB }: Operand,
  count: number,
): Float32Array => {
  const y = roomForFloats(count)
  for (let i = 0; i < count; i++) y[i] = (a[i * stepA] ?? 0) / (b[i * stepB] ?? 0)
  return y
}

const toDividend =
  (b: Source) =>
  (dy: Float32Array): Float32Array =>
    forward({ numbers: dy, step: 1 }, b(), dy.length)

const toDivisor =
  (b: Source, y: Float32Array) =>
  (dy: Float32Array): Float32Array => {
    const { numbers, step } = b()
    const db = roomForFloats(dy.length)
    for (let i = 0; i < db.length; i++) db[i] = (-(dy[i] ?? 0) * (y[i] ?? 0)) / (numbers[i * step] ?? 0)
    return db
  }

const rule: Rule = { forward, pull: (_, b, y) => [toDividend(b), toDivisor(b, y)] }

/**
 * The quotient, number by number.
 *
 * `y = a / b`, with `da = dy / b` and `db = -dy y / b`
 *
 *   a : [...]   b : [...]   y : [...]
 *
 * What one of the two lacks, it is repeated along, as in `add`. Division by zero gives infinities and NaN, as in PyTorch.
 *
 * @throws ShapeError where the axes of neither stand in the other, or an argument is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.div.html
 * @example
 * import * as assert from 'node:assert'
 * import { div, feature, sum, tensor } from 'shapefold'
 *
 * const x = tensor([feature(3)], [1, 2, 5])
 * assert.deepStrictEqual(div(x, sum(x)).toArray(), [0.125, 0.25, 0.625])
 */
export const div: <A, B>(a: OperandOr<A, 'div'>, b: SecondOr<A, B, 'div'>) => Broadcast<A, B> = zipNumbers('div', rule)
