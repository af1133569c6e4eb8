/**
 * The reference for backward: the recurrences and their gradients in plain float64 loops, one sequence and one number at a time.
 *
 * It knows nothing of layouts, tiles or sorting. Its own gradients are held to central differences of its own forward pass, and that one to
 * the reference of the forward tests, in gradient-reference.test.ts.
 */
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import {
  addTo,
  at,
  type Cell,
  made,
  type Numbers,
  plus,
  type Step,
  stepBackward,
  stepForward,
} from './gradient-cells.js'

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
  /** As `nearestCorner` tells. */
  readonly nearestCorner: number
}
export interface GradientsOfResults {
  readonly output: Numbers | undefined
  readonly hidden: Numbers | undefined
  readonly cell: Numbers | undefined
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
        let before: Float64Array = made(o, (j) => at(call.hidden, state * o + j))
        let cellBefore: Float64Array = made(h, (j) => at(call.cell, state * h + j))
        const own = Array.from({ length: lengthOf(b) }, (_, position) => {
          const t = direction === 0 ? position : lengthOf(b) - 1 - position
          const x = made(inputWidth, (k) => at(input, row(t, b) * inputWidth + k))
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

const cornerOf = (steps: readonly Step[][][]): number =>
  steps
    .flat(2)
    .flatMap(({ pre }) => Array.from(pre))
    .reduce((least, x) => (x === 0 ? least : Math.min(least, Math.abs(x))), 1)

/**
 * How near to 0 a relu comes, at most 1: where rounding decides on which side of its corner a number lies, the gradient is either. A 0 is no
 * such number: all its terms are 0, and nobody rounds them.
 */
export const nearestCorner = (problem: Problem): number => cornerOf(run(problem).steps)

export const forwardReference = (problem: Problem): Results => run(problem).results

/** The gradients of `sum(output * d.output) + sum(hidden * d.hidden) + sum(cell * d.cell)`. */
export const gradientReference = (problem: Problem, d: GradientsOfResults): Gradients => {
  const { spec, weights, call } = problem
  const { hiddenSize: h, numLayers, directions, inputSize, bias, projSize } = spec
  const { time, batch, masks } = call
  const { steps, cells, o, width, row, lengthOf, perDirection } = run(problem)
  const sums = weights.map((weight) => new Float64Array(weight.length))
  const hidden = new Float64Array(numLayers * directions * batch * o)
  const cell = new Float64Array(numLayers * directions * batch * h)
  let dOutput = made(time * batch * width, (i) => at(d.output, i))
  for (let layer = numLayers - 1; layer >= 0; layer--) {
    const inputWidth = layer === 0 ? inputSize : width
    const dInput = new Float64Array(time * batch * inputWidth)
    for (let direction = 0; direction < directions; direction++) {
      const index = layer * directions + direction
      const own = sums.slice(index * perDirection, (index + 1) * perDirection)
      const nowhere = new Float64Array(4 * h)
      const ownSums = {
        wIh: own[0] ?? nowhere,
        wHh: own[1] ?? nowhere,
        bIh: (bias ? own[2] : undefined) ?? nowhere,
        bHh: (bias ? own[3] : undefined) ?? nowhere,
        wHr: (projSize > 0 ? own.at(-1) : undefined) ?? nowhere,
      }
      for (let b = 0; b < batch; b++) {
        const state = index * batch + b
        let dH: Float64Array = made(o, (j) => at(d.hidden, state * o + j))
        let dC: Float64Array = made(h, (j) => at(d.cell, state * h + j))
        for (let position = lengthOf(b) - 1; position >= 0; position--) {
          const t = direction === 0 ? position : lengthOf(b) - 1 - position
          const from = row(t, b) * width + direction * o
          const step = steps[index]?.[b]?.[position] as Step
          const all = plus(dH, dOutput.subarray(from, from + o))
          const back = stepBackward(spec, cells[index] as Cell, ownSums, step, all, dC)
          dH = back.dBefore
          dC = back.dCellBefore
          addTo(dInput.subarray(row(t, b) * inputWidth, (row(t, b) + 1) * inputWidth), back.dX)
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
  return {
    input: dOutput,
    hidden,
    cell,
    nearestCorner: cornerOf(steps),
    weights: sums,
  }
}
