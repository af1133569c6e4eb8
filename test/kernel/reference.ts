/**
 * The kernel's reference: the recurrence as PyTorch writes it, in plain float64 loops.
 * https://docs.pytorch.org/docs/2.9/generated/torch.nn.RNN.html, torch.nn.LSTM.html and torch.nn.GRU.html there.
 */
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { gatesOf } from './rounding.js'

/** A small generator (mulberry32), so that a failing case can be run again. */
export const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const floats = (next: () => number, length: number, scale = 1): Float32Array => {
  const numbers = new Float32Array(length)
  for (let i = 0; i < length; i++) numbers[i] = (2 * next() - 1) * scale
  return numbers
}

const widthOf = ({ hiddenSize, projSize }: RecurrentSpec): number => projSize || hiddenSize

/** Random weights in state-dict order, each row of a size at which the states neither die out nor saturate. */
export const randomWeights = (spec: RecurrentSpec, next: () => number): Float32Array[] => {
  const { kind, inputSize, hiddenSize: h, projSize, numLayers, directions, bias } = spec
  const o = widthOf(spec)
  const rows = gatesOf[kind] * h
  return Array.from({ length: numLayers * directions }, (_, index) => {
    const width = index < directions ? inputSize : directions * o
    const scale = 1 / Math.sqrt(Math.max(h, width))
    return [
      floats(next, rows * width, scale),
      floats(next, rows * o, scale),
      ...(bias ? [floats(next, rows, scale), floats(next, rows, scale)] : []),
      ...(projSize > 0 ? [floats(next, o * h, scale)] : []),
    ]
  }).flat()
}

/** PyTorch's relu: a NaN stays, and so does -0, which `Math.max` would make 0. */
export const rectified = (x: number): number => (x >= 0 || Number.isNaN(x) ? x : 0)

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

export interface Reference {
  readonly output: Float64Array
  readonly hidden: Float64Array
  readonly cell: Float64Array | undefined
}

/** The weights of one direction of one layer. */
interface Weights {
  readonly ih: Float32Array
  readonly hh: Float32Array
  readonly biasIh: Float32Array
  readonly biasHh: Float32Array
  readonly hr: Float32Array | undefined
}

/** One step of one sequence: h and c from x, h and c. */
const step = (
  { kind, hiddenSize: size, projSize }: RecurrentSpec,
  weights: Weights,
  x: Float64Array,
  h: Float64Array,
  c: Float64Array,
): readonly [Float64Array, Float64Array] => {
  const product = (weight: Float32Array, bias: Float32Array | undefined, vector: Float64Array): Float64Array => {
    const width = vector.length
    const sums = new Float64Array(weight.length / width)
    for (let row = 0; row < sums.length; row++) {
      let sum = bias?.[row] ?? 0
      for (let k = 0; k < width; k++) sum += (weight[row * width + k] as number) * (vector[k] as number)
      sums[row] = sum
    }
    return sums
  }
  const given = product(weights.ih, weights.biasIh, x)
  const recurrent = product(weights.hh, weights.biasHh, h)
  const unit = (gate: number, j: number): number => Number(given[gate * size + j]) + Number(recurrent[gate * size + j])
  const units = (compute: (j: number) => number): Float64Array => new Float64Array(size).map((_, j) => compute(j))
  switch (kind) {
    case 'tanh':
      return [units((j) => Math.tanh(unit(0, j))), c]
    case 'relu':
      return [units((j) => rectified(unit(0, j))), c]
    case 'gru': {
      const after = units((j) => {
        const [r, z] = [sigmoid(unit(0, j)), sigmoid(unit(1, j))]
        const n = Math.tanh(Number(given[2 * size + j]) + r * Number(recurrent[2 * size + j]))
        return (1 - z) * n + z * Number(h[j])
      })
      return [after, c]
    }
    case 'lstm': {
      const cell = units((j) => sigmoid(unit(1, j)) * Number(c[j]) + sigmoid(unit(0, j)) * Math.tanh(unit(2, j)))
      const after = units((j) => sigmoid(unit(3, j)) * Math.tanh(Number(cell[j])))
      const { hr } = weights
      return [projSize > 0 && hr ? product(hr, undefined, after) : after, cell]
    }
  }
}

export const reference = (spec: RecurrentSpec, given: readonly Float32Array[], call: RecurrentCall): Reference => {
  const { kind, hiddenSize, projSize, numLayers, directions, bias } = spec
  const { time, batch, batchFirst, lengths, masks } = call
  const o = widthOf(spec)
  const width = directions * o
  const row = (t: number, b: number): number => (batchFirst ? b * time + t : t * batch + b)
  const states = numLayers * directions
  const hidden = Float64Array.from(call.hidden ?? new Float64Array(states * batch * o))
  const cell = Float64Array.from(call.cell ?? new Float64Array(states * batch * hiddenSize))
  let input = Float64Array.from(call.input)
  let inputWidth = spec.inputSize
  let next = 0
  const weight = (): Float32Array => given[next++] as Float32Array
  for (let layer = 0; layer < numLayers; layer++) {
    const output = new Float64Array(time * batch * width)
    for (let direction = 0; direction < directions; direction++) {
      const weights = {
        ih: weight(),
        hh: weight(),
        biasIh: bias ? weight() : new Float32Array(gatesOf[kind] * hiddenSize),
        biasHh: bias ? weight() : new Float32Array(gatesOf[kind] * hiddenSize),
        hr: projSize > 0 ? weight() : undefined,
      }
      for (let b = 0; b < batch; b++) {
        const at = (layer * directions + direction) * batch + b
        let h: Float64Array = hidden.slice(at * o, (at + 1) * o)
        let c: Float64Array = cell.slice(at * hiddenSize, (at + 1) * hiddenSize)
        const length = lengths?.[b] ?? time
        for (let n = 0; n < length; n++) {
          const t = direction === 0 ? n : length - 1 - n
          const x = input.subarray(row(t, b) * inputWidth, (row(t, b) + 1) * inputWidth)
          ;[h, c] = step(spec, weights, x, h, c)
          output.set(h, row(t, b) * width + direction * o)
        }
        hidden.set(h, at * o)
        cell.set(c, at * hiddenSize)
      }
    }
    const mask = masks?.[layer]
    if (mask !== undefined && layer < numLayers - 1)
      for (let t = 0; t < time; t++)
        for (let b = 0; b < batch; b++)
          for (let i = 0; i < width; i++) {
            const at = row(t, b) * width + i
            // What stands after a sequence's end is no output, and no mask changes it.
            if (t < (lengths?.[b] ?? time)) output[at] = Number(output[at]) * Number(mask[(t * batch + b) * width + i])
          }
    input = output
    inputWidth = width
  }
  return { output: input, hidden, cell: kind === 'lstm' ? cell : undefined }
}
