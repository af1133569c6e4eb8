import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import type { DType } from '../../types/tensor-body.js'

/** The one class behind `Packed`. What is in it, no one outside sees but through `unpack`. */
class PackedValue {
  readonly #tensor: AnyTensor
  readonly #lengths: readonly number[]
  /** Whether the tensor is known to be zero after each end. */
  readonly #isClean: boolean

  constructor(tensor: AnyTensor, lengths: readonly number[], isClean: boolean) {
    this.#tensor = tensor
    this.#lengths = lengths
    this.#isClean = isClean
  }

  static inside(value: unknown): Sequences | undefined {
    return typeof value === 'object' && value !== null && #lengths in value
      ? { tensor: value.#tensor, lengths: value.#lengths, isClean: value.#isClean }
      : undefined
  }

  get dtype(): DType {
    return this.#tensor.dtype
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
