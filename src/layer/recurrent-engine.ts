import type { TrainingEngine } from '../kernel/contract.js'
import { engine, kernel } from '../kernel/engine.js'
import { foldEngine } from './recurrent-fold.js'

/** Which engine runs recurrent networks. */

/** Gives the engine when it is first needed. */
export type EngineSource = () => TrainingEngine

/** The kernel, or the fold where there is no WebAssembly SIMD. */
export const recurrentEngine: EngineSource = () => engine() ?? foldEngine

/** The kernel alone, so that a bundle need not hold the fold. Throws where there is no WebAssembly SIMD. */
export const kernelEngine: EngineSource = () => {
  const found = kernel()
  if (found !== undefined) return found
  throw new Error(
    "there is no WebAssembly SIMD here, and 'shapefold/kernel-only' runs on nothing else: take networks from 'shapefold'",
  )
}
