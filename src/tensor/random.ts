import type { state } from 'fp-ts'
import type { AnyAxis } from '../../types/axis.js'
import type { AxesOr, LengthOr, PermutationOf, TensorFrom } from '../../types/constructor.js'
import type { Rng } from '../../types/rng.js'
import { axisOf, toSizedAxis } from './axis.js'
import { drawInteger, drawNormal, drawPermutation, drawUniform } from './draw.js'
import { checkAxes, countOf } from './shape.js'
import { checkSize } from './size.js'
import { wrap } from './tensor.js'

/**
 * Tensors of random numbers, as values of fp-ts's `State<Rng, Tensor>`: a function from a generator to the tensor and the generator after it.
 * The same seed gives PyTorch's numbers.
 */

/**
 * Numbers from U(0, 1), bit for bit `torch.rand`'s.
 *
 * @throws ShapeError where the axes are none
 * @see https://pytorch.org/docs/1.13/generated/torch.rand.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, rand } from 'shapefold'
 *
 * const [x, rng] = rand([feature(2)])(manualSeed(0))
 * assert.deepStrictEqual(Array.from(x.data, (v) => v.toFixed(4)), ['0.4963', '0.7682'])
 */
export const rand = <const A>(axes: AxesOr<A>): state.State<Rng, TensorFrom<A>> => {
  const shape = checkAxes(axes)
  return (rng) => {
    const [data, next] = drawUniform(rng, countOf(shape))
    return [wrap(shape, data), next]
  }
}

/**
 * Numbers from the normal distribution, `torch.randn`'s to within 3 units in the last place.
 *
 * @throws ShapeError where the axes are none
 * @see https://pytorch.org/docs/1.13/generated/torch.randn.html
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, randn } from 'shapefold'
 *
 * const [x] = randn([feature(2)])(manualSeed(0))
 * assert.deepStrictEqual(Array.from(x.data, (v) => v.toFixed(4)), ['1.5410', '-0.2934'])
 */
export const randn = <const A>(axes: AxesOr<A>): state.State<Rng, TensorFrom<A>> => {
  const shape = checkAxes(axes)
  return (rng) => {
    const [data, next] = drawNormal(rng, countOf(shape))
    return [wrap(shape, data), next]
  }
}

/**
 * Integers from `low` to `high - 1`, the same as `torch.randint(low, high, size)`'s.
 *
 * @throws ShapeError where the axes are none; RangeError where there is no integer from low to high - 1, or one is outside 32 bits
 * @see https://pytorch.org/docs/1.13/generated/torch.randint.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, manualSeed, randint } from 'shapefold'
 *
 * const [x] = randint([batch(4)], 0, 10)(manualSeed(0))
 * assert.deepStrictEqual(x.toArray(), [4, 9, 3, 0])
 */
export const randint = <const A>(
  axes: AxesOr<A>,
  low: number,
  high: number,
): state.State<Rng, TensorFrom<A, 'i32'>> => {
  const shape = checkAxes(axes)
  return (rng) => {
    const [data, next] = drawInteger(rng, countOf(shape), low, high)
    return [wrap(shape, data), next]
  }
}

/**
 * The integers from 0 to n - 1 in random order, the same as `torch.randperm(n)`'s. Given an axis in place of n, the permutation lies along it.
 *
 * @throws ShapeError where n is no size
 * @see https://pytorch.org/docs/1.13/generated/torch.randperm.html
 * @example
 * import * as assert from 'node:assert'
 * import { manualSeed, randperm } from 'shapefold'
 *
 * const [order] = randperm(5)(manualSeed(0))
 * assert.deepStrictEqual([...order.toArray()].sort(), [0, 1, 2, 3, 4])
 */
export const randperm = <const N>(n: LengthOr<N>): state.State<Rng, PermutationOf<N>> => {
  const along: AnyAxis = toSizedAxis(n) ?? ((size) => axisOf('index', size, size))(checkSize(n, 'randperm', 'batch'))
  const shape = Object.freeze([along])
  return (rng) => {
    const [data, next] = drawPermutation(rng, along.size)
    return [wrap(shape, data), next]
  }
}
