/**
 * The reference for backward: the recurrences and their gradients in plain float64 loops, one sequence and one number at a time.
 *
 * It knows nothing of layouts, tiles or sorting. Its own gradients are held to central differences of its own forward pass, and that one to
 * the reference of the forward tests, in gradient-reference.test.ts.
 * https://docs.pytorch.org/docs/2.9/generated/torch.nn.LSTM.html and GRU.html, RNN.html
 */
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { rectified } from './reference.js'

export type Numbers = ArrayLike<number>

export interface Problem {
  readonly spec: RecurrentSpec
  /** In state-dict order. */
  readonly weights: readonly Numbers[]
  readonly call: Omit<RecurrentCall, 'input' | 'hidden' | 'cell'> & {
    readonly input: Numbers
    readonly hidden: Numbers | undefined
    readonly cell: Numbers | undefined
  }
}
export interface Results {
  readonly output: Float64Array
  readonly hidden: Float64Array
  readonly cell: Float64Array
}
export interface Gradients extends Omit<Results, 'output'> {
  readonly input: Float64Array
  readonly weights: Float64Array[]
  /**
   * How large the sums would be if their terms did not happen to cancel: the largest root of a sum of the terms' squares. Rounding
   * goes by the terms; a lone number that came out as almost 0 says nothing of it.
   */
  readonly sizes: { readonly input: number; readonly hidden: number; readonly weights: readonly number[] }
  /** How near to 0 a relu came: where rounding decides on which side of its corner a number lies, the gradient is either. */
  readonly nearestCorner: number
}
export interface GradientsOfResults {
  readonly output: Numbers | undefined
  readonly hidden: Numbers | undefined
  readonly cell: Numbers | undefined
}

interface Cell {
  readonly wIh: Numbers
  readonly wHh: Numbers
  readonly bIh: Numbers | undefined
  readonly bHh: Numbers | undefined
  readonly wHr: Numbers | undefined
}
type Sums = { readonly [Name in keyof Cell]: Sum }

interface Step {
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
const at = (numbers: Numbers | undefined, index: number): number => (numbers === undefined ? 0 : Number(numbers[index]))
const gatesOf = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const

/** `matrix * x`, one row after the other. */
const times = (matrix: Numbers, x: Float64Array, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) =>
    x.reduce((sum, value, k) => sum + value * at(matrix, row * x.length + k), 0),
  )

const squared = (numbers: Numbers): Float64Array => Float64Array.from(numbers, (x) => x * x)

/** `matrix^T * y`. */
const back = (matrix: Numbers, y: Float64Array, columns: number): Float64Array =>
  Float64Array.from({ length: columns }, (_, k) =>
    y.reduce((sum, value, row) => sum + value * at(matrix, row * columns + k), 0),
  )

/** A sum of many terms, and the sum of their squares. */
interface Sum {
  readonly value: Float64Array
  readonly squares: Float64Array
}
const emptySum = (length: number): Sum => ({ value: new Float64Array(length), squares: new Float64Array(length) })
const largestRoot = (squares: Float64Array): number =>
  Math.sqrt(squares.reduce((x, y) => Math.max(x, Number.isNaN(y) ? 0 : y), 0))

const one = Float64Array.of(1)
const addOuter = ({ value, squares }: Sum, y: Float64Array, x: Float64Array): void => {
  for (let row = 0; row < y.length; row++)
    for (let k = 0; k < x.length; k++) {
      const term = at(y, row) * at(x, k)
      value[row * x.length + k] = at(value, row * x.length + k) + term
      squares[row * x.length + k] = at(squares, row * x.length + k) + term * term
    }
}
const addTo = (sums: Float64Array, y: Float64Array): void => {
  for (let i = 0; i < y.length; i++) sums[i] = at(sums, i) + at(y, i)
}
const plus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value + at(y, i))

const stepForward = (
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
  const each = (f: (j: number) => number): Float64Array => Float64Array.from({ length: h }, (_, j) => f(j))
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

const stepBackward = (
  spec: RecurrentSpec,
  cell: Cell,
  sums: Sums,
  step: Step,
  dH: Float64Array,
  dC: Float64Array,
): {
  dX: Float64Array
  dBefore: Float64Array
  dCellBefore: Float64Array
  sizeOfX: () => number
  sizeOfBefore: () => number
} => {
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
  return {
    dX,
    dBefore,
    dCellBefore,
    sizeOfX: () => largestRoot(back(squared(cell.wIh), squared(byX), dX.length)),
    sizeOfBefore: () => largestRoot(back(squared(cell.wHh), squared(byH), dBefore.length)),
  }
}

/** Everything that a backward pass reads, and the results. */
const run = ({ spec, weights, call }: Problem) => {
  const { hiddenSize: h, projSize, numLayers, directions, bias } = spec
  const { time, batch, batchFirst, lengths, masks } = call
  const o = projSize || h
  const width = directions * o
  const perDirection = (bias ? 4 : 2) + (projSize > 0 ? 1 : 0)
  const row = (t: number, b: number): number => (batchFirst ? b * time + t : t * batch + b)
  const lengthOf = (b: number): number => lengths?.[b] ?? time
  const cells: Cell[] = Array.from({ length: numLayers * directions }, (_, index) => {
    const own = weights.slice(index * perDirection, (index + 1) * perDirection)
    return {
      wIh: own[0] ?? [],
      wHh: own[1] ?? [],
      bIh: bias ? own[2] : undefined,
      bHh: bias ? own[3] : undefined,
      wHr: projSize > 0 ? own.at(-1) : undefined,
    }
  })
  const hidden = new Float64Array(numLayers * directions * batch * o)
  const cell = new Float64Array(numLayers * directions * batch * h)
  /** steps[index][b][position in the direction's own order] */
  const steps: Step[][][] = []
  let input: Numbers = call.input
  let inputWidth = spec.inputSize
  for (let layer = 0; layer < numLayers; layer++) {
    const output = new Float64Array(time * batch * width)
    for (let direction = 0; direction < directions; direction++) {
      const index = layer * directions + direction
      steps[index] = Array.from({ length: batch }, (_, b) => {
        const state = index * batch + b
        let before: Float64Array = Float64Array.from({ length: o }, (_, j) => at(call.hidden, state * o + j))
        let cellBefore: Float64Array = Float64Array.from({ length: h }, (_, j) => at(call.cell, state * h + j))
        const own = Array.from({ length: lengthOf(b) }, (_, position) => {
          const t = direction === 0 ? position : lengthOf(b) - 1 - position
          const x = Float64Array.from({ length: inputWidth }, (_, k) => at(input, row(t, b) * inputWidth + k))
          const step = stepForward(spec, cells[index] as Cell, x, before, cellBefore)
          before = step.h
          cellBefore = step.cell
          output.set(step.h, row(t, b) * width + direction * o)
          return step
        })
        hidden.set(before, state * o)
        cell.set(cellBefore, state * h)
        return own
      })
    }
    const mask = masks?.[layer]
    if (mask !== undefined && layer < numLayers - 1)
      for (let t = 0; t < time; t++)
        for (let b = 0; b < batch; b++)
          for (let i = 0; i < width; i++)
            output[row(t, b) * width + i] = at(output, row(t, b) * width + i) * at(mask, (t * batch + b) * width + i)
    input = output
    inputWidth = width
  }
  const results: Results = { output: Float64Array.from(input), hidden, cell }
  return { results, steps, cells, o, width, row, lengthOf, perDirection }
}

export const forwardReference = (problem: Problem): Results => run(problem).results

/** The gradients of `sum(output * d.output) + sum(hidden * d.hidden) + sum(cell * d.cell)`. */
export const gradientReference = (problem: Problem, d: GradientsOfResults): Gradients => {
  const { spec, weights, call } = problem
  const { hiddenSize: h, numLayers, directions, inputSize, bias, projSize } = spec
  const { time, batch, masks } = call
  const { steps, cells, o, width, row, lengthOf, perDirection } = run(problem)
  const sums = weights.map((weight) => emptySum(weight.length))
  const sizes = { input: 0, hidden: 0 }
  const hidden = new Float64Array(numLayers * directions * batch * o)
  const cell = new Float64Array(numLayers * directions * batch * h)
  let dOutput = Float64Array.from({ length: time * batch * width }, (_, i) => at(d.output, i))
  for (let layer = numLayers - 1; layer >= 0; layer--) {
    const inputWidth = layer === 0 ? inputSize : width
    const dInput = new Float64Array(time * batch * inputWidth)
    for (let direction = 0; direction < directions; direction++) {
      const index = layer * directions + direction
      const own = sums.slice(index * perDirection, (index + 1) * perDirection)
      const nowhere = emptySum(4 * h)
      const ownSums = {
        wIh: own[0] ?? nowhere,
        wHh: own[1] ?? nowhere,
        bIh: (bias ? own[2] : undefined) ?? nowhere,
        bHh: (bias ? own[3] : undefined) ?? nowhere,
        wHr: (projSize > 0 ? own.at(-1) : undefined) ?? nowhere,
      }
      for (let b = 0; b < batch; b++) {
        const state = index * batch + b
        let dH: Float64Array = Float64Array.from({ length: o }, (_, j) => at(d.hidden, state * o + j))
        let dC: Float64Array = Float64Array.from({ length: h }, (_, j) => at(d.cell, state * h + j))
        for (let position = lengthOf(b) - 1; position >= 0; position--) {
          const t = direction === 0 ? position : lengthOf(b) - 1 - position
          const from = row(t, b) * width + direction * o
          const step = steps[index]?.[b]?.[position] as Step
          const all = plus(dH, dOutput.subarray(from, from + o))
          const back = stepBackward(spec, cells[index] as Cell, ownSums, step, all, dC)
          dH = back.dBefore
          dC = back.dCellBefore
          addTo(dInput.subarray(row(t, b) * inputWidth, (row(t, b) + 1) * inputWidth), back.dX)
          if (layer === 0) sizes.input = Math.max(sizes.input, back.sizeOfX())
          if (position === 0) sizes.hidden = Math.max(sizes.hidden, back.sizeOfBefore())
        }
        hidden.set(dH, state * o)
        cell.set(dC, state * h)
      }
    }
    const mask = masks?.[layer - 1]
    if (mask !== undefined)
      for (let t = 0; t < time; t++)
        for (let b = 0; b < batch; b++)
          for (let i = 0; i < width; i++)
            dInput[row(t, b) * width + i] = at(dInput, row(t, b) * width + i) * at(mask, (t * batch + b) * width + i)
    dOutput = dInput
  }
  const pres = steps.flat(2).map(({ pre }) => pre.reduce((least, x) => Math.min(least, Math.abs(x)), 1))
  return {
    input: dOutput,
    hidden,
    cell,
    nearestCorner: pres.reduce((least, x) => Math.min(least, x), 1),
    weights: sums.map(({ value }) => value),
    sizes: { ...sizes, weights: sums.map(({ squares }) => largestRoot(squares)) },
  }
}
