import type { AnyAxis } from '../../types/axis.js'

/** The axes in front of the features, over which an operation repeats. */
export type LeadingAxes = readonly AnyAxis[]
