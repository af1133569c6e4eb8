/**
 * The machine's peak, as far as 128-bit vectors reach it: chains in registers, no memory. A module of its own, for the bench alone.
 *
 * Twelve chains hide the latency of the arithmetic. With fma each step is one fused multiply-add on each; with mul-add six chains
 * are multiplied and six are added to, so that both kinds of unit are always busy and neither waits for the other.
 */
import { encodeModule } from './encoding.js'
import { advance, branchIf, define, f32x4, i32, loop, set, v128 } from './instruction.js'
import type { Isa } from './isa.js'

const chains = 12
const unroll = 2

/** Floating-point operations of one round of the loop. */
export const peakFlopsARound = (isa: Isa): number => chains * unroll * 4 * (isa.name === 'fma' ? 2 : 1)

/** A module with `peak(address, rounds)` and a memory; the two vectors at `address` are the factors. */
export const peakModule = (isa: Isa): Uint8Array => {
  const peak = define('peak', { address: 'i32', rounds: 'i32' }, ({ address, rounds }, local) => {
    const chain = Array.from({ length: chains }, () => local('v128'))
    const x = local('v128')
    const y = local('v128')
    return [
      set(x, v128.load(address)),
      set(y, v128.load(address, 16)),
      loop((again) => [
        Array.from({ length: unroll }, () =>
          chain.map((held, i) =>
            set(
              held,
              isa.name === 'fma' ? f32x4.madd(x, held, y) : i % 2 === 0 ? f32x4.mul(held, x) : f32x4.add(held, y),
            ),
          ),
        ),
        advance(rounds, -1),
        branchIf(i32.gt(rounds, 0), again),
      ]),
      chain.map((held, i) => v128.store(address, held, 32 + 16 * i)),
    ]
  })
  return encodeModule(isa, { imports: [], memory: 1, functions: [peak], exported: [peak] })
}
