import type { Kept } from './contract.js'
import type { Plan } from './plan.js'

/** What the forward pass leaves for the backward pass: rows as they lay in the workbench, packed where sequences are. */
export class KeptRun implements Kept {
  readonly plan: Plan
  /** Each layer's output, before dropout. Of the last layer it is the result's own where that has the same rows. */
  readonly outputs: Float32Array[] = []
  /** Of an LSTM and a GRU, the gates of each direction of each layer, as assembly/recurrent.ts keeps them. */
  readonly gates: Float32Array[] = []

  constructor(plan: Plan) {
    this.plan = plan
  }

  get bytes(): number {
    return [...this.outputs, ...this.gates].reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}
