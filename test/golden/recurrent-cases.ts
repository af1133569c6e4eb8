/**
 * The runs in data/rnn.json, lstm.json, gru.json, cells.json and gradients.json, decoded: what goes in is drawn anew from its seeds,
 * what came out is read. Longer than most files: the five files of data have one format.
 */

import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { checksum, float32, readJson } from './read.js'

/** PyTorch's options by shapefold's names; the sizes are plain numbers here. */
export interface Options {
  readonly inputSize: number
  readonly hiddenSize: number
  readonly numLayers: number
  readonly nonlinearity: 'tanh' | 'relu'
  readonly bias: boolean
  readonly batchFirst: boolean
  readonly dropout: number
  readonly bidirectional: boolean
  readonly projSize: number
}

/** What an option is where a line leaves it out. */
const defaults: Omit<Options, 'inputSize' | 'hiddenSize'> = {
  numLayers: 1,
  nonlinearity: 'tanh',
  bias: true,
  batchFirst: false,
  dropout: 0,
  bidirectional: false,
  projSize: 0,
}

/** `torch.rand(shape) * 2 - 1` after a seed, times the scale, with special values at flat indices. */
interface TensorRule {
  readonly shape: readonly number[]
  readonly scale?: number
  readonly special?: readonly (readonly [at: number, value: string])[]
}

/** What a run is made of, as a file has it. */
interface Given {
  readonly name: string
  readonly of: 'rnn' | 'lstm' | 'gru'
  readonly options: Partial<Options> & Pick<Options, 'inputSize' | 'hiddenSize'>
  readonly how: 'apply' | 'train' | 'step' | 'cell'
  readonly seed: number
  readonly weightScale?: number
  readonly input: TensorRule
  readonly hidden0?: TensorRule
  readonly cell0?: TensorRule
  readonly lengths?: readonly number[]
  readonly crc32: number
  readonly sensitivity: number
}

interface RunLine extends Given {
  readonly output?: string
  readonly hidden: string
  readonly cell?: string
  readonly drawnNext?: string
}

interface GradientLine extends Given {
  readonly lossCrc32: number
  readonly gradients: string
}

/** Numbers in row-major order, and the size of each axis. */
export interface Numbers {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** What goes into a run. */
export interface Run extends Pick<Given, 'name' | 'of' | 'how' | 'sensitivity' | 'seed'> {
  /** Of packed sequences. */
  readonly lengths: readonly number[] | undefined
  readonly options: Options
  /** What PyTorch's initial weights are multiplied by. */
  readonly weightScale: number
  /** By PyTorch's names and in its order. */
  readonly weights: readonly (readonly [name: string, weight: Numbers])[]
  readonly input: Numbers
  readonly hidden0: Numbers | undefined
  readonly cell0: Numbers | undefined
  readonly time: number
  readonly batch: number
  /** The shape of each result. */
  readonly shapes: {
    readonly output: readonly number[]
    readonly hidden: readonly number[]
    readonly cell: readonly number[]
  }
}

/** A run, and what PyTorch made of it. */
export interface RecurrentCase extends Run {
  readonly output: Float32Array
  readonly hidden: Float32Array
  /** Of an LSTM. */
  readonly cell: Float32Array | undefined
  /** In training, what `torch.rand(2)` drew right after the run. */
  readonly drawnNext: Float32Array
}

/** A run, a loss, and PyTorch's gradients of it by all that goes in. */
export interface GradientCase extends Run {
  /** What each result is multiplied by before all is summed. */
  readonly loss: {
    readonly output: Float32Array
    readonly hidden: Float32Array
    readonly cell: Float32Array | undefined
  }
  readonly gradients: {
    readonly input: Float32Array
    readonly hidden: Float32Array | undefined
    readonly cell: Float32Array | undefined
    readonly weights: readonly Float32Array[]
  }
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

const drawn = (seed: number, shape: readonly number[]): Float32Array =>
  drawUniform(manualSeed(seed), product(shape), -1, 1)[0]

const numbersOf = ({ shape, scale = 1, special = [] }: TensorRule, seed: number): Numbers => {
  const data = drawn(seed, shape).map((x) => x * Math.fround(scale))
  for (const [at, value] of special) data[at] = Number(value)
  return { shape, data }
}

const gates = { rnn: 1, lstm: 4, gru: 3 } as const

/** The sizes of every weight, as PyTorch's `state_dict` has them. */
const weightShapes = (
  of: Given['of'],
  how: Given['how'],
  options: Options,
): readonly (readonly [string, readonly number[]])[] => {
  const { inputSize, hiddenSize, numLayers, bias, bidirectional, projSize } = options
  const rows = gates[of] * hiddenSize
  const width = projSize || hiddenSize
  return Array.from({ length: numLayers }, (_, index) => index).flatMap((index) =>
    (bidirectional ? ['', '_reverse'] : ['']).flatMap((direction) => {
      const suffix = how === 'cell' ? '' : `_l${index}${direction}`
      return [
        [`weight_ih${suffix}`, [rows, index === 0 ? inputSize : width * (bidirectional ? 2 : 1)]] as const,
        [`weight_hh${suffix}`, [rows, width]] as const,
        ...(bias ? [[`bias_ih${suffix}`, [rows]] as const, [`bias_hh${suffix}`, [rows]] as const] : []),
        ...(projSize > 0 ? [[`weight_hr${suffix}`, [projSize, hiddenSize]] as const] : []),
      ]
    }),
  )
}

/** PyTorch's initial weights after the seed, times the scale. */
const weightsOf = ({ of, how, seed, weightScale = 1 }: Given, options: Options): Run['weights'] => {
  const bound = 1 / Math.sqrt(options.hiddenSize)
  let rng = manualSeed(seed)
  return weightShapes(of, how, options).map(([name, shape]) => {
    const [data, next] = drawUniform(rng, product(shape), -bound, bound)
    rng = next
    return [name, { shape, data: data.map((w) => w * Math.fround(weightScale)) }]
  })
}

/** The seeds of what goes into a run, counted from that of its weights. The loss has one for each result. */
const seeds = { input: 1, hidden0: 2, train: 3, cell0: 4, loss: 5 } as const

export const trainSeedOf = ({ seed }: Run): number => seed + seeds.train

const batchAndTime = (
  { input: { shape }, how }: Given,
  { batchFirst }: Options,
): readonly [batch: readonly number[], time: number] => {
  if (how === 'cell') return [shape.slice(0, -1), 1]
  const [first = 1, second = 1] = shape
  if (shape.length === 2) return [[], first]
  return batchFirst ? [[first], second] : [[second], first]
}

const runOf = (line: Given): Run => {
  const options = { ...defaults, ...line.options }
  const { hiddenSize, numLayers, bidirectional, projSize } = options
  const directions = bidirectional ? 2 : 1
  const [batch, time] = batchAndTime(line, options)
  const rows = line.how === 'cell' ? batch : [numLayers * directions, ...batch]
  const width = projSize || hiddenSize
  const run: Run = {
    ...line,
    options,
    weightScale: line.weightScale ?? 1,
    weights: weightsOf(line, options),
    input: numbersOf(line.input, line.seed + seeds.input),
    hidden0: line.hidden0 && numbersOf(line.hidden0, line.seed + seeds.hidden0),
    cell0: line.cell0 && numbersOf(line.cell0, line.seed + seeds.cell0),
    time,
    batch: product(batch),
    lengths: line.lengths,
    shapes: {
      output: [...line.input.shape.slice(0, -1), width * directions],
      hidden: [...rows, width],
      cell: [...rows, hiddenSize],
    },
  }
  const all = [...run.weights.map(([, { data }]) => data), run.input.data, run.hidden0?.data, run.cell0?.data]
  if (checksum(joined(all)) !== line.crc32) throw new Error(`${line.name}: not the numbers that PyTorch drew`)
  return run
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

export const joined = (parts: readonly (Float32Array | undefined)[]): Float32Array =>
  Float32Array.from(parts.flatMap((part) => [...(part ?? [])]))

const lines = <Line>(name: string): readonly Line[] =>
  readJson<{ readonly cases: readonly Line[] }>(`${name}.json`).cases

export const recurrentCases = (file: 'rnn' | 'lstm' | 'gru' | 'cells'): readonly RecurrentCase[] =>
  lines<RunLine>(file).map((line) => ({
    ...runOf(line),
    output: float32(line.output ?? line.hidden),
    hidden: float32(line.hidden),
    cell: line.cell === undefined ? undefined : float32(line.cell),
    drawnNext: float32(line.drawnNext ?? ''),
  }))

/** By the input, the initial states that there are, and the parameters in their order. */
export const gradientsOf = ({ gradients: { input, hidden, cell, weights } }: GradientCase): readonly Float32Array[] =>
  [input, hidden, cell, ...weights].filter((one) => one !== undefined)

export const gradientCases = (): readonly GradientCase[] =>
  lines<GradientLine>('gradients').map((line) => {
    const run = runOf(line)
    const { output, hidden, cell } = run.shapes
    const loss = {
      output: drawn(line.seed + seeds.loss, output),
      hidden: drawn(line.seed + seeds.loss + 1, hidden),
      cell: line.of === 'lstm' ? drawn(line.seed + seeds.loss + 2, cell) : undefined,
    }
    if (checksum(joined(Object.values(loss))) !== line.lossCrc32) throw new Error(`${line.name}: another loss`)
    const all = float32(line.gradients)
    let at = 0
    const next = (like: Numbers): Float32Array => {
      at += like.data.length
      return all.subarray(at - like.data.length, at)
    }
    const gradients = {
      input: next(run.input),
      hidden: run.hidden0 && next(run.hidden0),
      cell: run.cell0 && next(run.cell0),
      weights: run.weights.map(([, weight]) => next(weight)),
    }
    if (at !== all.length) throw new Error(`${line.name}: ${all.length - at} gradients too many`)
    return { ...run, loss, gradients }
  })
