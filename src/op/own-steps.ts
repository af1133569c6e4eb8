import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Tensor as IntTensor } from '../../types/int-tensor.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { roomForFloats, roomForIntegers } from '../room.js'
import { gatherRows, packedOrder, rowAt, rowsOf, scatterRows } from '../rows.js'
import { countOf } from '../tensor/shape.js'
import { floatsOf, numbersOf, wrap } from '../tensor/tensor.js'
import { record } from './record.js'

/**
 * The steps of packed sequences, without the padding: what stands there is neither read nor computed with, and a gradient brings it zeros. A step is a
 * row, all that stands behind the axes of time and batch; its place is its number among the rows of the padded tensor.
 */

/** Where the steps of packed sequences stand. */
interface Layout {
  readonly time: number
  readonly batch: number
  /** How many numbers a step has. */
  readonly width: number
  readonly isBatchFirst: boolean
}

export const layoutOf = ({ axes }: AnyTensor): Layout => {
  const [first = 1, second = 1] = axes.slice(0, 2).map(({ size }) => size)
  const width = countOf(axes.slice(2))
  return axes[0]?.role === 'batch'
    ? { time: second, batch: first, width, isBatchFirst: true }
    : { time: first, batch: second, width, isBatchFirst: false }
}

/** The place of one step. */
export const placeOf = ({ time, batch, isBatchFirst }: Layout, t: number, b: number): number =>
  rowAt(t, b, time, batch, isBatchFirst)

/** The places of all own steps in the order of PyTorch's `PackedSequence.data`. */
export const placesOf = (lengths: readonly number[], { time, isBatchFirst }: Layout): Int32Array =>
  rowsOf(packedOrder(lengths), time, lengths.length, isBatchFirst)

/** Whether these are all of `count` rows in their own order, as they are of sequences that are equally long, time first. */
const isAll = (places: Int32Array, count: number): boolean =>
  places.length === count && places.every((at, i) => at === i)

/** `y[i] = x[places[i]]`, in rows of `width` numbers. It may be `x` itself. */
export const gathered = (x: Float32Array, places: Int32Array, width: number): Float32Array => {
  if (isAll(places, x.length / width)) return x
  const y = roomForFloats(places.length * width)
  gatherRows(x, 0, width, places, places.length, y, 0)
  return y
}

/** `y[places[i]] = x[i]`, in rows of `width` numbers, among `count` rows of which the others are zeros. It may be `x` itself. */
export const scattered = (x: Float32Array, places: Int32Array, width: number, count: number): Float32Array => {
  if (isAll(places, count)) return x
  const y = roomForFloats(count * width)
  scatterRows(x, 0, width, places, places.length, y, 0, width)
  return y
}

/** The rows at these places, with the axes `lead` for the first two. */
export const takeRows = (x: FloatTensor<Shape>, places: Int32Array, lead: Shape): FloatTensor<Shape> => {
  const { time, batch, width } = layoutOf(x)
  const rows = gathered(floatsOf(x), places, width)
  const output = wrap<FloatTensor<Shape>>([...lead, ...x.axes.slice(2)], rows)
  return record([x], output, (dy) => [scattered(dy, places, width, time * batch)])
}

/** As `takeRows`, of integers. */
export const takeIntegers = (x: IntTensor<Shape, 'i32'>, places: Int32Array, lead: Shape): IntTensor<Shape, 'i32'> => {
  const { width } = layoutOf(x)
  const numbers = numbersOf(x)
  const rows = roomForIntegers(places.length * width)
  for (let i = 0; i < rows.length; i++) {
    const row = Math.floor(i / width)
    rows[i] = numbers[(places[row] ?? 0) * width + (i - row * width)] ?? 0
  }
  return wrap([...lead, ...x.axes.slice(2)], rows)
}

/** Rows in their places among zeros, with the axes `lead` of time and batch for their first. */
export const putRows = (rows: FloatTensor<Shape>, places: Int32Array, lead: Shape): FloatTensor<Shape> => {
  const width = countOf(rows.axes.slice(1))
  const padded = scattered(floatsOf(rows), places, width, countOf(lead))
  const output = wrap<FloatTensor<Shape>>([...lead, ...rows.axes.slice(1)], padded)
  return record([rows], output, (dy) => [gathered(dy, places, width)])
}

/** Puts zeros after each sequence's end. */
const clear = (numbers: Float32Array | Int32Array, layout: Layout, lengths: readonly number[]) => {
  const { time, batch, width } = layout
  for (let b = 0; b < batch; b++)
    for (let t = lengths[b] ?? 0; t < time; t++) {
      const at = placeOf(layout, t, b) * width
      numbers.fill(0, at, at + width)
    }
}

const cleared = (floats: Float32Array, layout: Layout, lengths: readonly number[]): Float32Array => {
  const y = roomForFloats(floats.length)
  y.set(floats)
  clear(y, layout, lengths)
  return y
}

/** Packed sequences of floats as one tensor, with zeros after each end. */
export const unpackFloats = (x: FloatTensor<Shape>, lengths: readonly number[]): FloatTensor<Shape> => {
  const layout = layoutOf(x)
  const output = wrap<FloatTensor<Shape>>(x.axes, cleared(floatsOf(x), layout, lengths))
  return record([x], output, (dy) => [cleared(dy, layout, lengths)])
}

/** As `unpackFloats`, of integers. */
export const unpackIntegers = (x: IntTensor<Shape, 'i32'>, lengths: readonly number[]): IntTensor<Shape, 'i32'> => {
  const numbers = numbersOf(x)
  const y = roomForIntegers(numbers.length)
  y.set(numbers)
  clear(y, layoutOf(x), lengths)
  return wrap(x.axes, y)
}
