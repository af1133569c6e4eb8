import type { AnyTensor } from '../../types/tensor.js'
import { numbersOf, wrap } from '../tensor/tensor.js'

/** The same tensor as a constant: no gradient goes back through it. */
export const stopGradient = <T extends AnyTensor>(x: T): T => wrap(x.axes, numbersOf(x))
