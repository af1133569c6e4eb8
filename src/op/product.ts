/** Which products an operation calls: the kernel's, or the definition in `matrix.ts`. The one file of the operations that knows the engine. */
import type { Products } from '../kernel/contract.js'
import { kernelProducts } from '../kernel/kernel-products.js'
import { definition } from './matrix.js'

/**
 * From so many multiplications on the kernel computes. There it is twice as fast as JavaScript where the right factor was packed before, and as fast
 * where it must be packed for this one call; below, a call costs more than it gains.
 */
export const leastTerms = 512

/** The products for a call that has so many multiplications, or additions. */
export const productsFor = (terms: number): Products =>
  terms < leastTerms ? definition : (kernelProducts() ?? definition)
