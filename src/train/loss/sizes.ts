import type { Shape } from '../../../types/shape.js'
import { Names } from '../../tensor/shape.js'

/**
 * Throws where one name stands for two numbers in the axes of a loss's tensors, which the types can't know. Axes of one role and label have been told
 * to be the same before.
 */
export const checkNames = (axes: Shape, what: string, others: Shape, other: string): void => {
  if (axes.some(({ label }) => typeof label === 'string')) new Names().add(axes, what).add(others, other)
}
