/** Which products an operation calls: the kernel's, or the definition in `matrix.ts`. The one file of the operations that knows the engine. */
import type { Products } from '../kernel/contract.js'
import { engine } from '../kernel/engine.js'
import { definition } from './matrix.js'

/**
 * From so many multiplications on the kernel is faster. A call of it costs as much as some 200 of them in JavaScript, and as 1,000 where the right
 * factor is new and has to be packed.
 */
export const leastTerms = 512

/** The products for a call that has so many multiplications, or additions. */
export const productsFor = (terms: number): Products => (terms < leastTerms ? definition : (engine() ?? definition))
