import type { TensorFrom } from '../../types/constructor.js'
import type { FloatShape, FloatsOr } from '../../types/floats.js'
import type { ReshapedOr } from '../../types/rearrange.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { Size } from '../../types/size.js'
import { checkAxes, countOf, labelOf, wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { multiplySizes } from '../tensor/size.js'
import { floatsOf, traceOf, wrap } from '../tensor/tensor.js'
import { checkFloats } from './check.js'

const fail = /* @__PURE__ */ failOf(sentences.parts)

/** How many numbers a shape holds, in canonical form; the twin of `CountOf`. */
const symbolicCount = (axes: Shape): Size =>
  axes.reduce<Size>((product, axis) => multiplySizes(product, labelOf(axis)), 1)

/**
 * The same numbers, in the same order, under other axes. Axes may be cut, joined and renamed; how many numbers they hold must be the same by their
 * types, names and all: `'2*B'` times 3 is `'B'` times 6.
 *
 * `y = x`, with `dx = dy`
 *
 *   x : [A, B, ...]   y : axes
 *
 * The numbers are shared, not copied, since neither tensor can change.
 *
 * @throws ShapeError where the axes hold another count of numbers, or x is no tensor of floats
 * @see https://pytorch.org/docs/1.13/generated/torch.reshape.html
 * @example
 * import * as assert from 'node:assert'
 * import { axis, batch, feature, reshape, tensor } from 'shapefold'
 *
 * const x = tensor([batch(1), feature(4)], [[1, 2, 3, 4]])
 * assert.deepStrictEqual(reshape(x, [batch(1), axis('head', 2), feature(2)]).toArray(), [[[1, 2], [3, 4]]])
 */
export const reshape = <X, const A>(
  x: FloatsOr<X, 'x', 'reshape'>,
  axes: ReshapedOr<A, FloatShape<X>>,
): TensorFrom<A> => {
  const t = checkFloats(x, 'x', 'reshape')
  const shape = checkAxes(axes)
  const [first, second] = [symbolicCount(t.axes), symbolicCount(shape)]
  if (first !== second) return fail('another count', { got: wordsOf(t.axes), want: wordsOf(shape), first, second })
  const data = floatsOf(t)
  const numbers = countOf(shape)
  if (numbers !== data.length)
    return fail('another count', { got: wordsOf(t.axes), want: wordsOf(shape), first: data.length, second: numbers })
  // The same numbers, so that the place in a gradient is the same, too.
  return wrap(shape, data, traceOf(t))
}
