import type { Batch, Feature } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Size } from '../../types/size.js'
import type { Cell } from '../cell/cell.js'
import { type ElmanParams, elmanStep } from '../cell/elman.js'
import { type GatedRecurrentParams, gatedRecurrentStep } from '../cell/gru.js'
import { type LongShortTermParams, longShortTermStep } from '../cell/lstm.js'
import type { CellKind, RecurrentSpec } from '../kernel/contract.js'
import { axisOf } from '../tensor/axis.js'
import { wrap } from '../tensor/tensor.js'
import type { LayerCells } from './recurrent.js'

/** The cells of a network, from the plain arrays of the kernel's contract. Sizes are numbers here, which the types don't know. */

type Matrix = FloatTensor<[Feature<Size>, Feature<Size>]>
type Vector = FloatTensor<[Feature<Size>]>

/** The numbers of all sequences of a batch at one time step. */
export type Step = FloatTensor<[Batch<Size>, Feature<Size>]>

/** The state of any cell: an LSTM has both, the others only `hidden`. */
export interface State {
  readonly hidden: Step
  readonly cell?: Step
}

/** The weights of one cell. */
export interface Weights {
  readonly weight_ih: Matrix
  readonly weight_hh: Matrix
  readonly bias_ih?: Vector
  readonly bias_hh?: Vector
  readonly weight_hr?: Matrix
}

const gatesOf: { readonly [Kind in CellKind]: number } = { tanh: 1, relu: 1, gru: 3, lstm: 4 }

/** How wide a hidden state is. */
export const widthOf = ({ projSize, hiddenSize }: RecurrentSpec): number => (projSize === 0 ? hiddenSize : projSize)

/** The sizes of one cell's weights, by PyTorch's names and in PyTorch's order. */
const sizesOf = (spec: RecurrentSpec, layer: number): readonly (readonly [keyof Weights, readonly number[]])[] => {
  const { kind, inputSize, hiddenSize, projSize, directions, bias } = spec
  const rows = gatesOf[kind] * hiddenSize
  return [
    ['weight_ih', [rows, layer === 0 ? inputSize : directions * widthOf(spec)]],
    ['weight_hh', [rows, widthOf(spec)]],
    ...(bias ? ([['bias_ih', [rows]] as const, ['bias_hh', [rows]] as const] as const) : []),
    ...(projSize === 0 ? [] : ([['weight_hr', [projSize, hiddenSize]]] as const)),
  ]
}

/** The weights of each cell, layer by layer and in each the forward direction first, from the arrays in that order. */
export const weightsOf = (spec: RecurrentSpec, arrays: readonly Float32Array[]): readonly Weights[] => {
  let next = 0
  const weights = Array.from({ length: spec.numLayers * spec.directions }, (_, index) => {
    const named = sizesOf(spec, Math.floor(index / spec.directions)).map(([name, sizes]) => {
      const data = arrays[next++]
      const count = sizes.reduce((product, size) => product * size, 1)
      if (data?.length !== count) throw new RangeError(`${name} ${index} has ${data?.length} numbers, wants ${count}`)
      return [
        name,
        wrap(
          sizes.map((size) => axisOf('feature', size, size)),
          data,
        ),
      ] as const
    })
    // The cast: sizesOf lists the weights that a cell has.
    return Object.fromEntries(named) as unknown as Weights
  })
  if (next !== arrays.length) throw new RangeError(`there are ${arrays.length} weights, the network has ${next}`)
  return weights
}

type FoldCell = Cell<State, Step, Step>
type LstmCell = Cell<Required<State>, Step, Step>

/** A cell whose state is its output, among cells of any state. */
const plain =
  (cell: Cell<Step, Step, Step>): FoldCell =>
  ({ hidden }, input) => {
    const [output, next] = cell(hidden, input)
    return [output, { hidden: next }]
  }

const cellOf = (kind: CellKind, weights: Weights): FoldCell => {
  // The casts: the weights have the sizes that the kind asks for, and an LSTM's states have both tensors.
  if (kind === 'lstm') {
    const cell: LstmCell = longShortTermStep(weights as LongShortTermParams<Size, Size>)
    return cell as FoldCell
  }
  if (kind === 'gru') return plain(gatedRecurrentStep(weights as GatedRecurrentParams<Size, Size>))
  return plain(elmanStep(weights as ElmanParams<Size, Size>, kind))
}

/** The cells of each layer. */
export const cellsOf = (
  { kind, numLayers, directions }: RecurrentSpec,
  weights: readonly Weights[],
): readonly LayerCells<State, Step>[] => {
  const cells = weights.map((one) => cellOf(kind, one))
  // The cast: a layer has one cell, or two.
  return Array.from(
    { length: numLayers },
    (_, layer) => cells.slice(layer * directions, (layer + 1) * directions) as unknown as LayerCells<State, Step>,
  )
}
