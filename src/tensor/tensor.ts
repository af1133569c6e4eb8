import type { AxesOr, DTypeOf, TensorData, TensorFrom } from '../../types/constructor.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import type { DType } from '../../types/tensor-body.js'
import { alone } from '../room.js'
import { flatten, type Numbers, roomFor } from './flatten.js'
import { shown } from './message.js'
import { checkAxes } from './shape.js'
import { failOf } from './shape-error.js'
import { printed } from './show.js'
import type { Trace } from './tape.js'

const fail = /* @__PURE__ */ failOf(sentences.values)

const inspect = Symbol.for('nodejs.util.inspect.custom')

const AXES: unique symbol = Symbol('axes')
const NUMBERS: unique symbol = Symbol('numbers')

/**
 * The one class behind `Tensor`. Its properties have no setters, so that assigning to one throws; only `.data` could be written, and its type forbids
 * that. Axes and numbers lie under symbols and not in private fields: assertions of deep equality look into all that an object owns, and to them
 * any two tensors would be equal otherwise.
 */
class TensorValue {
  declare readonly [AXES]: Shape
  // Small ones perhaps in a slab, see room.ts.
  declare readonly [NUMBERS]: Numbers
  // The same with a buffer of their own, when somebody has asked for them. Private, so that a tensor that a user has frozen can keep them, too.
  #alone: Numbers | undefined
  // Where it stands in the gradient that is being taken, if it takes part in one.
  readonly #trace: Trace | undefined
  // Made, and the axes frozen, when they are first asked for: most tensors are only passed on.
  #shape: readonly number[] | undefined
  #frozen: Shape | undefined

  constructor(axes: Shape, data: Numbers, trace: Trace | undefined) {
    this[AXES] = axes
    this[NUMBERS] = data
    this.#trace = trace
  }

  static is(value: unknown): value is TensorValue {
    return typeof value === 'object' && value !== null && #trace in value
  }

  static trace(value: unknown): Trace | undefined {
    return TensorValue.is(value) && value.#trace?.tape.isOpen ? value.#trace : undefined
  }

  get dtype(): DType {
    return this[NUMBERS] instanceof Int32Array ? 'i32' : 'f32'
  }

  get axes(): Shape {
    this.#frozen ??= Object.freeze(this[AXES])
    return this.#frozen
  }

  get shape(): readonly number[] {
    this.#shape ??= Object.freeze(this[AXES].map(({ size }) => size))
    return this.#shape
  }

  static axes(t: AnyTensor): Shape {
    return TensorValue.is(t) ? t[AXES] : t.axes
  }

  static numbers(t: AnyTensor): Numbers {
    return TensorValue.is(t) ? t[NUMBERS] : t.data
  }

  get data(): Numbers {
    this.#alone ??= alone(this[NUMBERS])
    return this.#alone
  }

  toArray(): unknown {
    const nest = (axis: number, start: number, length: number): unknown => {
      const size = this[AXES][axis]?.size
      if (size === undefined) return this[NUMBERS][start]
      const inner = length / size
      return Array.from({ length: size }, (_, i) => nest(axis + 1, start + i * inner, inner))
    }
    return nest(0, 0, this[NUMBERS].length)
  }

  toString(): string {
    return printed(this[AXES], this[NUMBERS])
  }

  toJSON(): unknown {
    return this.toArray()
  }

  get [Symbol.toStringTag](): string {
    return 'Tensor'
  }

  [inspect](): string {
    return this.toString()
  }
}

// An inherited property that can't be written can't be hidden by assigning to it: `x.toArray = ...` throws, and costs no tensor anything.
Object.freeze(TensorValue.prototype)

/**
 * A tensor around arrays that it may keep: nothing is checked or copied. Only for arrays that no one else writes.
 *
 * The one cast from values to typed tensors: `T` is the type that the caller's own signature computes, by the rule by which the caller
 * computed the axes and the data.
 */
export const wrap = <T>(axes: Shape, data: Numbers, trace?: Trace): T => new TensorValue(axes, data, trace) as T

/** Where a tensor stands in the gradient that is being taken; undefined for a constant. */
export const traceOf = (t: unknown): Trace | undefined => TensorValue.trace(t)

/** Whether a value is a tensor. */
export const isTensor = (value: unknown): value is AnyTensor => TensorValue.is(value)

/** Whether a tensor holds floats. */
export const isFloats = (t: AnyTensor): t is FloatTensor<Shape> => t.dtype === 'f32'

/** The numbers of a tensor as the array that they are, perhaps in a slab (room.ts), for code that only reads it and hands it to no one. */
export const numbersOf = (t: AnyTensor): Numbers => TensorValue.numbers(t)

/** The axes of a tensor, for code that only reads them: they are frozen when somebody outside asks for them. */
export const axesOf = (t: AnyTensor): Shape => TensorValue.axes(t)

/** As `numbersOf`, of a tensor of floats. */
// The cast: a tensor of floats holds floats.
export const floatsOf = (t: FloatTensor<Shape>): Float32Array => numbersOf(t) as Float32Array

/**
 * A tensor of these axes with these numbers: flat and in row-major order, or nested. The numbers are copied, so the caller's array stays
 * the caller's. An `Int32Array` makes an i32 tensor, anything else an f32 one, each number rounded to float32 as in PyTorch: beyond its range
 * it becomes infinite.
 *
 * @throws ShapeError where the axes don't fit the numbers, or one of them is no number
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, tensor } from 'shapefold'
 *
 * const flat = tensor([batch(2), feature(3)], [1, 2, 3, 4, 5, 6])
 * const nested = tensor([batch(2), feature(3)], [[1, 2, 3], [4, 5, 6]])
 * assert.deepStrictEqual(flat.toArray(), nested.toArray())
 */
export const tensor = <const A, Data extends TensorData>(axes: AxesOr<A>, data: Data): TensorFrom<A, DTypeOf<Data>> => {
  const shape = checkAxes(axes)
  return wrap(shape, flatten(shape, data))
}

const filled = <T>(axes: unknown, dtype: DType, value: number): T => {
  const shape = checkAxes(axes)
  if (dtype !== 'f32' && dtype !== 'i32') return fail('not a dtype', { got: shown(dtype) })
  if (typeof value !== 'number') return fail('not a value', { got: shown(value) })
  if (dtype === 'i32' && (value | 0) !== value) return fail('not an integer', { path: 'the value', got: value })
  const numbers = roomFor(shape, dtype)
  return wrap(shape, value === 0 ? numbers : numbers.fill(value))
}

/**
 * A tensor of zeros; of integers with `'i32'`.
 *
 * @throws ShapeError where the axes are none, or there is no room for so many numbers
 * @example
 * import * as assert from 'node:assert'
 * import { feature, seq, zeros } from 'shapefold'
 *
 * assert.deepStrictEqual(zeros([seq(2), feature(2)]).toArray(), [[0, 0], [0, 0]])
 */
export const zeros = <const A, D extends DType = 'f32'>(axes: AxesOr<A>, dtype?: D): TensorFrom<A, D> =>
  filled(axes, dtype ?? 'f32', 0)

/**
 * A tensor of ones; of integers with `'i32'`.
 *
 * @throws ShapeError where the axes are none, or there is no room for so many numbers
 * @example
 * import * as assert from 'node:assert'
 * import { feature, ones } from 'shapefold'
 *
 * assert.deepStrictEqual(ones([feature(3)], 'i32').toArray(), [1, 1, 1])
 */
export const ones = <const A, D extends DType = 'f32'>(axes: AxesOr<A>, dtype?: D): TensorFrom<A, D> =>
  filled(axes, dtype ?? 'f32', 1)

/**
 * A tensor that is one value everywhere; of integers with `'i32'`.
 *
 * @throws ShapeError where the axes are none, there is no room for so many numbers, or an i32 value is no 32-bit integer
 * @example
 * import * as assert from 'node:assert'
 * import { feature, full } from 'shapefold'
 *
 * assert.deepStrictEqual(full([feature(2)], 0.5).toArray(), [0.5, 0.5])
 */
export const full = <const A, D extends DType = 'f32'>(axes: AxesOr<A>, value: number, dtype?: D): TensorFrom<A, D> =>
  filled(axes, dtype ?? 'f32', value)
