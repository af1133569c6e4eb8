/**
 * The two loops of the mean squared error, over `count` floats, a multiple of 8. Both compute in float64, as the definition does: the difference is the
 * definition's to the bit, and of the sum only the order differs.
 */
import { advance, branchIf, define, defineDouble, type Func, f64x2, type Local, loop, set } from './instruction.js'
import { item } from './item.js'

/** So many pairs of floats a round, each with a sum of its own: one alone would wait on its own last addition. */
const pairs = [0, 1, 2, 3]

const difference = (a: Local<'i32'>, b: Local<'i32'>, pair: number) =>
  f64x2.sub(f64x2.loadFloats(a, 8 * pair), f64x2.loadFloats(b, 8 * pair))

/** The sum of `(a - b)^2`. */
export const squaredDistance: Func = defineDouble(
  'f64_squared_distance',
  { a: 'i32', b: 'i32', count: 'i32' },
  ({ a, b, count }, local) => {
    const sums = pairs.map(() => local('v128'))
    const x = local('v128')
    const all = item(sums, 0)
    return [
      [
        loop((again) => [
          sums.map((sum, pair) => [set(x, difference(a, b, pair)), set(sum, f64x2.add(sum, f64x2.mul(x, x)))]),
          advance(a, 32),
          advance(b, 32),
          advance(count, -8),
          branchIf(count, again),
        ]),
        sums.slice(1).map((sum) => set(all, f64x2.add(all, sum))),
      ],
      f64x2.sum(all),
    ]
  },
)

/** `to = scale * (a - b)`; `to` may be `a` or `b`. */
export const scaledDifference: Func = define(
  'f32_scaled_difference',
  { a: 'i32', b: 'i32', to: 'i32', count: 'i32', scale: 'f64' },
  ({ a, b, to, count, scale }, local) => {
    const factor = local('v128')
    return [
      set(factor, f64x2.splat(scale)),
      loop((again) => [
        pairs.map((pair) => f64x2.storeFloats(to, f64x2.mul(factor, difference(a, b, pair)), 8 * pair)),
        [a, b, to].map((address) => advance(address, 32)),
        advance(count, -8),
        branchIf(count, again),
      ]),
    ]
  },
)
