import type { Deferred, WayBack } from '../kernel/contract.js'

/**
 * The Wengert list of one gradient: every step that led from the parameters to the loss, in order. It lives in one call of `valueAndGrad`, and no
 * tape is global. Nothing here knows an operation or a gradient: `op/record.ts` writes tapes, `grad/backward.ts` reads them.
 */

/**
 * Which of a step's inputs take part in the gradient. Only for those a cotangent need be computed.
 */
export type Needs = readonly boolean[]

/** The numbers of a gradient with respect to a tensor, in the tensor's own order. Nobody writes to an array that he was given. */
export type Cotangent = Float32Array | Deferred

/**
 * One step: values that are on the tape, or not (undefined), went in; `outputs` values came out, numbered on from `first`.
 *
 * The pullback is the vector-Jacobian product: from the cotangent of each output (undefined where nothing depends on it) to that of each input
 * (undefined where it isn't needed). It must not write to what it is given, and what it gives back may be what it was given, or a view of it.
 */
export interface Step {
  readonly first: number
  readonly outputs: number
  readonly inputs: readonly (number | undefined)[]
  readonly pullback: (cotangents: readonly (Cotangent | undefined)[]) => readonly (Cotangent | undefined)[]
}

/** The values and steps of one gradient that is being taken. */
export class Tape {
  #open = true
  #values = 0
  #steps: Step[] = []
  #afterwards: (() => void)[] = []
  /** What the engines need on the way back, for pullbacks that run on one. */
  readonly wayBack: WayBack

  constructor(wayBack: WayBack) {
    this.wayBack = wayBack
  }

  /** Whether the gradient is still being taken. A value of a closed tape is a constant. */
  get isOpen(): boolean {
    return this.#open
  }

  /** How many values there are. */
  get values(): number {
    return this.#values
  }

  /** Takes in a value that nothing led to. */
  leaf(): Trace {
    return { tape: this, index: this.#values++ }
  }

  /** Takes in a step, and gives the number of its first output. */
  push({ outputs, inputs, pullback }: Omit<Step, 'first'>): number {
    const first = this.#values
    this.#values += outputs
    this.#steps.push({ first, outputs, inputs, pullback })
    return first
  }

  /** Takes off the last step. What it kept for its pullback is free once that has run. */
  pop(): Step | undefined {
    return this.#steps.pop()
  }

  /** Has this done when the gradient ends. It must not throw. */
  afterwards(act: () => void): void {
    this.#afterwards.push(act)
  }

  /** Ends the gradient and lets go of all steps. */
  close(): void {
    this.#open = false
    this.#steps = []
    for (const act of this.#afterwards) act()
    this.#afterwards = []
  }
}

/** Where a tensor stands on a tape. */
export interface Trace {
  readonly tape: Tape
  readonly index: number
}
