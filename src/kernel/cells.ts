/** What the kernel knows of each kind of cell; its modules and its engine both read it here. */
import type { CellKind } from './contract.js'

export interface CellFacts {
  /** The number by which the modules know the kind. */
  readonly number: number
  /** G: how many times H rows its weight matrices have. */
  readonly gates: number
  /** The gates as the engine orders them, each by its place in PyTorch's matrices: the sigmoids are one run. */
  readonly order: readonly number[]
  /** How many times Hp numbers a row of the gates buffer has when it is kept for the backward pass. */
  readonly kept: number
}

export const cells: Readonly<Record<CellKind, CellFacts>> = {
  tanh: { number: 0, gates: 1, order: [0], kept: 0 },
  relu: { number: 1, gates: 1, order: [0], kept: 0 },
  lstm: { number: 2, gates: 4, order: [0, 1, 3, 2], kept: 5 },
  gru: { number: 3, gates: 3, order: [0, 1, 2], kept: 4 },
}

/** Hp: the width of one gate, or of the cell, in the engine's own matrices, where the units of a row fill whole vectors. */
export const paddedUnits = (hiddenSize: number): number => (hiddenSize + 3) & -4
