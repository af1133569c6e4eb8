import type { PackedBody } from './packed-body.js'
import type { Shape } from './shape.js'

/**
 * Sequences of several lengths side by side, in a tensor of the axes `S` that is as long as the longest may be. What stands after a sequence's own end
 * influences nothing. As with `Tensor`, floats have a type of one parameter, so that editors show no more than that; `packed.ts` gives the public name.
 */
export interface Packed<out S extends Shape> extends PackedBody<S, 'f32'> {}
