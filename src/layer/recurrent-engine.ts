import type { Engine } from '../kernel/contract.js'
import { engine } from '../kernel/engine.js'
import { foldEngine } from './recurrent-fold.js'

/**
 * The engine that runs recurrent networks here: the kernel, or the fold where there is no WebAssembly SIMD.
 */
export const recurrentEngine = (): Engine => engine() ?? foldEngine
