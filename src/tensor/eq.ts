import type { eq } from 'fp-ts'
import type { AnyTensor } from '../../types/tensor.js'
import type { Numbers } from './flatten.js'
import { numbersOf } from './tensor.js'

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b))

const sameNumbers = (a: Numbers, b: Numbers): boolean =>
  a.length === b.length && a.every((x, i) => same(x, b[i] ?? Number.NaN))

/**
 * fp-ts's `Eq` of tensors: the same type of numbers, the same axes (role, label and size) and the same numbers. NaN equals NaN, or the law of
 * reflexivity would not hold; 0 equals -0.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { eqTensor, feature, full, zeros } from 'shapefold'
 *
 * assert.ok(eqTensor.equals(zeros([feature(2)]), full([feature(2)], 0)))
 * assert.ok(!eqTensor.equals(zeros([feature(2)]), zeros([feature(2)], 'i32')))
 */
export const eqTensor: eq.Eq<AnyTensor> = {
  equals: (a, b) =>
    a === b ||
    (a.dtype === b.dtype &&
      a.axes.length === b.axes.length &&
      a.axes.every((x, i) => {
        const y = b.axes[i]
        return y !== undefined && x.role === y.role && x.label === y.label && x.size === y.size
      }) &&
      sameNumbers(numbersOf(a), numbersOf(b))),
}
