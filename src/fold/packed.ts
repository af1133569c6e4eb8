import type { AnyAxis } from '../../types/axis.js'
import type { LengthsOr, PackableOr, PackedFrom, PackedOr, Unpacked, Unpadded } from '../../types/packed.js'
import * as sentences from '../../types/sentences.js'
import type { AnyTensor } from '../../types/tensor.js'
import { checkTensor } from '../op/check.js'
import { layoutOf, placesOf, takeIntegers, takeRows, unpackFloats, unpackIntegers } from '../op/own-steps.js'
import { axisOf } from '../tensor/axis.js'
import { isList } from '../tensor/flatten.js'
import { shown } from '../tensor/message.js'
import { packedOf, type Sequences, sequencesOf } from '../tensor/sequences.js'
import { labelOf, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { isFloats, isTensor } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.packing)

/** The axis of a role among the first two. */
const leadingAxis = ({ axes }: AnyTensor, role: string): AnyAxis | undefined =>
  axes.slice(0, 2).find((axis) => axis.role === role)

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
 *   input   : [Time, Batch, ...] or [Batch, Time, ...], floats or tokens
 *   lengths : a number for each sequence, as an array, an Int32Array or an i32 tensor [Batch]
 *
 * A network takes the result where it takes a tensor, and gives its output packed too. So does all that treats each time step alone: `linear`,
 * `layerNorm`, `dropout`, `embedding` (of packed tokens), `tanh` and its like. `last` and `pool` make one step of each sequence, a tensor, and so does a
 * `sequential` of these.
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
  const tensor = checkTensor(given, 'input')
  const [time, batch] = [leadingAxis(tensor, 'seq'), leadingAxis(tensor, 'batch')]
  if (time === undefined || batch === undefined) return fail('packed axes', { got: rolesOf(tensor.axes) })
  return packedOf(tensor, Object.freeze(checkLengths(lengths, time, batch)), false)
}

const checkPacked = (x: unknown, who: string): Sequences =>
  sequencesOf(x) ?? fail('not packed', { got: isTensor(x) ? 'a tensor' : shown(x), who })

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
export const unpack = <X>(x: PackedOr<X, 'unpack'>): Unpacked<X> => {
  const { tensor, lengths, isClean } = checkPacked(x, 'unpack')
  const output = isClean ? tensor : isFloats(tensor) ? unpackFloats(tensor, lengths) : unpackIntegers(tensor, lengths)
  // The cast: the tensor has the axes that it was packed with.
  return output as unknown as Unpacked<X>
}

/**
 * The own steps of packed sequences, one behind the other and none of the padding: PyTorch's `PackedSequence.data`. They stand time step by time step, and
 * in each those of the sequences that have not ended, the longest sequence first.
 *
 *   x : [Time, Batch, ...] or [Batch, Time, ...], packed     y : [Steps, ...], as many as all lengths together
 *
 * Whatever an operation or a loss makes of single steps, it makes of these: a mean is that of the own steps. Two packed with the same lengths have their
 * steps in the same order.
 *
 * @throws ShapeError for what is not packed, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.utils.rnn.PackedSequence.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, mse, packed, seq, tensor, unpad } from 'shapefold'
 *
 * const x = packed(tensor([batch(2), seq(2), feature(1)], [1, Number.NaN, 3, 4]), [1, 2])
 * assert.deepStrictEqual(unpad(x).toArray(), [[3], [1], [4]])
 * const target = packed(tensor([batch(2), seq(2), feature(1)], [1, 9, 3, 1]), x.lengths)
 * assert.strictEqual(mse(unpad(x), unpad(target)).toArray(), 3)
 */
export const unpad = <X>(x: PackedOr<X, 'unpad'>): Unpadded<X> => {
  const { tensor, lengths } = checkPacked(x, 'unpad')
  const places = placesOf(lengths, layoutOf(tensor))
  const lead = [axisOf('step', 'Steps', places.length)]
  const output = isFloats(tensor) ? takeRows(tensor, places, lead) : takeIntegers(tensor, places, lead)
  // The cast: the axes behind time and batch are the input's own.
  return output as unknown as Unpadded<X>
}
