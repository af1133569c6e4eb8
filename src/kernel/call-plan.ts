import type { Sequences } from '../rows.js'

/** Places are counted in floats from the start of the workbench. */
export interface Plan {
  /** The sizes of the call, by which a plan is known again. */
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  readonly keep: boolean
  readonly sequences: Sequences | undefined

  /** Time steps that are computed: those of the longest sequence. */
  readonly steps: number
  /** Rows that are computed: one for each time step of each sequence. */
  readonly rows: number
  /** Whether the rows of a sequence follow each other: packed ones never do. */
  readonly sequenceFirst: boolean
  /** Floats from one row of the gates buffer to the next. */
  readonly ldGates: number
  /** Time steps of a block. */
  readonly block: number
  readonly h: number
  readonly c: number
  readonly scratch: number
  readonly counts: number
  /** Outputs of odd layers, counted from one; with `keep` of a block of any layer. */
  readonly odd: number
  readonly even: number
  readonly gates: number
  /** Floats of the workbench. */
  readonly needed: number

  /** Floats of the call's arrays. */
  readonly inputFloats: number
  readonly hiddenFloats: number
  readonly cellFloats: number
  readonly maskFloats: number
}
