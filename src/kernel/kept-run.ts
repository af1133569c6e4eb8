import type { Plan } from './call-plan.js'
import type { Kept } from './contract.js'
import type { PackedWeights } from './packed-weights.js'
import { giveBack } from './spares.js'

/**
 * What the forward pass leaves for the backward pass, one row for each step of each sequence, in the order of the rows (packed where sequences are) but
 * for what the call was given and is given back.
 */
export class KeptRun implements Kept {
  /** Each layer's output, before dropout. Of the last layer it is the result's own. */
  readonly outputs: Float32Array[] = []
  /** Of an LSTM and a GRU, the gates of each direction of each layer, as assembly/recurrent.ts keeps them. */
  readonly gates: Float32Array[] = []
  readonly packed: PackedWeights
  readonly plan: Plan
  /** What was given. */
  readonly input: Float32Array
  readonly hidden: Float32Array | undefined
  readonly cell: Float32Array | undefined
  readonly masks: readonly Float32Array[] | undefined

  constructor(
    packed: PackedWeights,
    plan: Plan,
    input: Float32Array,
    hidden: Float32Array | undefined,
    cell: Float32Array | undefined,
    masks: readonly Float32Array[] | undefined,
  ) {
    this.packed = packed
    this.plan = plan
    this.input = input
    this.hidden = hidden
    this.cell = cell
    this.masks = masks && [...masks]
  }

  /** Gives its arrays back, for other runs. All but the last output, which is the result's own. */
  forget(): void {
    for (const array of [...this.gates, ...this.outputs.slice(0, -1)]) giveBack(array)
    this.gates.length = 0
    this.outputs.length = 0
  }

  get bytes(): number {
    return [...this.outputs, ...this.gates].reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
}
