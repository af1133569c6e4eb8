/**
 * The steps of the cells and their gradients, as the reference of the backward tests computes them: of one sequence, one number after
 * the other.
 * https://docs.pytorch.org/docs/2.9/generated/torch.nn.LSTM.html and GRU.html, RNN.html
 */
import type { RecurrentSpec } from '../../src/kernel/contract.js'
import { rectified } from './reference.js'
import { gatesOf } from './rounding.js'

export type Numbers = ArrayLike<number>

export interface Cell {
  readonly wIh: Numbers
  readonly wHh: Numbers
  readonly bIh: Numbers | undefined
  readonly bHh: Numbers | undefined
  readonly wHr: Numbers | undefined
}
/** The gradients of a cell's weights, to which each step adds. */
export type Sums = { readonly [Name in keyof Cell]: Float64Array }

export interface Step {
  readonly x: Float64Array
  readonly before: Float64Array
  readonly cellBefore: Float64Array
  /** After their activations; of a GRU, r, z, n and U_n h + b_hn. */
  readonly gates: Float64Array
  readonly cell: Float64Array
  /** Of a relu, what it was applied to. */
  readonly pre: Float64Array
  /** Before the projection. */
  readonly wide: Float64Array
  readonly h: Float64Array
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
export const at = (numbers: Numbers | undefined, index: number): number =>
  numbers === undefined ? 0 : Number(numbers[index])

/** Numbers by their index. A loop, since the tests spend their time here and `Float64Array.from` takes ten times as long. */
export const made = (length: number, f: (i: number) => number): Float64Array => {
  const numbers = new Float64Array(length)
  for (let i = 0; i < length; i++) numbers[i] = f(i)
  return numbers
}

/** `matrix * x`, one row after the other. */
const times = (matrix: Numbers, x: Float64Array, rows: number): Float64Array =>
  made(rows, (row) => {
    let sum = 0
    for (let k = 0; k < x.length; k++) sum += at(x, k) * at(matrix, row * x.length + k)
    return sum
  })

/** `matrix^T * y`. */
const back = (matrix: Numbers, y: Float64Array, columns: number): Float64Array =>
  made(columns, (k) => {
    let sum = 0
    for (let row = 0; row < y.length; row++) sum += at(y, row) * at(matrix, row * columns + k)
    return sum
  })

const one = Float64Array.of(1)
const addOuter = (sums: Float64Array, y: Float64Array, x: Float64Array): void => {
  let place = 0
  for (const factor of y)
    for (const other of x) {
      sums[place] = at(sums, place) + factor * other
      place++
    }
}
export const addTo = (sums: Float64Array, y: Float64Array): void => {
  for (let i = 0; i < y.length; i++) sums[i] = at(sums, i) + at(y, i)
}
export const plus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value + at(y, i))

export const stepForward = (
  spec: RecurrentSpec,
  cell: Cell,
  x: Float64Array,
  before: Float64Array,
  cellBefore: Float64Array,
): Step => {
  const { kind, hiddenSize: h } = spec
  const rows = gatesOf[kind] * h
  const fromX = times(cell.wIh, x, rows).map((sum, i) => sum + at(cell.bIh, i))
  const fromH = times(cell.wHh, before, rows).map((sum, i) => sum + at(cell.bHh, i))
  const each = (f: (j: number) => number): Float64Array => made(h, f)
  const pre = (gate: number, j: number): number => at(fromX, gate * h + j) + at(fromH, gate * h + j)
  const step = (gates: Float64Array, cellAfter: Float64Array, wide: Float64Array): Step => ({
    x,
    before,
    cellBefore,
    gates,
    pre: kind === 'relu' ? each((j) => pre(0, j)) : new Float64Array(0),
    cell: cellAfter,
    wide,
    h: cell.wHr === undefined ? wide : times(cell.wHr, wide, spec.projSize),
  })
  switch (kind) {
    case 'tanh':
    case 'relu': {
      const after = each((j) => (kind === 'tanh' ? Math.tanh(pre(0, j)) : rectified(pre(0, j))))
      return step(after, cellBefore, after)
    }
    case 'lstm': {
      const [i, f, g, o] = [
        each((j) => sigmoid(pre(0, j))),
        each((j) => sigmoid(pre(1, j))),
        each((j) => Math.tanh(pre(2, j))),
        each((j) => sigmoid(pre(3, j))),
      ] as const
      const c = each((j) => at(f, j) * at(cellBefore, j) + at(i, j) * at(g, j))
      return step(
        Float64Array.of(...i, ...f, ...g, ...o),
        c,
        each((j) => at(o, j) * Math.tanh(at(c, j))),
      )
    }
    case 'gru': {
      const [r, z] = [each((j) => sigmoid(pre(0, j))), each((j) => sigmoid(pre(1, j)))] as const
      const product = fromH.subarray(2 * h)
      const n = each((j) => Math.tanh(at(fromX, 2 * h + j) + at(r, j) * at(product, j)))
      const after = each((j) => (1 - at(z, j)) * at(n, j) + at(z, j) * at(before, j))
      return step(Float64Array.of(...r, ...z, ...n, ...product), cellBefore, after)
    }
  }
}

export const stepBackward = (
  spec: RecurrentSpec,
  cell: Cell,
  sums: Sums,
  step: Step,
  dH: Float64Array,
  dC: Float64Array,
): { dX: Float64Array; dBefore: Float64Array; dCellBefore: Float64Array } => {
  const { kind, hiddenSize: h } = spec
  const gate = (number: number, j: number): number => at(step.gates, number * h + j)
  const dX = new Float64Array(step.x.length)
  const dBefore = new Float64Array(step.before.length)
  const dCellBefore = new Float64Array(h)
  let dWide = dH
  if (cell.wHr !== undefined) {
    addOuter(sums.wHr, dH, step.wide)
    dWide = back(cell.wHr, dH, h)
  }
  // By what x gives to the gates, and by what h gives to them.
  const byX = new Float64Array(gatesOf[kind] * h)
  const byH = new Float64Array(gatesOf[kind] * h)
  for (let j = 0; j < h; j++) {
    const d = at(dWide, j)
    const set = (number: number, value: number, ofH = value): void => {
      byX[number * h + j] = value
      byH[number * h + j] = ofH
    }
    if (kind === 'tanh') set(0, d * (1 - gate(0, j) ** 2))
    else if (kind === 'relu') set(0, gate(0, j) <= 0 ? 0 : d)
    else if (kind === 'lstm') {
      const [i, f, g, o] = [gate(0, j), gate(1, j), gate(2, j), gate(3, j)] as const
      const squashed = Math.tanh(at(step.cell, j))
      const dCell = at(dC, j) + d * o * (1 - squashed ** 2)
      set(0, dCell * g * i * (1 - i))
      set(1, dCell * at(step.cellBefore, j) * f * (1 - f))
      set(2, dCell * i * (1 - g ** 2))
      set(3, d * squashed * o * (1 - o))
      dCellBefore[j] = dCell * f
    } else {
      const [r, z, n, product] = [gate(0, j), gate(1, j), gate(2, j), gate(3, j)] as const
      const dN = d * (1 - z) * (1 - n ** 2)
      set(0, dN * product * r * (1 - r))
      set(1, d * (at(step.before, j) - n) * z * (1 - z))
      set(2, dN, dN * r)
      dBefore[j] = d * z
    }
  }
  addOuter(sums.wIh, byX, step.x)
  addOuter(sums.wHh, byH, step.before)
  addOuter(sums.bIh, byX, one)
  addOuter(sums.bHh, byH, one)
  addTo(dX, back(cell.wIh, byX, dX.length))
  addTo(dBefore, back(cell.wHh, byH, dBefore.length))
  return { dX, dBefore, dCellBefore }
}
