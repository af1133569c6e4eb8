import type { Cell } from '../cell/cell.js'
import { bidirectional } from '../fold/bidirectional.js'
import { type Scan, scan } from '../fold/scan.js'

/**
 * A recurrent network as a fold: layers on top of each other, one or two directions each, dropout in between. Written once, for any cell.
 * This is the definition; the kernel is an optimisation of it.
 */

/** The cells of one layer: the forward one, and for two directions the one that reads from the end. */
export type LayerCells<State, Step> =
  | readonly [Cell<State, Step, Step>]
  | readonly [Cell<State, Step, Step>, Cell<State, Step, Step>]

/** What the recurrence needs to know of its steps. */
export interface Between<Step> {
  /** The outputs of both directions at one time step as one step. */
  readonly join: (forward: Step, backward: Step) => Step
  /** What happens to the outputs of the layer `index` on their way to the next one: dropout, or nothing. */
  readonly pass: (index: number, steps: readonly Step[]) => readonly Step[]
}

const layerScan = <State, Step>(
  [forward, backward]: LayerCells<State, Step>,
  join: Between<Step>['join'],
): Scan<readonly State[], Step, Step> =>
  backward === undefined
    ? ([state]) =>
        (xs) => {
          // The cast: there is a state for every cell.
          const [ys, last] = scan(forward)(state as State)(xs)
          return [ys, [last]]
        }
    : ([stateF, stateB]) =>
        (xs) => {
          const [pairs, [lastF, lastB]] = bidirectional(forward, backward)([stateF as State, stateB as State])(xs)
          return [pairs.map(([f, b]) => join(f, b)), [lastF, lastB]]
        }

/**
 * The scan of a stacked network. Its states are in PyTorch's order: layer by layer, the forward direction first.
 *
 * For one layer and one direction it is `scan(cell)`; for more layers, each one's scan over the outputs of the one below.
 */
export const recurrent =
  <State, Step>(
    layers: readonly LayerCells<State, Step>[],
    { join, pass }: Between<Step>,
  ): Scan<readonly State[], Step, Step> =>
  (states) =>
  (xs) => {
    const ends: State[] = []
    let steps: readonly Step[] = xs
    for (const [index, cells] of layers.entries()) {
      const inputs = index === 0 ? steps : pass(index - 1, steps)
      const [outputs, last] = layerScan(cells, join)(states.slice(index * cells.length, (index + 1) * cells.length))(
        inputs,
      )
      ends.push(...last)
      steps = outputs
    }
    return [steps, ends]
  }
