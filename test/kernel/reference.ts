/**
 * The kernel's reference: the recurrence as PyTorch writes it, in plain float64 loops.
 * https://docs.pytorch.org/docs/2.9/generated/torch.nn.RNN.html
 */
import type { RecurrentCall, RecurrentResult, RecurrentSpec } from '../../src/kernel/contract.js'

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

export const floats = (next: () => number, length: number, scale = 1): Float32Array =>
  Float32Array.from({ length }, () => (2 * next() - 1) * scale)

/** Random weights in state-dict order, each row of a size at which the states neither die out nor saturate. */
export const randomWeights = (spec: RecurrentSpec, next: () => number): Float32Array[] => {
  const { inputSize, hiddenSize: h, numLayers, directions, bias } = spec
  return Array.from({ length: numLayers * directions }, (_, index) => {
    const width = index < directions ? inputSize : directions * h
    const scale = 1 / Math.sqrt(Math.max(h, width))
    const matrices = [floats(next, h * width, scale), floats(next, h * h, scale)]
    return bias ? [...matrices, floats(next, h, scale), floats(next, h, scale)] : matrices
  }).flat()
}

/** PyTorch's relu: a NaN stays, and so does -0, which `Math.max` would make 0. */
export const rectified = (x: number): number => (x >= 0 || Number.isNaN(x) ? x : 0)

export const reference = (
  spec: RecurrentSpec,
  weights: readonly Float32Array[],
  call: RecurrentCall,
): { output: Float64Array; hidden: Float64Array } => {
  const { kind, hiddenSize: h, numLayers, directions, bias } = spec
  const { time, batch, batchFirst, hidden, masks } = call
  const act = kind === 'tanh' ? Math.tanh : rectified
  const width = directions * h
  const row = (t: number, b: number): number => (batchFirst ? b * time + t : t * batch + b)
  const last = new Float64Array(numLayers * directions * batch * h)
  let input = Float64Array.from(call.input)
  let inputWidth = spec.inputSize
  let next = 0
  const weight = (): Float32Array => weights[next++] as Float32Array
  for (let layer = 0; layer < numLayers; layer++) {
    const output = new Float64Array(time * batch * width)
    for (let direction = 0; direction < directions; direction++) {
      const [wIh, wHh] = [weight(), weight()]
      const [bIh, bHh] = bias ? [weight(), weight()] : [new Float32Array(h), new Float32Array(h)]
      const at = (layer * directions + direction) * batch * h
      let state =
        hidden === undefined ? new Float64Array(batch * h) : Float64Array.from(hidden.subarray(at, at + batch * h))
      for (let step = 0; step < time; step++) {
        const t = direction === 0 ? step : time - 1 - step
        const after = new Float64Array(batch * h)
        for (let b = 0; b < batch; b++) {
          for (let j = 0; j < h; j++) {
            let sum = Number(bIh[j]) + Number(bHh[j])
            for (let k = 0; k < inputWidth; k++)
              sum += Number(input[row(t, b) * inputWidth + k]) * Number(wIh[j * inputWidth + k])
            for (let k = 0; k < h; k++) sum += Number(state[b * h + k]) * Number(wHh[j * h + k])
            after[b * h + j] = act(sum)
            output[row(t, b) * width + direction * h + j] = act(sum)
          }
        }
        state = after
      }
      last.set(state, at)
    }
    const mask = masks?.[layer]
    if (mask !== undefined && layer < numLayers - 1) {
      for (let t = 0; t < time; t++)
        for (let b = 0; b < batch; b++)
          for (let i = 0; i < width; i++)
            output[row(t, b) * width + i] =
              Number(output[row(t, b) * width + i]) * Number(mask[(t * batch + b) * width + i])
    }
    input = output
    inputWidth = width
  }
  return { output: input, hidden: last }
}

/** The largest difference, as a part of the largest value; NaN and the infinities must be at the same places. */
export const difference = (got: Float32Array, wanted: Float64Array): number => {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY
  let largest = 1e-30
  let worst = 0
  wanted.forEach((value, i) => {
    const x = Number(got[i])
    if (Number.isFinite(value)) {
      largest = Math.max(largest, Math.abs(value))
      // A NaN where a number belongs must not slip through `max`.
      worst = Number.isFinite(x) ? Math.max(worst, Math.abs(x - value)) : Number.POSITIVE_INFINITY
    } else if (!Object.is(x, value)) worst = Number.POSITIVE_INFINITY
  })
  return worst / largest
}

export const differences = (got: RecurrentResult, wanted: { output: Float64Array; hidden: Float64Array }): number =>
  Math.max(difference(got.output, wanted.output), difference(got.hidden, wanted.hidden))
