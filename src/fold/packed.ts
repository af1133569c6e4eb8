import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { LengthsOr, PackableOr, PackedFrom, PackedOr, Unpacked } from '../../types/packed.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { record } from '../op/record.js'
import { isList } from '../tensor/flatten.js'
import { shown } from '../tensor/message.js'
import { labelOf, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, isFloats, isTensor, wrap } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors, sentences.packing)

type Tensor = FloatTensor<Shape>

/** The one class behind `Packed`. */
class PackedValue {
  readonly #tensor: Tensor
  readonly #lengths: readonly number[]
  /** Whether the tensor is known to be zero after each end. */
  readonly #isClean: boolean

  constructor(tensor: Tensor, lengths: readonly number[], isClean: boolean) {
    this.#tensor = tensor
    this.#lengths = lengths
    this.#isClean = isClean
  }

  static is(value: unknown): value is PackedValue {
    return typeof value === 'object' && value !== null && #lengths in value
  }

  /** The inside of what `is` has found to be one. */
  static of(value: PackedValue): { readonly tensor: Tensor; readonly isClean: boolean } {
    return { tensor: value.#tensor, isClean: value.#isClean }
  }

  get axes(): Shape {
    return this.#tensor.axes
  }

  get lengths(): readonly number[] {
    return this.#lengths
  }

  get [Symbol.toStringTag](): string {
    return 'Packed'
  }
}
Object.freeze(PackedValue.prototype)

/** Sequences as code inside the library sees them. */
export interface Sequences {
  readonly tensor: Tensor
  readonly lengths: readonly number[]
}

/** What is in a `Packed`; undefined for anything else. */
export const sequencesOf = (value: unknown): Sequences | undefined =>
  PackedValue.is(value) ? { tensor: PackedValue.of(value).tensor, lengths: value.lengths } : undefined

/** A `Packed` of a tensor that is zero after each end, as an engine gives it. The cast: of the axes that the caller computes. */
export const packedOf = <T>(tensor: Tensor, lengths: readonly number[]): T =>
  new PackedValue(tensor, lengths, true) as T

const axisOf = (axes: Shape, role: string): AnyAxis | undefined => axes.find((axis) => axis.role === role)

const isPackable = ({ axes }: Tensor): boolean =>
  axes.length === 3 &&
  axisOf(axes.slice(0, 2), 'seq') !== undefined &&
  axisOf(axes.slice(0, 2), 'batch') !== undefined &&
  axes[2]?.role === 'feature'

const checkLengths = (given: unknown, time: AnyAxis, batch: AnyAxis): readonly number[] => {
  if (isTensor(given)) {
    if (given.dtype !== 'i32' || given.axes.length !== 1 || given.axes[0]?.role !== 'batch')
      return fail('lengths of other axes', { got: rolesOf(given.axes), type: given.dtype })
    if (given.axes[0].label !== batch.label)
      return fail('count of lengths', { got: labelOf(given.axes[0]), want: labelOf(batch) })
    return checkLengths(given.data, time, batch)
  }
  if (!isList(given)) return fail('not lengths', { got: shown(given) })
  if (given.length !== batch.size) return fail('count of lengths', { got: given.length, want: labelOf(batch) })
  return Array.from({ length: batch.size }, (_, index) => {
    const length = given[index]
    return typeof length === 'number' && Number.isInteger(length) && length >= 1 && length <= time.size
      ? length
      : fail('not a length', { index, got: shown(length), want: labelOf(time) })
  })
}

/**
 * Sequences of several lengths as one input of a network: `pack_padded_sequence`, without its order. The lengths may stand in any order, each from 1 to
 * Time; padding never influences anything, the reverse direction begins at each sequence's own end, and final states are each sequence's own.
 *
 *   input   : [Time, Batch, Features] or [Batch, Time, Features]
 *   lengths : a number for each sequence, as an array, an Int32Array or an i32 tensor [Batch]
 *
 * A network takes the result where it takes a tensor, and gives its output packed too.
 *
 * @throws ShapeError for lengths that do not fit: "lengths[1] is 9, but each length is an integer from 1 to 4, the input's seq"
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, manualSeed, ones, packed, rnn, seq, unpack } from 'shapefold'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * const { output, hidden } = net.apply(params)(packed(ones([seq(4), batch(2), feature(5)]), [2, 4]))
 * assert.deepStrictEqual(output.lengths, [2, 4])
 * assert.deepStrictEqual(unpack(output).toArray()[3]?.[0], [0, 0, 0])
 * assert.deepStrictEqual(hidden.shape, [1, 2, 3])
 */
export const packed = <X, const L>(given: PackableOr<X>, lengths: LengthsOr<L, X>): PackedFrom<X> => {
  const input: unknown = given
  if (!isTensor(input)) return fail('not a tensor', { what: 'input' })
  if (!isFloats(input))
    return fail('wrong type of data', { what: 'input', got: input.dtype, want: 'f32', who: 'packed' })
  const tensor: Tensor = input
  const [time, batch] = [axisOf(tensor.axes, 'seq'), axisOf(tensor.axes, 'batch')]
  if (!isPackable(tensor) || time === undefined || batch === undefined)
    return fail('packed axes', { got: rolesOf(tensor.axes) })
  const checked = Object.freeze(checkLengths(lengths, time, batch))
  // The cast: the axes are the input's own.
  return new PackedValue(tensor, checked, false) as unknown as PackedFrom<X>
}

/** A copy with zeros after each sequence's end. */
const cleaned = (numbers: Float32Array, axes: Shape, lengths: readonly number[]): Float32Array => {
  const y = numbers.slice()
  const isBatchFirst = axes[0]?.role === 'batch'
  const [first = 1, second = 1, width = 1] = axes.map(({ size }) => size)
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      const [t, b] = isBatchFirst ? [j, i] : [i, j]
      if (t >= (lengths[b] ?? 0)) y.fill(0, (i * second + j) * width, (i * second + j + 1) * width)
    }
  }
  return y
}

/**
 * Packed sequences as one tensor, with zeros after each sequence's end: `pad_packed_sequence`. It stays as long as what was packed; the lengths are
 * at `x.lengths`.
 *
 * @throws ShapeError for what is not packed, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.utils.rnn.pad_packed_sequence.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, packed, seq, tensor, unpack } from 'shapefold'
 *
 * const x = packed(tensor([batch(2), seq(2), feature(1)], [1, Number.NaN, 3, 4]), [1, 2])
 * assert.deepStrictEqual(unpack(x).toArray(), [[[1], [0]], [[3], [4]]])
 */
export const unpack = <X>(x: PackedOr<X>): Unpacked<X> => {
  const given: unknown = x
  if (!PackedValue.is(given)) return fail('not packed', { got: isTensor(given) ? 'a tensor' : shown(given) })
  const { tensor, isClean } = PackedValue.of(given)
  const { axes, lengths } = given
  const output = isClean
    ? tensor
    : record([tensor], wrap<Tensor>(axes, cleaned(floatsOf(tensor), axes, lengths)), (dy) => [
        cleaned(dy, axes, lengths),
      ])
  // The cast: the tensor has the axes that it was packed with.
  return output as unknown as Unpacked<X>
}
