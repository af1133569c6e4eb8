/**
 * A random generator as a value: each draw gives the numbers and the generator that stands after them.
 *
 * The numbers are those of PyTorch's CPU generator. A draw changes local variables alone, never the generator it is given,
 * so that the same generator gives the same numbers however often it is asked.
 */

import type { brand, Rng } from '../../types/rng.js'
import { type Mt19937, sameState, seeded } from './mt19937.js'

/** What a generator is made of, for the draws alone: its words, and the second normal number of a pair of which the first is given out. */
export interface RngState {
  readonly twister: Mt19937
  readonly spareNormal: number | undefined
}

const STATE: unique symbol = Symbol('state')

class Generator implements Rng {
  declare readonly [brand]: 'Rng'
  // Under a symbol, so that assertions of deep equality see it (tensor.ts); the private field is what nothing else can have.
  declare readonly [STATE]: RngState
  readonly #own = true

  constructor(state: RngState) {
    this[STATE] = state
    Object.freeze(this)
  }

  get [Symbol.toStringTag](): string {
    return 'Rng'
  }

  static stateOf(rng: Rng): RngState {
    if (typeof rng === 'object' && rng !== null && #own in rng) return rng[STATE]
    throw new TypeError(`a generator is needed here: make one with manualSeed(0), got ${describe(rng)}`)
  }
}

/** The state inside a generator; a TypeError for anything that is none. */
export const stateOf = (rng: Rng): RngState => Generator.stateOf(rng)

/** The generator of a state, which nobody may write any more. */
export const generatorOf = (state: RngState): Rng => new Generator(state)

const describe = (value: unknown): string =>
  typeof value === 'object' && value !== null ? 'another object' : `${typeof value} ${String(value)}`

const LOWEST_SEED = -(2n ** 63n)
const HIGHEST_SEED = 2n ** 64n - 1n

/**
 * The generator that PyTorch has after `torch.manual_seed(seed)`.
 *
 * PyTorch's CPU generator uses the low 32 bits of the seed, so `-1`, `2 ** 32 - 1` and `2n ** 64n - 1n` are one generator.
 *
 * @param seed an integer from -2^63 to 2^64 - 1, as in PyTorch; beyond 2^53, where a number is no longer exact, a bigint
 * @throws RangeError for any other number
 * @see https://pytorch.org/docs/1.13/generated/torch.manual_seed.html
 * @example
 * import { manualSeed } from 'shapefold'
 *
 * const rng = manualSeed(42)
 */
export const manualSeed = (seed: number | bigint): Rng => {
  if (typeof seed !== 'bigint' && !Number.isSafeInteger(seed)) {
    throw new RangeError(
      Number.isInteger(seed)
        ? `a seed beyond 2^53 must be a bigint, since a number does not hold it exactly: got ${seed}`
        : `a seed is an integer from -2^63 to 2^64 - 1, got ${String(seed)}`,
    )
  }
  const exact = BigInt(seed)
  if (exact < LOWEST_SEED || exact > HIGHEST_SEED) {
    throw new RangeError(`a seed is an integer from -2^63 to 2^64 - 1, got ${exact}`)
  }
  return generatorOf({ twister: seeded(Number(BigInt.asUintN(32, exact))), spareNormal: undefined })
}

/** Whether two generators give the same numbers for ever, whatever is drawn. */
export const sameRng = (a: Rng, b: Rng): boolean => {
  const [left, right] = [stateOf(a), stateOf(b)]
  return Object.is(left.spareNormal, right.spareNormal) && sameState(left.twister, right.twister)
}
