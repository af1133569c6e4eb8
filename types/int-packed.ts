import type { PackedBody } from './packed-body.js'
import type { Shape } from './shape.js'
import type { DType } from './tensor-body.js'

/** Packed sequences of another type of numbers, shown as `Packed<[Seq<4>, Batch<2>], "i32">`. See `float-packed.ts` for its name. */
export interface Packed<out S extends Shape, out D extends Exclude<DType, 'f32'>> extends PackedBody<S, D> {}
