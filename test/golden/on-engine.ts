/** A run on an engine, by the kernel's contract: specs, weights and calls out of the cases. */

import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { dropoutMasks } from '../../src/layer/dropout-mask.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { type Run, trainSeedOf } from './recurrent-cases.js'

export const specOf = ({ of, options }: Run): RecurrentSpec => ({
  kind: of === 'rnn' ? options.nonlinearity : of,
  inputSize: options.inputSize,
  hiddenSize: options.hiddenSize,
  projSize: options.projSize,
  numLayers: options.numLayers,
  directions: options.bidirectional ? 2 : 1,
  bias: options.bias,
})

/**
 * PyTorch draws the masks of packed sequences for the packed rows: time step by time step, in each the sequences that have not ended, the longest
 * first. This stands them where the contract has them; what no one drew is NaN, which must not be read.
 */
const spread = (packed: Float32Array, width: number, time: number, lengths: readonly number[]): Float32Array => {
  const order = lengths.map((_, b) => b).sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0))
  const mask = new Float32Array(time * lengths.length * width).fill(Number.NaN)
  let row = 0
  for (let t = 0; t < time; t++)
    for (const b of order)
      if (t < (lengths[b] ?? 0)) {
        mask.set(packed.subarray(row * width, (row + 1) * width), (t * lengths.length + b) * width)
        row++
      }
  return mask
}

/** The masks of a run in training, as PyTorch draws them. */
const masksOf = (run: Run): readonly Float32Array[] | undefined => {
  const { how, options, lengths, time, batch } = run
  if (how !== 'train') return undefined
  const width = (options.projSize || options.hiddenSize) * (options.bidirectional ? 2 : 1)
  const rows = lengths?.reduce((sum, length) => sum + length, 0) ?? time * batch
  const [masks] = dropoutMasks(manualSeed(trainSeedOf(run)), options.dropout, options.numLayers - 1, rows * width)
  return lengths === undefined ? masks : masks?.map((mask) => spread(mask, width, time, lengths))
}

/** The numbers of the input, with NaN after each sequence's end. */
export const paddedInput = ({ input: { data }, lengths, time, batch, options }: Run): Float32Array => {
  if (lengths === undefined) return data
  const width = data.length / (time * batch)
  return data.map((x, i) => {
    const row = Math.floor(i / width)
    const [b, t] = options.batchFirst ? [Math.floor(row / time), row % time] : [row % batch, Math.floor(row / batch)]
    return t < (lengths[b] ?? 0) ? x : Number.NaN
  })
}

export const callOf = (run: Run): RecurrentCall => ({
  input: paddedInput(run),
  time: run.time,
  batch: run.batch,
  batchFirst: run.options.batchFirst && run.input.shape.length === 3,
  lengths: run.lengths,
  hidden: run.hidden0?.data,
  cell: run.cell0?.data,
  masks: masksOf(run),
})
