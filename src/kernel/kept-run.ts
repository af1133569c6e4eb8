import type { Kept, RecurrentSpec } from './contract.js'

/** What the forward pass leaves for the backward pass. */
export class KeptRun implements Kept {
  readonly spec: RecurrentSpec
  readonly time: number
  readonly batch: number
  /** Each layer's output before dropout, in the caller's order of rows; the last is the result's own. */
  readonly outputs: Float32Array[] = []

  constructor(spec: RecurrentSpec, time: number, batch: number) {
    this.spec = spec
    this.time = time
    this.batch = batch
  }

  get bytes(): number {
    return this.outputs.reduce((sum, output) => sum + output.byteLength, 0)
  }
}
