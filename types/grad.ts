import type { Tensor as FloatTensor } from './float-tensor.js'

/** What a function must give to be differentiated: one number, alone or first among what else is wanted of it. */
export type Loss = FloatTensor<readonly []> | readonly [FloatTensor<readonly []>, ...unknown[]]
