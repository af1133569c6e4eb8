import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import type { DType } from '../../types/tensor-body.js'

const TENSOR: unique symbol = Symbol('tensor')
const LENGTHS: unique symbol = Symbol('lengths')

/** The one class behind `Packed`. What is in it, no one outside sees but through `unpack`. */
class PackedValue {
  // Under symbols, so that assertions of deep equality see them (tensor.ts).
  declare readonly [TENSOR]: AnyTensor
  declare readonly [LENGTHS]: readonly number[]
  /** Whether the tensor is known to be zero after each end. */
  readonly #isClean: boolean

  constructor(tensor: AnyTensor, lengths: readonly number[], isClean: boolean) {
    this[TENSOR] = tensor
    this[LENGTHS] = lengths
    this.#isClean = isClean
  }

  static inside(value: unknown): Sequences | undefined {
    return typeof value === 'object' && value !== null && #isClean in value
      ? { tensor: value[TENSOR], lengths: value[LENGTHS], isClean: value.#isClean }
      : undefined
  }

  get dtype(): DType {
    return this[TENSOR].dtype
  }

  get axes(): Shape {
    return this[TENSOR].axes
  }

  get lengths(): readonly number[] {
    return this[LENGTHS]
  }

  get [Symbol.toStringTag](): string {
    return 'Packed'
  }
}
Object.freeze(PackedValue.prototype)

/**
 * Sequences as code inside the library sees them. The first two axes of the tensor are time and batch, in either order. A gradient brings zeros to what
 * stands after an end, always: whoever reads the tensor sees to that.
 */
export interface Sequences {
  readonly tensor: AnyTensor
  readonly lengths: readonly number[]
  readonly isClean: boolean
}

/** What is in a `Packed`; undefined for anything else. */
export const sequencesOf = (value: unknown): Sequences | undefined => PackedValue.inside(value)

/** A `Packed` of a tensor. The cast: of the axes that the caller computes. */
export const packedOf = <T>(tensor: AnyTensor, lengths: readonly number[], isClean: boolean): T =>
  new PackedValue(tensor, lengths, isClean) as T
